#!/usr/bin/env python3
"""Fills fuzz/corpus from the fixtures: each file for the target of its ending, packages also part by part."""
import io, os, re, shutil, zipfile, zlib

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURES = os.path.join(HERE, "..", "fixtures")
GATE = os.path.join(HERE, "..", "crates", "gate", "fixtures")
TARGETS = {"txt": "text", "md": "text", "html": "html", "htm": "html", "docx": "docx", "xlsx": "xlsx", "pdf": "pdf"}
PARTS = {"docx": r"word/document\.xml", "xlsx": r"xl/(worksheets/sheet\d+|sharedStrings)\.xml"}

def keep(target, name, content):
    folder = os.path.join(HERE, "corpus", target)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as file:
        file.write(content)

for folder, _, names in os.walk(GATE):
    for name in names:
        content = open(os.path.join(folder, name), "rb").read()
        keep("gate", name, content)
        for start, part in ((b"\0", "word/document.xml"), (b"\1", "xl/worksheets/sheet1.xml")):
            if name.endswith(("docx", "xlsx")):
                with zipfile.ZipFile(os.path.join(folder, name)) as package:
                    if part in package.namelist():
                        keep("gate", name + "." + part.replace("/", "_"), start + package.read(part))

def bundled(sheet, files):
    """An inventory with its length before it, and the bundle after it."""
    return len(sheet).to_bytes(2, "little") + sheet + files

SHEET = "标题,信息种类,正文,附件\n停水公告,通知公告,停水,1.txt\n供水办法,规范性文件,正文/1.txt,\n".encode()
keep("bundle", "plain", bundled(SHEET, "各村：\n\n周五停水。".encode()))
with io.BytesIO() as packed:
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("附件/1.txt", "时间见公告")
        archive.writestr("正文/1.txt", "第一条　按表计收。")
    keep("bundle", "zip", bundled(SHEET, packed.getvalue()))

for folder, _, names in os.walk(FIXTURES):
    for name in names:
        target = TARGETS.get(name.rsplit(".", 1)[-1])
        if not target:
            continue
        path = os.path.join(folder, name)
        content = open(path, "rb").read()
        keep(target, name, content)
        if target == "html":
            keep("pages", name, content)
        if target in PARTS:
            with zipfile.ZipFile(path) as package:
                for part in package.namelist():
                    if re.fullmatch(PARTS[target], part):
                        keep(target, name + "." + part.replace("/", "_"), package.read(part))
        if target == "pdf":
            for i, stream in enumerate(re.findall(rb"stream\r?\n(.*?)endstream", content, re.S)):
                try:
                    keep(target, f"{name}.{i}", zlib.decompress(stream))
                except zlib.error:
                    pass

#!/usr/bin/env python3
"""Report pages a second, side by side on one core, each reader turning a page into the numbers of table 3.

usage: readers.py GONGKAI FOLDER [--seconds N]      needs lxml, beautifulsoup4, pandas, selectolax
"""
import argparse, io, os, pathlib, re, subprocess, time

LABELS = """本年新收 上年结转 予以公开 部分公开 国家秘密 法律行政法规禁止 三安全一稳定 第三方 内部事务 过程性 行政执法案卷
行政查询事项 不掌握相关 另行制作 仍不明确 信访举报投诉 重复申请 公开出版物 大量反复 重新出具 逾期不补正 逾期未按收费 3.其他
总计 结转下年度""".split()
WHOLE = re.compile(r"-?\d+")


def figures(rows):
    """Seven numbers at the end of each row that carries a label of the table."""
    found = {}
    for row in rows:
        cells = ["".join(cell.split()) for cell in row]
        numbers = [int(cell) for cell in cells if WHOLE.fullmatch(cell)]
        words = "".join(cells)
        label = next((label for label in LABELS if label in words and label not in found), None)
        if label and len(numbers) >= 7:
            found[label] = numbers[-7:]
    return found


def by_beautifulsoup(page):
    from bs4 import BeautifulSoup
    soup = BeautifulSoup(page, "lxml")
    return figures([[cell.get_text() for cell in row.find_all(["td", "th"])] for row in soup.find_all("tr")])


def by_pandas(page):
    import pandas
    tables = pandas.read_html(io.BytesIO(page))
    return figures([[str(cell).removesuffix(".0") for cell in row] for t in tables for row in t.itertuples(index=False)])


def by_lxml(page):
    import lxml.html
    tree = lxml.html.fromstring(page)
    return figures([["".join(cell.itertext()) for cell in row.iterchildren("td", "th")] for row in tree.iter("tr")])


def by_selectolax(page):
    from selectolax.lexbor import LexborHTMLParser
    return figures([[cell.text() for cell in row.css("td,th")] for row in LexborHTMLParser(page).css("tr")])


READERS = {"BeautifulSoup + lxml": by_beautifulsoup, "pandas.read_html": by_pandas, "lxml": by_lxml,
           "selectolax": by_selectolax}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("gongkai")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=5)
    given = parser.parse_args()
    files = sorted(given.folder.glob("*.htm*"))
    pages = [file.read_bytes() for file in files]
    size = sum(map(len, pages))
    print(f"{len(pages)} pages, {size / len(pages) / 1024:.0f} KB each on average, one core")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {0})
    rates = {}
    for name, read in READERS.items():
        rows, done, begun = len(read(pages[0])), 0, time.perf_counter()
        while time.perf_counter() - begun < given.seconds:
            read(pages[done % len(pages)])
            done += 1
        rates[name] = done / (time.perf_counter() - begun)
        print(f"{name:22} {rates[name]:10.0f} pages/s   {rows} rows of table 3 on the first page")
    times = max(1, 20_000 // len(files))
    names = "\n".join([str(file) for file in files] * times)
    begun = time.perf_counter()
    command = [given.gongkai, "report", "read", "--jobs", "1", "--files-from", "-"]
    reading = subprocess.run(command, input=names.encode(), stdout=subprocess.PIPE)
    seconds = time.perf_counter() - begun
    objects = reading.stdout.count(b"\n")
    print(f"{'gongkai':22} {objects / seconds:10.0f} pages/s   {objects} objects, {size * times / seconds / 1e6:.0f} MB/s,"
          f" exit {reading.returncode}")
    for name, rate in rates.items():
        print(f"  {objects / seconds / rate:8.1f} x {name}")


if __name__ == "__main__":
    main()

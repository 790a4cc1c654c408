// The one script. Everything works without it; it says that a file is on its way, takes a file dropped anywhere, and knows
// the shortcuts of the desk.
"use strict";
for (const form of document.querySelectorAll("form[data-upload]")) {
  const input = form.querySelector("input[type=file]");
  const button = form.querySelector("button");
  const zone = form.querySelector("[data-drop]");
  form.addEventListener("submit", () => {
    button.textContent = "正在读取和核验……";
    button.setAttribute("aria-busy", "true");
  });
  if (!input || !zone) continue;
  const hold = (event) => { event.preventDefault(); zone.toggleAttribute("data-over", event.type === "dragover"); };
  for (const type of ["dragover", "dragleave"]) form.addEventListener(type, hold);
  form.addEventListener("drop", (event) => {
    hold(event);
    if (event.dataTransfer.files.length) { input.files = event.dataTransfer.files; input.focus(); }
  });
}
// 搜索提示: words and titles while somebody types, in the browser's own list; what the field finds without it stays the same
for (const field of document.querySelectorAll("input[data-suggest]")) {
  const list = field.list;
  let pause, last = "";
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(async () => {
      const typed = field.value.trim();
      if (!list || typed === last || typed.length < 2) return;
      last = typed;
      try {
        const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(typed)}`);
        const words = answer.ok ? await answer.json() : [];
        // an answer that was overtaken is for nobody
        if (last === typed) list.replaceChildren(...words.map((word) => new Option("", word)));
      } catch { /* without a connection the field is a field */ }
    }, 150);
  });
}
// 打印、转发: buttons that do nothing without a script are not there without it
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const button of document.querySelectorAll("[data-share]")) {
  const url = document.querySelector("link[rel=canonical]")?.href ?? location.href;
  button.hidden = !navigator.share;
  // who closes the list of places to share with has changed their mind, and nothing went wrong
  button.addEventListener("click", () => navigator.share({ title: document.title, url }).catch(() => {}));
}
// after a failed form, the summary is read first
document.querySelector(".error-summary")?.focus();

// 快捷键: single keys for those who want them. They go nowhere from a field, nor while something typed is not sent yet, and
// can be turned off for good (WCAG 2.1.4).
const help = document.querySelector("dialog#keys");
if (help) {
  const store = (() => { try { return window.localStorage; } catch { return undefined; } })();
  const on = () => store?.getItem("keys") !== "off";
  const find = (css) => document.querySelector(css);
  let typed = false, first = "";
  document.addEventListener("input", (event) => { typed ||= Boolean(event.target.form); });
  const rows = () => [...document.querySelectorAll("main [data-row]")];
  const step = (by) => {
    const all = rows(), here = all.indexOf(document.activeElement);
    const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1);
    all[next]?.focus();
  };
  const go = (link) => { if (link && !typed) link.click(); };
  const place = { d: "/desk", m: "/desk/month", f: "/desk/figures", a: "/desk/account" };
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    o: () => { if (rows().includes(document.activeElement)) go(document.activeElement); },
    x: () => document.activeElement.closest("tr")?.querySelector("input[name=pick]")?.click(),
    "/": () => find("[data-key='/']")?.focus(),
    "]": () => go(find("main [data-key=']']")),
    "[": () => go(find("main [data-key='[']")),
    n: () => go(find("main [data-key=n]")),
    "?": () => help.showModal(),
  };
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key === "Escape" && at.dataset?.key === "/") at.blur();
    const writes = at.isContentEditable || at.matches?.("input:not([type=checkbox]), textarea, select");
    if (!on() || writes || help.open || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const second = first === "g" ? place[event.key] : undefined;
    first = event.key;
    const act = second ? () => go(find(`.places a[href="${second}"]`)) : keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  find("[data-help]").addEventListener("click", (event) => { event.preventDefault(); help.showModal(); });
  for (const line of document.querySelectorAll("[data-keys]")) {
    const button = line.querySelector("button");
    const show = () => button.setAttribute("aria-pressed", String(!on()));
    line.hidden = false;
    button.addEventListener("click", () => { store?.setItem("keys", on() ? "off" : "on"); show(); });
    show();
  }
}

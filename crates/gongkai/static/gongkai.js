// The one script. Everything works without it; it only says that a file is on its way, and takes a file dropped anywhere.
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
// after a failed form, the summary is read first
document.querySelector(".error-summary")?.focus();

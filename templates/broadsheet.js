// Brings pages to life: a button that copies an address, and filters of terms. Without it both stay
// hidden, and everything else works.
"use strict";

if (location.protocol === "file:") { // Nothing but a server knows that a folder means its index.html.
  for (const link of document.querySelectorAll("a[href$='/']")) {
    if (link.protocol === "file:") link.pathname += "index.html";
  }
  for (const form of document.forms) form.action += "index.html";
}

for (const button of document.querySelectorAll(".address button")) {
  const field = button.previousElementSibling;
  const label = button.textContent;
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  status.className = "unseen";
  button.after(status);
  button.hidden = false;
  field.addEventListener("focus", () => field.select());
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // Pages that did not come by https have no other way.
    }
    button.textContent = status.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = label; status.textContent = ""; }, 2000);
  });
}

const number = (n) => n.toLocaleString(document.documentElement.lang);
const plain = (text) => text.normalize("NFKC").toLowerCase();

for (const form of document.forms) form.hidden = false; // What they lead to needs this script too.

for (const filter of document.querySelectorAll("div.filter")) {
  const [input, output] = [filter.querySelector("input"), filter.querySelector("output")];
  const items = [...document.getElementById(input.getAttribute("aria-controls")).children];
  const names = items.map((item) => plain(item.firstElementChild.textContent));
  const show = () => {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let found = 0;
    items.forEach((item, n) => {
      item.hidden = !words.every((word) => names[n].includes(word));
      found += !item.hidden;
    });
    output.textContent = !words.length ? "" : found ? `${number(found)} / ${number(items.length)}` : output.dataset.nothing;
  };
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { input.value = ""; show(); }
  });
  filter.hidden = items.length < 12;
  input.value ||= new URLSearchParams(location.search).get("q") ?? "";
  show(); // A browser may have kept what was typed before the page was left.
}

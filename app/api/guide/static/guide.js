"use strict";
// Search, the ways of sending a request, and copying. Without any of it every page can be read.
const root = document.documentElement.dataset.root;

// --- ways of sending a request: chosen once, for every page ---
const WAY = "way";
const remembered = () => { try { return localStorage.getItem(WAY); } catch { return null; } };
const choose = (name) => {
  for (const ways of document.querySelectorAll(".ways")) {
    const panes = [...ways.querySelectorAll(".way")];
    const has = panes.some((pane) => pane.dataset.way === name);
    if (!has) continue;
    panes.forEach((pane) => { pane.hidden = pane.dataset.way !== name; });
    for (const tab of ways.querySelectorAll(".tabs button")) tab.setAttribute("aria-selected", String(tab.textContent === name));
  }
};
for (const ways of document.querySelectorAll(".ways")) {
  const tabs = document.createElement("div");
  tabs.className = "tabs";
  tabs.setAttribute("role", "tablist");
  for (const pane of ways.querySelectorAll(".way")) {
    const tab = document.createElement("button");
    tab.type = "button";
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-selected", String(!pane.hidden));
    tab.textContent = pane.dataset.way;
    tab.addEventListener("click", () => {
      const before = tab.getBoundingClientRect().top;
      choose(tab.textContent);
      scrollBy(0, tab.getBoundingClientRect().top - before); // others above may have grown
      try { localStorage.setItem(WAY, tab.textContent); } catch { /* not remembered, then */ }
    });
    tabs.append(tab);
  }
  ways.prepend(tabs);
}
if (remembered()) choose(remembered());

// --- copying ---
for (const block of document.querySelectorAll(".block, .ways")) {
  if (!navigator.clipboard) break;
  const copy = document.createElement("button");
  copy.type = "button";
  copy.className = "copy";
  copy.textContent = "Copy";
  copy.addEventListener("click", async () => {
    const shown = block.querySelector(".way:not([hidden]) code") || block.querySelector("code");
    await navigator.clipboard.writeText(shown.textContent);
    copy.textContent = "Copied";
    setTimeout(() => { copy.textContent = "Copy"; }, 1500);
  });
  block.append(copy);
}

// --- the page one is on, in view at the side ---
const side = document.querySelector("#side");
const now = side.querySelector("[aria-current]");
if (now) side.scrollTop = now.offsetTop - side.clientHeight / 2;

// --- search: each word must be there; titles count for more than text ---
const box = document.querySelector(".search input");
const found = document.querySelector(".found");
let rows = null;
const load = async () => {
  rows ??= fetch(root + "search.json").then((answer) => answer.json()).then((all) =>
    all.map(([address, title, heading, text]) => ({
      address, title, heading, text,
      low: [title.toLowerCase(), heading.toLowerCase(), text.toLowerCase()],
    })));
  return rows;
};
const sign = /[a-z0-9_]/;
const within = (low, word) => { // a whole word counts for more than the beginning of one
  let best = 0;
  for (let at = low.indexOf(word); at >= 0 && best < 3; at = low.indexOf(word, at + 1)) {
    const begins = !at || !sign.test(low[at - 1]);
    const ends = !sign.test(low[at + word.length] || " ");
    best = Math.max(best, begins && ends ? 3 : begins ? 1.5 : 0.5);
  }
  return best;
};
const score = (row, words) => {
  let sum = 0;
  for (const word of words) {
    const here = 12 * within(row.low[0], word) + 8 * within(row.low[1], word) + within(row.low[2], word);
    if (!here) return 0;
    sum += here;
  }
  const whole = words.join(" ");
  if (row.low[1] === whole || (!row.heading && row.low[0] === whole)) sum += 60;
  if (words.length > 1) row.low.forEach((low, place) => { if (low.includes(whole)) sum += [40, 30, 12][place]; });
  if (!row.heading) sum += 3;
  const shared = row.address.startsWith("reference/facts/") && row.heading; // parts that many facts have
  return shared ? sum / 3 : sum;
};
const escaped = (text) => text.replace(/[&<>"]/g, (mark) => `&#${mark.charCodeAt(0)};`);
const marked = (text, words) => {
  const any = words.map((word) => escaped(word).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  return escaped(text).replace(new RegExp(any, "gi"), (hit) => `<mark>${hit}</mark>`);
};
const around = (row, words) => {
  const at = Math.max(0, Math.min(...words.map((word) => { const i = row.low[2].indexOf(word); return i < 0 ? 1e9 : i; })));
  const from = at > 1e8 ? 0 : Math.max(0, at - 40);
  return (from ? "…" : "") + row.text.slice(from, from + 160);
};
const search = async () => {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  found.hidden = !words.length;
  if (!words.length) return;
  const all = await load();
  const best = all.map((row) => [score(row, words), row]).filter(([points]) => points)
    .sort((one, other) => other[0] - one[0]).slice(0, 12);
  found.innerHTML = best.map(([, row]) =>
    `<a href="${escaped(root + row.address)}"><b>${marked(row.title, words)}</b>` +
    (row.heading ? ` › ${marked(row.heading, words)}` : "") +
    `<small>${marked(around(row, words), words)}</small></a>`).join("") ||
    "<p>Nothing found. Try one word, such as <i>notice</i>, <i>delay</i> or the name of a field.</p>";
};
const move = (by) => {
  const links = [...found.querySelectorAll("a")];
  const now = links.findIndex((link) => link.classList.contains("on"));
  links[now]?.classList.remove("on");
  const next = links[(now + by + links.length) % links.length];
  next?.classList.add("on");
  next?.scrollIntoView({ block: "nearest" });
};
box.addEventListener("focus", load);
box.addEventListener("input", search);
box.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(-1);
  else if (event.key === "Enter") (found.querySelector(".on") || found.querySelector("a"))?.click();
  else if (event.key === "Escape") { found.hidden = true; box.blur(); } else return;
  event.preventDefault();
});
document.addEventListener("click", (event) => { if (!event.target.closest(".search")) found.hidden = true; });
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); box.focus(); }
});
for (const link of document.querySelectorAll("#side li a")) link.addEventListener("click", () => { if (location.hash === "#side") history.replaceState(null, "", "#"); });

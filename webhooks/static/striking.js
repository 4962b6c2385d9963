"use strict";
// Without this script ticks and numbers of letters strike what must not leave; with it, text that
// is selected does so too. It fills in the same fields, so the server knows no difference.

const form = document.getElementById("sunting");

// Letters are counted as the server counts them: whole characters, not halves of them.
function lettersOf(text) {
  return Array.from(text);
}

function struckBy(group) {
  const struck = new Array(group.letters.length).fill(Boolean(group.whole.checked));
  for (const tick of group.ticks) {
    if (tick.checked) struck.fill(true, Number(tick.dataset.start), Number(tick.dataset.end));
  }
  for (const part of group.box.value.split(/[,;]/)) {
    const span = /^\s*(\d+)(?:\s*[-–]\s*(\d+))?\s*$/.exec(part);
    if (span) struck.fill(true, Number(span[1]) - 1, Number(span[2] || span[1]));
  }
  return struck;
}

function runs(struck) {
  const found = [];
  struck.forEach((each, at) => {
    if (!each) return;
    const last = found[found.length - 1];
    if (last && last[1] === at) last[1] = at + 1;
    else found.push([at, at + 1]);
  });
  return found;
}

function show(group) {
  const struck = struckBy(group);
  const nodes = [];
  let at = 0;
  for (const [start, end] of runs(struck)) {
    nodes.push(group.letters.slice(at, start).join(""));
    const gone = document.createElement("del");
    gone.textContent = group.letters.slice(start, end).join("");
    nodes.push(gone);
    at = end;
  }
  nodes.push(group.letters.slice(at).join(""));
  group.text.replaceChildren(...nodes.filter((each) => each !== ""));
  const saved = document.getElementById("keluar");
  saved.classList.toggle("old", JSON.stringify(state()) !== began);
}

// Whole sentences become ticks, what is left over becomes numbers of letters.
function write(group, struck) {
  const rest = struck.slice();
  group.whole.checked = struck.length > 0 && struck.every(Boolean);
  for (const tick of group.ticks) {
    const [start, end] = [Number(tick.dataset.start), Number(tick.dataset.end)];
    tick.checked = !group.whole.checked && struck.slice(start, end).every(Boolean);
    if (tick.checked) rest.fill(false, start, end);
  }
  const left = group.whole.checked ? [] : runs(rest).filter(([a, b]) => group.letters.slice(a, b).join("").trim());
  group.box.value = left.map(([start, end]) => `${start + 1}-${end}`).join(", ");
  show(group);
}

// Where the selection begins and ends in the passage, in letters; null when it is elsewhere.
function selected(group) {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(group.text)) return null;
  const inside = document.createRange();
  inside.selectNodeContents(group.text);
  if (range.compareBoundaryPoints(Range.START_TO_START, inside) > 0) inside.setStart(range.startContainer, range.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, inside) < 0) inside.setEnd(range.endContainer, range.endOffset);
  const before = document.createRange();
  before.selectNodeContents(group.text);
  before.setEnd(inside.startContainer, inside.startOffset);
  const start = lettersOf(before.toString()).length;
  const end = start + lettersOf(inside.toString()).length;
  return start < end ? [start, end] : null;
}

function change(group, value) {
  const span = selected(group);
  if (!span) return;
  const struck = struckBy(group);
  // The blank after a word that was selected by a double click stays.
  const text = group.letters.slice(span[0], span[1]).join("");
  const end = span[1] - (text.length - text.trimEnd().length);
  struck.fill(value, span[0], Math.max(end, span[0]));
  write(group, struck);
  document.getSelection().removeAllRanges();
}

function walk(event, group) {
  const selection = document.getSelection();
  const way = { ArrowRight: "forward", ArrowLeft: "backward" }[event.key];
  if (event.key === "Enter") {
    event.preventDefault();
    change(group, true);
  } else if (way && !event.ctrlKey && !event.altKey && !event.metaKey) {
    event.preventDefault();
    if (!group.text.contains(selection.focusNode)) {
      selection.selectAllChildren(group.text);
      if (way === "forward") selection.collapseToStart();
      else selection.collapseToEnd();
    } else if (!event.shiftKey) {
      if (way === "forward") selection.collapseToEnd();
      else selection.collapseToStart();
    }
    selection.modify("extend", way, "word");
  }
}

function state() {
  return groups.map((each) => [each.whole.checked, each.box.value, ...each.ticks.map((tick) => tick.checked)]);
}

const groups = Array.from(form.querySelectorAll(".passage"))
  .map((root) => ({
    root,
    text: root.querySelector(".text"),
    whole: root.querySelector("[data-whole]"),
    box: root.querySelector("[data-letters]"),
    ticks: Array.from(root.querySelectorAll("[data-start]")),
  }))
  .filter((group) => group.text && group.box);
const began = JSON.stringify(state());

for (const each of document.querySelectorAll(".tools")) each.hidden = false;
for (const group of groups) {
  group.letters = lettersOf(group.text.textContent);
  group.text.tabIndex = 0;
  group.text.setAttribute("role", "group");
  group.text.setAttribute("aria-label", `${group.root.querySelector("h2").textContent}: pilih teks, Enter menyamarkan`);
  group.text.addEventListener("keydown", (event) => walk(event, group));
  group.root.addEventListener("input", () => show(group));
  for (const button of group.root.querySelectorAll("[data-do]")) {
    button.addEventListener("mousedown", (event) => event.preventDefault()); // keeps the selection
    button.addEventListener("click", () => change(group, button.dataset.do === "strike"));
  }
}

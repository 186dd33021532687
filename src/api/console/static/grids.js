// A table of cells to fill in: paste from a spreadsheet, move by keys, and see which cells were changed.
"use strict";
const tables = document.querySelectorAll("form[data-grid]");

const rowsOf = (form) => Array.from(form.querySelectorAll("table.sheet tbody tr"),
  (row) => Array.from(row.querySelectorAll("input[data-was]")));

const placeOf = (rows, input) => {
  const row = rows.findIndex((cells) => cells.includes(input));
  return [row, row < 0 ? -1 : rows[row].indexOf(input)];
};

const mark = (form) => {
  const inputs = Array.from(form.querySelectorAll("input[data-was]"));
  let changed = 0;
  for (const input of inputs) {
    const differs = input.value.trim() !== input.dataset.was;
    changed += differs ? 1 : 0;
    input.closest("td").classList.toggle("changed", differs);
  }
  const told = form.querySelector("[data-changed]");
  told.hidden = changed === 0;
  told.textContent = told.dataset.words.replace("#", String(changed));
};

const put = (input, text) => {
  input.value = text.trim();
  input.dispatchEvent(new Event("input", { bubbles: true }));
};

const paste = (form, event) => {
  const text = event.clipboardData.getData("text/plain");
  if (!event.target.matches("input[data-was]") || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const rows = rowsOf(form);
  const [row, column] = placeOf(rows, event.target);
  text.replace(/\r?\n$/, "").split(/\r?\n/).forEach((line, down) => {
    line.split("\t").forEach((cell, across) => {
      const input = (rows[row + down] || [])[column + across];
      if (input) put(input, cell);
    });
  });
};

const move = (form, event) => {
  if (!event.target.matches("input[data-was]") || event.isComposing) return;
  const back = event.key === "ArrowUp" || (event.key === "Enter" && event.shiftKey);
  if (!back && event.key !== "ArrowDown" && event.key !== "Enter") return;
  event.preventDefault();
  const rows = rowsOf(form);
  const [row, column] = placeOf(rows, event.target);
  const next = (rows[row + (back ? -1 : 1)] || [])[column];
  if (next) { next.focus(); next.select(); }
};

for (const form of tables) {
  form.addEventListener("paste", (event) => paste(form, event));
  form.addEventListener("keydown", (event) => move(form, event));
  form.addEventListener("input", () => mark(form));
  const preview = form.querySelector("#preview");
  if (preview) preview.focus();
}

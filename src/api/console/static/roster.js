// The grid in which a roster is planned: painted by mouse, touch and keyboard, kept as it is painted.
// What a roster comes to, the service says; here is only which cell has which shift.
"use strict";
const plan = document.getElementById("plan");
const MOST = 1000;
if (plan) {
  const rows = [...plan.tBodies[0].rows];
  const days = [...plan.tHead.querySelectorAll("[data-date]")].map((each) => each.dataset.date);
  const cells = rows.map((row) => [...row.querySelectorAll("td.cell")]);
  const form = document.getElementById("publish");
  const saving = document.getElementById("saving");
  const told = document.getElementById("cell-told");
  const brushes = [...document.querySelectorAll("[data-brush]")];
  const shifts = brushes.map((each) => each.dataset.brush).filter((each) => each);
  const place = new Map();
  cells.forEach((row, r) => row.forEach((cell, c) => place.set(cell, [r, c])));
  const open = (r, c) => !cells[r][c].classList.contains("shut");
  const value = (r, c) => cells[r][c].textContent;
  let [anchor, focus, brush, dragging] = [[0, 0], [0, 0], null, false];
  let [done, undone, waiting, timer, busy, stopped] = [[], [], new Map(), 0, false, false];
  let publishing = false;

  // The grid for who cannot see it: cells take the focus, and what is in the way is told.
  plan.setAttribute("role", "grid");
  plan.setAttribute("aria-multiselectable", "true");
  for (const row of cells) for (const cell of row) { cell.setAttribute("role", "gridcell"); cell.tabIndex = -1; }
  for (const each of document.querySelectorAll(".rostertools, [data-scripted]")) each.hidden = false;
  cells[0][0].tabIndex = 0;

  const between = () => {
    const [top, bottom] = [Math.min(anchor[0], focus[0]), Math.max(anchor[0], focus[0])];
    const [left, right] = [Math.min(anchor[1], focus[1]), Math.max(anchor[1], focus[1])];
    return { top, bottom, left, right };
  };
  const each = (work) => {
    const { top, bottom, left, right } = between();
    for (let r = top; r <= bottom; r++) for (let c = left; c <= right; c++) work(r, c, r - top, c - left);
  };
  const many = () => anchor[0] !== focus[0] || anchor[1] !== focus[1];
  let marked = [];
  const select = (r, c, extend) => {
    focus = [r, c];
    if (!extend) anchor = [r, c];
    for (const cell of marked) cell.removeAttribute("aria-selected");
    marked = [];
    each((y, x) => { cells[y][x].setAttribute("aria-selected", "true"); marked.push(cells[y][x]); });
    for (const cell of plan.querySelectorAll('td.cell[tabindex="0"]')) cell.tabIndex = -1;
    cells[r][c].tabIndex = 0;
    cells[r][c].focus({ preventScroll: dragging });
    const name = rows[r].dataset.name || rows[r].dataset.employee;
    told.textContent = [name, days[c], value(r, c) || plan.dataset.free, cells[r][c].title].filter((text) => text).join(", ");
  };

  // Changes are gathered, so that undo takes back what was done at once.
  const show = (r, c, shift) => {
    const cell = cells[r][c];
    cell.textContent = shift;
    cell.classList.toggle("changed", shift !== (cell.dataset.was || ""));
    waiting.set(`${r} ${c}`, [r, c]);
  };
  const change = (wanted) => {
    const batch = wanted.filter(([r, c, shift]) => open(r, c) && value(r, c) !== shift).map(([r, c, shift]) => [r, c, value(r, c), shift]);
    if (!batch.length) return;
    for (const [r, c, , shift] of batch) show(r, c, shift);
    done.push(batch);
    undone = [];
    later();
  };
  const again = (from, to, at) => {
    const batch = from.pop();
    if (!batch) return;
    for (const step of batch) show(step[0], step[1], step[at]);
    to.push(batch);
    later();
  };
  const fill = (shift) => { const found = []; each((r, c) => found.push([r, c, shift])); change(found); };

  // A rotation: letters and dashes one after the other, or words apart by spaces; 4xR is R four times.
  const steps = (text) => {
    const spread = text.trim().replace(/(\d{1,2})\s*[x×*]\s*(\S+)/gi, (_all, times, word) => ` ${`${word} `.repeat(Number(times))}`);
    const whole = shifts.find((shift) => shift.toLowerCase() === spread.trim().toLowerCase());
    const words = whole ? [whole] : /\s/.test(spread.trim()) ? spread.trim().split(/\s+/) : [...spread.trim()];
    const found = words.map((word) => (["-", "–", "休", "0"].includes(word) ? "" : shifts.find((shift) => shift.toLowerCase() === word.toLowerCase())));
    return found.length && found.every((shift) => shift !== undefined) ? found : null;
  };
  const repeat = () => {
    const rotation = steps(document.getElementById("pattern").value);
    if (!rotation) { saving.textContent = saving.dataset.wrong; return; }
    const stagger = Number(document.getElementById("stagger").value) || 0;
    const { top, bottom, left, right } = between();
    const end = left === right ? days.length - 1 : right;
    const found = [];
    for (let r = top; r <= bottom; r++) {
      for (let c = left; c <= end; c++) {
        const step = c - left - (r - top) * stagger;
        found.push([r, c, rotation[((step % rotation.length) + rotation.length) % rotation.length]]);
      }
    }
    change(found);
  };
  // The week of the selection, from Monday, to the next one, or to all that are left.
  const copyWeek = (all) => {
    const { top, bottom } = between();
    const weekday = (new Date(`${days[focus[1]]}T00:00:00Z`).getUTCDay() + 6) % 7;
    const monday = focus[1] - weekday;
    const last = all ? days.length - 1 : Math.min(days.length - 1, monday + 13);
    const found = [];
    for (let r = top; r <= bottom; r++) {
      for (let c = monday + 7; c <= last; c++) {
        const from = monday + ((c - monday) % 7);
        if (from >= 0) found.push([r, c, value(r, from)]);
      }
    }
    change(found);
  };
  let copied = null;
  const copy = () => { copied = []; each((r, c, y) => { (copied[y] = copied[y] || []).push(value(r, c)); }); };
  const paste = () => {
    if (!copied) return;
    const { top, bottom, left, right } = between();
    const [height, width] = [Math.max(copied.length, bottom - top + 1), Math.max(copied[0].length, right - left + 1)];
    const found = [];
    for (let y = 0; y < height && top + y < rows.length; y++) {
      for (let x = 0; x < width && left + x < days.length; x++) found.push([top + y, left + x, copied[y % copied.length][x % copied[0].length]]);
    }
    change(found);
  };

  const work = {
    undo: () => again(done, undone, 2),
    redo: () => again(undone, done, 3),
    clear: () => fill(""),
    week: () => copyWeek(false),
    weeks: () => copyWeek(true),
    pattern: repeat,
  };
  document.querySelector(".rostertools").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.do) { work[button.dataset.do](); return; }
    brush = brush === button.dataset.brush ? null : button.dataset.brush;
    for (const other of brushes) other.setAttribute("aria-pressed", String(other.dataset.brush === brush));
    if (brush !== null && many()) fill(brush);
  });
  document.getElementById("pattern").addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); repeat(); } });

  // By mouse a drag selects, and paints where a shift is chosen; a finger taps, and moves the table.
  plan.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest("td.cell");
    const row = event.target.closest("tbody th");
    if (row && event.button === 0) { const r = rows.indexOf(row.parentNode); if (!event.shiftKey) anchor = [r, 0]; select(r, days.length - 1, true); return; }
    if (!cell || event.button !== 0) return;
    if (event.pointerType === "mouse") { event.preventDefault(); dragging = true; }
    select(...place.get(cell), event.shiftKey);
  });
  plan.addEventListener("pointerover", (event) => {
    const cell = dragging && event.target.closest("td.cell");
    if (cell) select(...place.get(cell), true);
  });
  document.addEventListener("pointerup", () => {
    if (dragging && brush !== null) fill(brush);
    dragging = false;
  });
  plan.addEventListener("click", (event) => {
    if (event.target.closest("td.cell") && brush !== null && !many()) fill(brush);
  });

  const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  const move = ([dr, dc], extend) => select(Math.min(rows.length - 1, Math.max(0, focus[0] + dr)), Math.min(days.length - 1, Math.max(0, focus[1] + dc)), extend);
  const withControl = {
    z: (event) => (event.shiftKey ? work.redo() : work.undo()),
    y: work.redo,
    a: () => { anchor = [0, 0]; select(rows.length - 1, days.length - 1, true); },
    c: copy,
    v: paste,
  };
  plan.addEventListener("keydown", (event) => {
    if (!event.target.matches("td.cell") || event.altKey) return;
    const key = event.key;
    if (event.ctrlKey || event.metaKey) {
      const found = withControl[key.toLowerCase()];
      if (found) { event.preventDefault(); found(event); }
      return;
    }
    const shift = key.length === 1 ? shifts.find((name) => name.toLowerCase() === key.toLowerCase()) || shifts.find((name) => name[0].toLowerCase() === key.toLowerCase()) : undefined;
    if (moves[key]) move(moves[key], event.shiftKey);
    else if (key === "Home") select(focus[0], 0, event.shiftKey);
    else if (key === "End") select(focus[0], days.length - 1, event.shiftKey);
    else if (key === "Delete" || key === "Backspace") fill("");
    else if (shift || key === "-") { const one = !many(); fill(shift || ""); if (one) move([0, 1], false); }
    else return;
    event.preventDefault();
  });

  // What was painted is kept a moment later, and what it comes to is shown.
  const later = () => { if (!stopped) { clearTimeout(timer); saving.textContent = saving.dataset.saving; timer = setTimeout(keep, 400); } };
  const text = () => {
    rows.forEach((row, r) => {
      const field = document.getElementsByName(`row.${row.dataset.employee}`)[0];
      if (field) field.value = cells[r].map((cell) => (cell.classList.contains("shut") ? "." : cell.textContent || "-")).join(" ");
    });
  };
  const showOutcome = (answer) => {
    for (const field of document.getElementsByName("version")) field.value = answer.version;
    document.getElementById("changes").textContent = answer.changes;
    plan.dataset.changes = answer.changes;
    form.querySelector("button").disabled = !answer.changes;
    document.querySelector('[action="/roster/plan/removal"] button').disabled = !answer.version;
    document.getElementById("reason").required = answer.is_past;
    document.getElementById("needs").innerHTML = answer.needs;
    document.getElementById("conflicts").innerHTML = answer.conflicts;
    rows.forEach((row, r) => {
      const marks = answer.marks[row.dataset.employee] || {};
      const [rostered, due, tone] = answer.balances[row.dataset.employee] || ["", "", ""];
      const balance = row.querySelector("td.balance");
      balance.textContent = due ? `${rostered} / ${due}` : "";
      balance.className = `balance ${tone}`;
      cells[r].forEach((cell, c) => {
        const [tone_, sentence] = marks[days[c]] || ["", ""];
        cell.classList.toggle("grave", tone_ === "grave");
        cell.classList.toggle("note", tone_ === "note");
        if (sentence) cell.title = sentence;
        else cell.removeAttribute("title");
      });
    });
    const refused = answer.refused.map(([employee, day, sentence]) => `${employee} ${day} ${saving.dataset.unknown}: ${sentence}`);
    saving.textContent = refused.length ? refused.join("; ") : saving.dataset.saved;
    text();
  };
  const keep = async () => {
    if (busy || stopped || !waiting.size) return;
    busy = true;
    const sent = new Map([...waiting].slice(0, MOST));
    for (const key of sent.keys()) waiting.delete(key);
    const body = new URLSearchParams(new FormData(form));
    body.delete("reason");
    body.delete("key");
    body.set("cells", JSON.stringify([...sent.values()].map(([r, c]) => ({ employee: rows[r].dataset.employee, date: days[c], shift: value(r, c) || null }))));
    try {
      const response = await fetch(plan.dataset.save, { method: "POST", body, headers: { "hx-request": "true" } });
      if (response.status === 412) { stopped = true; saving.textContent = saving.dataset.moved; return; }
      if (response.status !== 200) throw new Error(String(response.status));
      showOutcome(await response.json());
    } catch (_error) {
      for (const [key, at] of sent) if (!waiting.has(key)) waiting.set(key, at);
      saving.textContent = saving.dataset.lost;
      timer = setTimeout(keep, 5000);
      return;
    } finally {
      busy = false;
    }
    if (waiting.size) keep();
    else if (publishing) { publishing = false; form.requestSubmit(); }
  };
  // Nothing is published before it is kept, and nobody leaves with what is not.
  form.addEventListener("submit", (event) => { if (waiting.size || busy) { event.preventDefault(); publishing = true; keep(); } });
  window.addEventListener("beforeunload", (event) => { if (!stopped && (waiting.size || busy)) event.preventDefault(); });
}

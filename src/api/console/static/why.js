// A figure says why in place: below its row, its card or its day. The same link closes it again, and so does Escape.
// Without this script the link leads to the page that says the same.
"use strict";
let asked = null;

const closeWhy = () => {
  const place = document.getElementById("why");
  if (place) place.closest("[data-why-place]").remove();
  if (asked) asked.setAttribute("aria-expanded", "false");
  asked = null;
};

// What is put below a row of a table is a row; below a card or a day it is one more of them, as wide as all.
const placeFor = (link) => {
  const row = link.closest("tr");
  const item = row || link.closest(".cards > div, .calendar > li") || link.closest("h2, h3, p, dd, li") || link;
  const whole = document.createElement(row ? "tr" : item.localName === "li" ? "li" : "div");
  whole.dataset.whyPlace = "";
  const cell = row ? document.createElement("td") : document.createElement("div");
  if (row) cell.colSpan = row.cells.length;
  const place = document.createElement("div");
  place.id = "why";
  place.tabIndex = -1;
  place.setAttribute("aria-live", "polite");
  cell.append(place);
  whole.append(cell);
  item.after(whole);
  return place;
};

document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("a.why");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  const again = link === asked;
  closeWhy();
  if (again) return;
  asked = link;
  link.setAttribute("aria-expanded", "true");
  htmx.ajax("GET", link.href, { target: placeFor(link), swap: "innerHTML" });
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !asked) return;
  const link = asked;
  closeWhy();
  link.focus();
});

// On a narrow screen the menu begins closed; a part that was put into the page is told to who cannot see it come.
"use strict";
const menu = document.querySelector("details.menu");
const narrow = window.matchMedia("(max-width: 60rem)");
const fit = () => { if (menu) menu.open = !narrow.matches; };
fit();
narrow.addEventListener("change", fit);

// A refusal is an answer too: it is shown where the answer would have been.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status >= 400) { event.detail.shouldSwap = true; event.detail.isError = false; }
});

// What has just been put into a live region takes the focus, for who uses a keyboard or a screen reader.
document.addEventListener("htmx:afterSwap", (event) => {
  const target = event.detail.target;
  if (target && target.hasAttribute("tabindex")) target.focus({ preventScroll: false });
});

// A file that is dropped is chosen, as if by the input; what is chosen is named.
const within = (event) => event.target.closest ? event.target.closest("[data-drop]") : null;
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    const place = within(event);
    if (place) { event.preventDefault(); place.classList.add("over"); }
  });
}
document.addEventListener("dragleave", (event) => {
  const place = within(event);
  if (place && !place.contains(event.relatedTarget)) place.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  const place = within(event);
  if (!place) return;
  event.preventDefault();
  place.classList.remove("over");
  const input = place.querySelector("input[type=file]");
  if (!event.dataTransfer.files.length) return;
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
document.addEventListener("change", (event) => {
  const place = within(event);
  const told = place && place.querySelector("[data-chosen]");
  if (told) told.textContent = Array.from(event.target.files, (file) => file.name).join(", ");
});

// While a file is sent, how much of it has been.
document.addEventListener("htmx:xhr:progress", (event) => {
  const form = event.target.closest("[data-sending]");
  const bar = form && form.querySelector("[data-sent]");
  if (!bar || !event.detail.lengthComputable) return;
  bar.hidden = false;
  bar.value = 100 * event.detail.loaded / event.detail.total;
});

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

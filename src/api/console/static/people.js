// A field that takes people offers those whose name or number fits what is typed; without this script it is typed whole.
"use strict";
(() => {
  const WAIT = 150;
  const last = (input) => ("several" in input.dataset ? input.value.split(/[,;\uff0c\uff1b\u3001\n]/).pop() : input.value).trim();

  const begin = (input, place) => {
    const list = document.createElement("div");
    list.id = `people-${place}`;
    list.className = "people-list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.labels.length ? input.labels[0].textContent.trim() : input.name);
    list.hidden = true;
    input.parentElement.append(list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) {
      input.setAttribute(name, value);
    }
    let timer = 0;
    let asked = 0;
    let at = -1;

    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (next) => {
      const options = Array.from(list.children);
      if (!options.length) return;
      at = (next + options.length) % options.length;
      options.forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
      input.setAttribute("aria-activedescendant", options[at].id);
      options[at].scrollIntoView({ block: "nearest" });
    };
    const choose = (option) => {
      const typed = last(input);
      const before = "several" in input.dataset ? input.value.slice(0, input.value.length - typed.length) : "";
      input.value = before + option.dataset.value + ("several" in input.dataset ? ", " : "");
      close();
      input.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const show = async () => {
      const text = last(input);
      const turn = ++asked;
      if (!text) return close();
      const answer = await fetch(`${input.dataset.people}&q=${encodeURIComponent(text)}`, { headers: { "HX-Request": "true" } });
      if (!answer.ok || turn !== asked || document.activeElement !== input) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      list.replaceChildren(...page.querySelectorAll("[role=option]"));
      Array.from(list.children).forEach((option, number) => { option.id = `${list.id}-${number}`; option.setAttribute("aria-selected", "false"); });
      list.hidden = !list.children.length;
      at = -1;
      input.setAttribute("aria-expanded", String(!list.hidden));
    };

    input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(show, WAIT); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); mark(at + (event.key === "ArrowDown" ? 1 : -1)); }
      else if (event.key === "Enter" && at >= 0) { event.preventDefault(); choose(list.children[at]); }
      else if (event.key === "Escape") { event.preventDefault(); close(); }
    });
    // The field keeps the focus while somebody is chosen by pointer.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) choose(option);
    });
  };

  document.querySelectorAll("input[data-people]").forEach(begin);
})();

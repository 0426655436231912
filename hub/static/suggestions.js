// Suggestions under the search box while somebody types: a combobox with a list, by ARIA 1.2.
//
// The focus stays in the box. Up and down choose, Enter goes to what is chosen or else searches, Escape closes.
// Nothing is stored. Where the script does not run, the box is a plain search box.

const WAIT = 150; // milliseconds after the last key before the hub is asked
const SHORTEST = 2;

function element(name, role, classes, text = "") {
  const made = document.createElement(name);
  if (role) made.setAttribute("role", role);
  made.className = classes;
  made.textContent = text;
  return made;
}

class Suggestions {
  constructor(box) {
    this.box = box;
    this.options = [];
    this.chosen = -1;
    this.list = element("div", "listbox", "hub-suggestions");
    this.list.id = `${box.id}-suggestions`;
    this.list.setAttribute("aria-label", "Suggestions");
    this.list.hidden = true;
    this.count = element("div", "status", "govuk-visually-hidden");
    box.after(this.list, this.count);
    this.prepare();
  }

  prepare() {
    const { box } = this;
    const attributes = {
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id,
    };
    box.type = "text"; // a box of type "search" cannot be a combobox
    for (const [name, value] of Object.entries(attributes)) box.setAttribute(name, value);
    box.addEventListener("input", () => this.wait());
    box.addEventListener("keydown", (event) => this.press(event));
    box.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")));
  }

  wait() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    const text = this.box.value.trim();
    if (text.length < SHORTEST) return this.close();
    this.asking = new AbortController();
    try {
      const address = new URL(this.box.dataset.hubSuggest, window.location);
      address.searchParams.set("q", text);
      const answer = await fetch(address, { signal: this.asking.signal, credentials: "omit" });
      if (answer.ok) this.show((await answer.json()).groups);
    } catch (fault) {
      if (fault.name !== "AbortError") this.close(); // no suggestions, then: the search itself still works
    }
  }

  show(groups) {
    this.options = [];
    this.list.replaceChildren(...groups.map((group, number) => this.group(group, number)));
    if (!this.options.length || document.activeElement !== this.box) return this.close();
    this.choose(-1);
    this.list.hidden = false;
    this.box.setAttribute("aria-expanded", "true");
    const many = this.options.length === 1 ? "1 suggestion" : `${this.options.length} suggestions`;
    this.count.textContent = `${many}. Use the up and down arrows to choose.`;
  }

  group({ title, options }, number) {
    const group = element("div", "group", "hub-suggestions__group");
    const heading = element("div", "presentation", "hub-suggestions__title", title);
    heading.id = `${this.list.id}-group-${number}`;
    group.setAttribute("aria-labelledby", heading.id);
    group.append(heading, ...options.map((option) => this.option(option)));
    return group;
  }

  option({ text, note, address }) {
    const option = element("div", "option", "hub-suggestions__option");
    option.id = `${this.list.id}-${this.options.length}`;
    option.dataset.address = address;
    option.setAttribute("aria-selected", "false");
    option.append(element("span", "", "hub-suggestions__text", text));
    if (note) option.append(" ", element("span", "", "hub-suggestions__note", note));
    this.options.push(option);
    return option;
  }

  press(event) {
    if (event.isComposing) return;
    const keys = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in keys) this.move(event, keys[event.key]);
    else if (event.key === "Escape" && !this.list.hidden) { event.preventDefault(); this.close(); }
    else if (event.key === "Enter" && this.chosen >= 0) { event.preventDefault(); this.go(this.options[this.chosen]); }
  }

  // Past the last one comes the box itself, with nothing chosen, and then the first again.
  move(event, step) {
    if (this.list.hidden) return this.options.length || this.wait();
    event.preventDefault();
    const places = this.options.length + 1;
    this.choose(((this.chosen + 1 + step + places) % places) - 1);
  }

  choose(number) {
    this.options[this.chosen]?.setAttribute("aria-selected", "false");
    this.chosen = number;
    const option = this.options[number];
    if (!option) return this.box.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", option.id);
  }

  go(option) {
    if (option) window.location.assign(option.dataset.address);
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.choose(-1);
    this.options = [];
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    this.count.textContent = "";
  }
}

for (const box of document.querySelectorAll("[data-hub-suggest]")) new Suggestions(box);

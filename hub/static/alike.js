// While somebody types what a framework is called: those of the catalogue that may be the same, below the form.
//
// The list comes as the server writes it for the page itself. Where the script does not run, saving the step shows it.

const WAIT = 500; // milliseconds after the last key before the hub is asked
const ASKED = ["title", "owner", "reference"];

class Alike {
  constructor(form) {
    this.form = form;
    this.place = document.getElementById("alike");
    form.addEventListener("input", (event) => { if (ASKED.includes(event.target.name)) this.wait(); });
  }

  wait() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.asking = new AbortController();
    const typed = new URLSearchParams(ASKED.map((name) => [name, this.form.elements[name].value]));
    try {
      const answer = await fetch(`${this.form.dataset.hubAlike}?${typed}`, { signal: this.asking.signal });
      if (answer.ok) this.show(await answer.text());
    } catch {
      // nothing is shown, then: saving the step looks again
    }
  }

  show(text) {
    const found = new DOMParser().parseFromString(text, "text/html").body;
    if (found.textContent.trim() === this.place.textContent.trim()) return; // nothing new to be read out
    this.place.replaceChildren(...found.childNodes);
  }
}

for (const form of document.querySelectorAll("[data-hub-alike]")) new Alike(form);

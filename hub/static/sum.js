// While somebody types what was saved: the worked sum, as the server reckons it.
//
// Nothing is reckoned here. Where the script does not run, the button “Work it out” shows the same.

const WAIT = 600; // milliseconds after the last key before the hub is asked

class Sum {
  constructor(form) {
    this.form = form;
    this.place = document.getElementById("sum-shown");
    form.addEventListener("input", () => this.wait());
    form.addEventListener("change", () => this.wait());
  }

  wait() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.asking = new AbortController();
    const typed = new URLSearchParams(new FormData(this.form));
    typed.set("only", "sum");
    try {
      const answer = await fetch(this.form.dataset.hubSum, { method: "POST", body: typed, signal: this.asking.signal });
      if (answer.ok) this.show(await answer.text());
    } catch {
      // the sum stays as it was: the button asks again
    }
  }

  show(text) {
    const found = new DOMParser().parseFromString(text, "text/html").body;
    if (found.textContent.trim() === this.place.textContent.trim()) return; // nothing new to be read out
    this.place.replaceChildren(...found.childNodes);
  }
}

for (const form of document.querySelectorAll("[data-hub-sum]")) new Sum(form);

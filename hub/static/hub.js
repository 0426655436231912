// Turns on the parts of the pages that need JavaScript. Every page works without.
//
// The classes are set here and not by an inline script: the pages allow none. Where a browser does not know
// modules, or the import fails, they are never set and the page stays as it came.

import { initAll } from "./vendor/govuk-frontend.min.js";
import "./suggestions.js";
import "./alike.js";
import "./sum.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// An address is what people share: leave out of it what says nothing.
document.addEventListener("formdata", ({ formData }) => {
  for (const [name, value] of [...formData]) {
    if (value === "") formData.delete(name);
  }
});

// On a narrow screen the filters would push the results out of sight: fold them away, and out again on a wide one.
const filters = document.querySelector("[data-hub-filters]");

if (filters) {
  const wide = window.matchMedia("(min-width: 40.0625em)");
  const fold = () => { filters.open = wide.matches; };
  fold();
  wide.addEventListener("change", fold);
}

/** htmx in this frame: the present CSRF token, the ended session, and behaviours for what was put in. */

import { csrfToken } from "./http.js";

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrfToken();
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const status = event.detail.xhr.status;
  if (status === 401) document.dispatchEvent(new CustomEvent("session-ended"));
  // A refusal comes with the part of the page that says why.
  if (status === 409 || status === 422) event.detail.shouldSwap = true;
});

document.addEventListener("htmx:load", (event) => {
  event.detail.elt.parentElement?.dispatchEvent(new CustomEvent("content-changed", { bubbles: true }));
});

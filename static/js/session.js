/** When the session has ended: say so without leaving the page, and send forms with the present token. */

import { csrfToken } from "./http.js";

const dialog = document.getElementById("session-ended");

document.addEventListener("session-ended", () => {
  if (dialog && !dialog.open) dialog.showModal();
});

document.addEventListener("submit", (event) => {
  const field = event.target.querySelector?.("input[name=csrfmiddlewaretoken]");
  const token = csrfToken();
  if (field && token) field.value = token;
}, { capture: true });

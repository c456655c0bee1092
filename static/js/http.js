/** Talk to the server: JSON in and out, the present CSRF token, and one answer to an ended session. */

/** The token as it is now: signing in again in another tab changes it. */
export function csrfToken() {
  const match = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return match ? decodeURIComponent(match[1]) : "";
}

/** What the server refused: `status`, and its words in `message`; `data` is the whole answer. */
export class Refused extends Error {
  constructor(status, data, wait = null) {
    super(data.error || "");
    this.status = status;
    this.data = data;
    // Seconds after which the server wants to be asked again; null when it did not say.
    this.wait = wait;
  }

  /** The server (or what stands before it) is too busy or away: the same may well pass later. */
  get passing() {
    return [429, 502, 503, 504].includes(this.status);
  }
}

/** Seconds of a `Retry-After` header, which may also be a moment; null without one. */
function seconds(header) {
  if (!header) return null;
  const number = Number(header);
  if (Number.isFinite(number)) return Math.max(0, number);
  const moment = Date.parse(header);
  return Number.isNaN(moment) ? null : Math.max(0, (moment - Date.now()) / 1000);
}

/** The session is gone: nothing was changed, what was typed stays. The frame says so in a dialog. */
export class SessionEnded extends Refused {}

/** Send JSON (or a form) and read JSON. Throws `SessionEnded`, `Refused`, or TypeError when offline. */
export async function send(url, { method = "POST", body = null } = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": csrfToken() };
  const form = body instanceof FormData || body instanceof URLSearchParams;
  if (body !== null && !form) headers["Content-Type"] = "application/json";
  const payload = body === null || form ? body : JSON.stringify(body);
  const response = await fetch(url, { method, headers, body: payload, credentials: "same-origin" });
  const data = await response.json().catch(() => ({}));
  if (response.status === 401) {
    document.dispatchEvent(new CustomEvent("session-ended", { detail: data }));
    throw new SessionEnded(401, data);
  }
  if (!response.ok) throw new Refused(response.status, data, seconds(response.headers.get("Retry-After")));
  return data;
}

/** Talks to the service, by the routes that every program uses. */

import { say } from "./wording.js";

/** What the service refused or could not do, in its own words. */
export class ServiceError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Read something; parameters that are null are left out. */
export const get = (path, parameters = {}) => exchange("GET", withParameters(path, parameters));

/** Send JSON. */
export const post = (path, body) => exchange("POST", path, body);

/** Remove something. */
export const remove = (path, parameters = {}) =>
  exchange("DELETE", withParameters(path, parameters));

/** An address below the page's root. */
export function withParameters(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value != null && value !== "");
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
}

/** Where the service keeps a document. */
export const documentPath = (id) => `v1/documents/${encodeURIComponent(id)}`;

/** Where the page shows a document, with a place in it marked if one is given. */
export const documentAddress = (id, collection, place = {}) =>
  withParameters(`documents/${encodeURIComponent(id)}`, { collection, ...place });

async function exchange(method, path, body) {
  const response = await request(method, path, body);
  if (!response.ok) throw refusal(response.status, await response.text());
  return response.json();
}

async function request(method, path, body, signal) {
  const headers = body === undefined ? {} : { "Content-Type": "application/json" };
  try {
    return await fetch(path, { method, headers, body: JSON.stringify(body), signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ServiceError(0, "network", say("error.network"));
  }
}

function refusal(status, text) {
  try {
    const { error } = JSON.parse(text);
    return new ServiceError(status, error.code ?? error.type, error.message);
  } catch {
    return new ServiceError(status, "unreadable", say("error.unreadable", { status }));
  }
}

/** Send a form with files. `onProgress` is told the share that has been sent. */
export function upload(path, form, onProgress) {
  return new Promise((resolve, reject) => {
    // Of the browser's two ways to send, only the older one tells how far it is.
    const sending = new XMLHttpRequest();
    sending.open("POST", path);
    sending.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    sending.addEventListener("error", () =>
      reject(new ServiceError(0, "network", say("error.network"))),
    );
    sending.addEventListener("load", () => {
      const body = parsed(sending.responseText);
      if (body && !body.error) resolve(body);
      else reject(refusal(sending.status, sending.responseText));
    });
    sending.send(form);
  });
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Send JSON and read the server-sent events that come back, each one's data as an object. */
export async function* stream(path, body, signal) {
  const response = await request("POST", path, body, signal);
  if (!response.ok) throw refusal(response.status, await response.text());
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  try {
    for (;;) {
      const { value, done } = await read(reader);
      if (done) return;
      const events = (waiting + value).split("\n\n");
      waiting = events.pop();
      for (const event of events) {
        if (event === "data: [DONE]") return;
        if (event.startsWith("data: ")) yield JSON.parse(event.slice("data: ".length));
      }
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}

async function read(reader) {
  try {
    return await reader.read();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ServiceError(0, "network", say("error.network"));
  }
}

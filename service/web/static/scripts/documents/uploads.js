/** Takes files by drop or by choice and shows what becomes of each. */

import { upload } from "../api.js";
import { element, refill } from "../dom.js";
import { icon } from "../icons.js";
import { collection } from "../settings.js";
import { say } from "../wording.js";

const TRIPLES = ".csv,.tsv,.jsonl,.ttl,.nt,.gz";

/** The place to drop documents; `changed` is called after each file that was stored. */
export function documentUploads(changed) {
  return dropZone({
    label: say("upload.documents"),
    hint: say("upload.documentsHint"),
    send: (file, progress) => upload("v1/documents", form(file), progress),
    outcome: documentOutcome,
    changed,
  });
}

/** The same for files of triples. */
export function tripleUploads(changed) {
  return dropZone({
    label: say("upload.triples"),
    hint: say("upload.triplesHint"),
    accept: TRIPLES,
    send: (file, progress) => upload("v1/triples/file", form(file), progress),
    outcome: ({ added, unchanged }) => ({ ok: true, text: say("upload.triplesDone", { added, unchanged }) }),
    changed,
  });
}

function form(file) {
  const data = new FormData();
  data.append("collection", collection());
  data.append("file", file, file.name);
  return data;
}

function documentOutcome({ results }) {
  const failed = results.filter(({ status }) => status === "failed");
  if (failed.length) return { ok: false, text: failed.map(({ message }) => message).join(" ") };
  const stored = results.filter(({ status }) => status !== "removed");
  if (stored.length > 1) return { ok: true, text: say("upload.several", { n: stored.length }) };
  const [{ status, chunks }] = stored;
  return { ok: true, text: say(`upload.${status}`, { n: chunks }) };
}

function dropZone({ label, hint, accept = null, send, outcome, changed }) {
  const rows = element("ul", { class: "uploads", "aria-live": "polite" });
  const choose = element("input", {
    type: "file", multiple: true, accept, class: "unseen",
    on: {
      change: () => {
        take(choose.files);
        choose.value = ""; // so that the same file can be chosen again
      },
    },
  });
  // One after the other: the service stores one at a time anyway, and says so when too many wait.
  let last = Promise.resolve();
  const take = (files) => {
    for (const file of files) {
      const row = uploadRow(file.name);
      rows.prepend(row.node);
      last = last.then(() => sent(file, row, send, outcome)).then((stored) => stored && changed());
    }
  };
  const zone = element("label", {
    class: "drop",
    on: {
      dragover: (event) => {
        event.preventDefault();
        zone.classList.add("over");
      },
      dragleave: () => zone.classList.remove("over"),
      drop: (event) => {
        event.preventDefault();
        zone.classList.remove("over");
        take(event.dataTransfer.files);
      },
    },
  }, icon("upload"), choose, element("span", { class: "drop-label" }, label), element("span", { class: "hint" }, hint));
  return element("div", {}, zone, rows);
}

async function sent(file, row, send, outcome) {
  row.begin();
  try {
    const { ok, text } = outcome(await send(file, row.progress));
    row.end(ok, text);
    return ok;
  } catch (error) {
    row.end(false, error.message);
    return false;
  }
}

function uploadRow(name) {
  const state = element("span", { class: "upload-state" }, say("upload.waiting"));
  const bar = element("progress", { max: "1", value: "0", "aria-label": say("upload.progress", { name }) });
  const node = element("li", {}, element("span", { class: "upload-name" }, name), bar, state);
  return {
    node,
    begin: () => refill(state, say("upload.sending")),
    progress: (share) => {
      bar.value = share;
      if (share === 1) {
        bar.removeAttribute("value"); // how long reading takes is not known
        refill(state, say("upload.reading"));
      }
    },
    end: (ok, text) => {
      bar.remove();
      node.classList.add(ok ? "stored" : "failed");
      refill(state, text);
    },
  };
}

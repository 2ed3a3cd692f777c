/** What a citation or a piece of evidence is called, and the triples that it is made of. */

import { shortened } from "../offsets.js";

const NAME = 80;

/** A short name: its document's, or what it says. */
export const nameOf = (item) => shortened(item.title || item.document_id || item.text, NAME);

/** Whether it comes from the graph rather than from a text. */
export const isGraph = (item) => item.kind !== "passage";

/**
 * The triples of a triple or a path, in order: `{subject, predicate, object}` each.
 *
 * They are in `hops` where the service gives them, else in the text as it is verbalised:
 * `Paris — capital of — France`, the triples of a path joined by arrows.
 */
export function hopsOf(item) {
  if (!isGraph(item)) return [];
  if (item.hops?.length) return item.hops;
  return item.text
    .split(/\s*(?:→|\n)\s*/)
    .map((line) => line.split(" — "))
    .filter((parts) => parts.length === 3)
    .map(([subject, predicate, object]) => ({ subject, predicate, object }));
}

/** The place of a citation as parameters of the page that shows its document. */
export function placeOf(item) {
  if (item.start != null && item.end != null) return { start: item.start, end: item.end };
  return item.chunk_id == null ? {} : { chunk: item.chunk_id };
}

/** Start and end of the cited place: the passage's own, or those of the chunk of a triple. */
export function placeWithin(document, { start, end, chunk_id: chunk }) {
  if (start != null && end != null) return { start, end };
  return document.chunks.find(({ id }) => id === chunk) ?? null;
}

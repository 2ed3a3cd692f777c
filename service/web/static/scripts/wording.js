/** Every word of the interface, from the one table `wording.json`. */

import { language } from "./settings.js";

let table = {};

/** Read the table; has to be done before anything is said. */
export async function loadWording() {
  table = await (await fetch("assets/wording.json")).json();
}

/**
 * A phrase in the language of the interface.
 *
 * `{name}` in it is replaced by `values.name`; of phrases with plural forms, `values.n` chooses.
 */
export function say(key, values = {}) {
  let phrase = table[key][language()];
  if (typeof phrase !== "string") {
    phrase = phrase[new Intl.PluralRules(language()).select(values.n)] ?? phrase.other;
  }
  return phrase.replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/** A number as people write it. */
export const number = (value) => new Intl.NumberFormat(language()).format(value);

/** A share between 0 and 1 in percent. */
export const percent = (share, digits = 0) =>
  new Intl.NumberFormat(language(), { style: "percent", maximumFractionDigits: digits }).format(share);

/** A moment, from its ISO form. */
export const moment = (text) =>
  new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(text),
  );

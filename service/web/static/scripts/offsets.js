/** The service counts characters (Unicode code points), JavaScript counts UTF-16 units. */

/** Where in a string the character number `characters` begins. */
export function unitOffset(text, characters) {
  let units = 0;
  for (let passed = 0; passed < characters && units < text.length; passed++) {
    units += text.codePointAt(units) > 0xffff ? 2 : 1;
  }
  return units;
}

/** The part of a string between two character offsets. */
export function between(text, start, end) {
  const from = unitOffset(text, start);
  return text.slice(from, from + unitOffset(text.slice(from), end - start));
}

/** A text as one line of at most `limit` characters. */
export function shortened(text, limit) {
  const characters = Array.from(text.replaceAll(/\s+/g, " ").trim());
  return characters.length <= limit ? characters.join("") : `${characters.slice(0, limit - 1).join("")}…`;
}

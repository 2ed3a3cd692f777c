/** What this browser keeps between visits; nothing of it leaves the browser. */

/** The value that was kept under a name, or `otherwise` (also where storage is forbidden). */
export function recall(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(`footing.${name}`)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Keep a value; answers whether there was room and permission. */
export function keep(name, value) {
  try {
    localStorage.setItem(`footing.${name}`, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Shows the view that belongs to the address, without loading the page anew. */

const root = () => new URL(document.baseURI).pathname;

let routes = [];
let show = () => {};

/**
 * Begin to follow addresses.
 *
 * Each route is a pattern of the path below the page's root and a view; `shown` gets the view, the
 * pattern's groups and the address's parameters.
 */
export function follow(views, shown) {
  routes = views;
  show = shown;
  addEventListener("popstate", () => display());
  document.addEventListener("click", followed);
  display();
}

/** Go to an address below the page's root. */
export function go(address) {
  history.pushState(null, "", new URL(address, document.baseURI));
  display();
}

/** Show what belongs to the address again. */
export function display() {
  const [view, groups] = matching(location.pathname) ?? [routes[0][1], []];
  show(view, groups, new URLSearchParams(location.search));
}

function matching(path) {
  const below = path.startsWith(root()) ? path.slice(root().length) : null;
  if (below === null) return null;
  for (const [pattern, view] of routes) {
    const found = pattern.exec(below);
    if (found) return [view, found.slice(1).map(decoded)];
  }
  return null;
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not encoded at all
  }
}

function followed(event) {
  const link = event.target.closest?.("a[href]");
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || event.defaultPrevented || link.getAttribute("target")) return;
  const address = new URL(link.getAttribute("href"), document.baseURI);
  if (address.hash || address.origin !== location.origin || !matching(address.pathname)) return;
  event.preventDefault();
  go(address);
}

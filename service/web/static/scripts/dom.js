/** Makes elements. Text only ever becomes text: nothing that a document says can become markup. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with attributes and children.
 *
 * `on` holds listeners, `dataset` data attributes; attributes that are `false`, `null` or
 * `undefined` are left out, `true` ones are empty. Children are nodes, texts, arrays of these, or
 * nothing.
 */
export function element(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same in SVG. */
export function drawn(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(node, { on = {}, dataset = {}, ...attributes }, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  Object.assign(node.dataset, dataset);
  for (const [event, listener] of Object.entries(on)) node.addEventListener(event, listener);
  node.append(...present(children));
  return node;
}

/** Put new children in place of a node's own. */
export function refill(node, ...children) {
  node.replaceChildren(...present(children));
  return node;
}

const present = (children) => children.flat(Infinity).filter((child) => child != null && child !== false);

let made = 0;

/** An id that nothing else on the page has. */
export const freshId = (prefix) => `${prefix}-${++made}`;

/** A control with its label above it. */
export function labelled(text, control, hint = null) {
  control.id ||= freshId("field");
  const note = hint && element("p", { class: "hint", id: `${control.id}-hint` }, hint);
  if (note) control.setAttribute("aria-describedby", note.id);
  return element("div", { class: "field" }, element("label", { for: control.id }, text), control, note);
}

// Elements made in code. Text is never read as markup, whatever a camera is called.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An HTML element.
 * @param {string} name its tag
 * @param {Object<string, *>} [attributes] those that are null, undefined or false are left out, true is an empty one
 * @param {...(Node|string)} content
 */
export function element(name, attributes = {}, ...content) {
  return filled(document.createElement(name), attributes, content);
}

/** An SVG element, in the same way. */
export function svg(name, attributes = {}, ...content) {
  return filled(document.createElementNS(SVG, name), attributes, content);
}

function filled(made, attributes, content) {
  for (const [name, value] of Object.entries(attributes)) {
    setAttribute(made, name, value);
  }
  made.append(...content);
  return made;
}

/** Sets an attribute where it differs, so that nothing is painted or spoken again without need. */
export function setAttribute(target, name, value) {
  if (value === null || value === undefined || value === false) {
    target.removeAttribute(name);
    return;
  }
  const text = value === true ? '' : String(value);
  if (target.getAttribute(name) !== text) {
    target.setAttribute(name, text);
  }
}

/** Sets the text where it differs. */
export function setText(target, text) {
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

/** A moment as people read it, and as programs do. */
export function moment(instant, shown) {
  return element('time', { datetime: instant, title: instant }, shown);
}

export function byId(id) {
  return document.getElementById(id);
}

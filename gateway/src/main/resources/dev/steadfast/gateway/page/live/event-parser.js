/**
 * Takes apart a stream of server-sent events, as the HTML standard defines it. Text may arrive in pieces of any size.
 */
export class EventParser {
  #rest = '';
  #event = '';
  #data = [];
  #id = '';
  #lastId = '';

  /** The id of the last event, or what the server said since is to be taken for it; empty before that. */
  get lastId() {
    return this.#lastId;
  }

  /**
   * The events that are complete with this piece.
   * @returns {Array<{event: string, data: string}>}
   */
  take(piece) {
    const text = this.#rest + piece;
    const complete = [];
    let from = 0;
    for (let end = lineEnd(text, from); end >= 0; end = lineEnd(text, from)) {
      this.#line(text.slice(from, end), complete);
      from = text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
    }
    this.#rest = text.slice(from);
    return complete;
  }

  #line(line, complete) {
    if (line === '') {
      this.#lastId = this.#id;
      if (this.#data.length > 0) {
        complete.push({ event: this.#event || 'message', data: this.#data.join('\n') });
      }
      this.#event = '';
      this.#data = [];
      return;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'event') {
      this.#event = value;
    } else if (name === 'data') {
      this.#data.push(value);
    } else if (name === 'id') {
      this.#id = value;
    } // comments have an empty name; the server's wish for a retry time is not heard
  }
}

/** Where the next line ends; -1 if that is not known yet, as after a carriage return at the very end. */
function lineEnd(text, from) {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\n' || (text[at] === '\r' && at + 1 < text.length)) {
      return at;
    }
  }
  return -1;
}

import { EventParser } from './event-parser.js';

const FIRST_PAUSE_MILLIS = 500;
const LONGEST_PAUSE_MILLIS = 30_000;
const SILENT_AFTER_MILLIS = 35_000; // two heartbeats of the gateway's default, and some
const WATCH_EVERY_MILLIS = 1000;

/**
 * The live stream, for as long as the page is open: read with `fetch`, because an EventSource cannot send credentials in a header. After a
 * break, or when not even a heartbeat comes, it connects again, later and later, and says which event it had last.
 *
 * States: `connecting`, `live`, `broken` (tries again by itself), `refused` (waits for {@link LiveStream#connect}).
 */
export class LiveStream {
  #api;
  #query;
  #listener;
  #state = 'connecting';
  #lastId = '';
  #lastHeard = null;
  #pause = FIRST_PAUSE_MILLIS;
  #attempt = null;
  #attemptedAt = 0;
  #again = 0;

  /** @param {{event: function({event: string, data: string}), state: function(string, ?Problem), opened: function()}} listener */
  constructor(api, query, listener) {
    this.#api = api;
    this.#query = query;
    this.#listener = listener;
    setInterval(() => this.#watch(), WATCH_EVERY_MILLIS);
    addEventListener('online', () => this.#state === 'broken' && this.connect());
  }

  /** Since when nothing came, in milliseconds; heartbeats are something. Null if nothing ever came. */
  get silentFor() {
    return this.#lastHeard === null ? null : Date.now() - this.#lastHeard;
  }

  /** Whether what was shown last cannot be taken as the present. */
  get isStale() {
    return this.#state === 'broken' || this.#state === 'refused' || this.#isSilent;
  }

  /** Connects now, whatever there was before. */
  connect() {
    clearTimeout(this.#again);
    this.#attempt?.abort();
    this.#attempt = new AbortController();
    this.#attemptedAt = Date.now();
    this.#read(this.#attempt);
  }

  async #read(attempt) {
    try {
      const headers = this.#lastId === '' ? {} : { 'Last-Event-ID': this.#lastId };
      const response = await this.#api.stream(this.#query, headers, attempt.signal);
      this.#opened();
      await this.#drain(response.body.pipeThrough(new TextDecoderStream()).getReader());
      this.#broke(attempt, null);
    } catch (failure) {
      this.#broke(attempt, failure);
    }
  }

  #opened() {
    this.#lastHeard = Date.now();
    this.#become('live');
    this.#listener.opened();
  }

  async #drain(reader) {
    const parser = new EventParser();
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      this.#lastHeard = Date.now();
      this.#pause = FIRST_PAUSE_MILLIS;
      parser.take(piece.value).forEach((event) => this.#tell(event));
      this.#lastId = parser.lastId || this.#lastId; // heartbeats may have one too
    }
  }

  /** An event that the page cannot take is no reason to ask for it again and again. */
  #tell(event) {
    try {
      this.#listener.event(event);
    } catch (failure) {
      reportError(failure);
    }
  }

  #broke(attempt, failure) {
    if (attempt !== this.#attempt) {
      return; // another attempt took its place
    }
    if (failure?.isRefusal) {
      this.#become('refused', failure);
      return;
    }
    this.#become('broken', failure);
    const pause = Math.max(this.#pause * (0.75 + Math.random() / 2), failure?.status > 0 ? failure.retryAfterMillis : 0);
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MILLIS);
    this.#again = setTimeout(() => this.connect(), pause);
  }

  /** A connection on which nothing comes may be gone without either side having been told; so may one that is being opened. */
  #watch() {
    if (this.#state !== 'refused' && this.#isSilent) {
      this.#attempt?.abort();
    }
  }

  get #isSilent() {
    return Date.now() - Math.max(this.#lastHeard ?? 0, this.#attemptedAt) > SILENT_AFTER_MILLIS;
  }

  #become(state, problem = null) {
    this.#state = state;
    this.#listener.state(state, problem);
  }
}

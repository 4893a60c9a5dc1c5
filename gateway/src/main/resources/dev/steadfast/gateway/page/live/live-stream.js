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
  #lastHeard = Date.now();
  #pause = FIRST_PAUSE_MILLIS;
  #attempt = null;
  #again = 0;

  /** @param {{event: function({event: string, id: string, data: string}), state: function(string, ?Problem), opened: function()}} listener */
  constructor(api, query, listener) {
    this.#api = api;
    this.#query = query;
    this.#listener = listener;
    setInterval(() => this.#watch(), WATCH_EVERY_MILLIS);
    addEventListener('online', () => this.#state === 'broken' && this.connect());
  }

  /** Since when nothing came, in milliseconds; heartbeats are something. */
  get silentFor() {
    return Date.now() - this.#lastHeard;
  }

  /** Whether what was shown last cannot be taken as the present. */
  get isStale() {
    return this.#state === 'broken' || this.silentFor > SILENT_AFTER_MILLIS;
  }

  /** Connects now, whatever there was before. */
  connect() {
    clearTimeout(this.#again);
    this.#attempt?.abort();
    this.#attempt = new AbortController();
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
      for (const event of parser.take(piece.value)) {
        this.#lastId = event.id || this.#lastId;
        this.#listener.event(event);
      }
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

  /** A connection on which nothing comes may be gone without either side having been told. */
  #watch() {
    if (this.#state === 'live' && this.silentFor > SILENT_AFTER_MILLIS) {
      this.#attempt?.abort();
    }
  }

  #become(state, problem = null) {
    this.#state = state;
    this.#listener.state(state, problem);
  }
}

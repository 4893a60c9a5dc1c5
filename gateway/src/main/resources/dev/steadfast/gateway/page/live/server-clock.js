const SETTLED_AFTER_MILLIS = 5000;

/**
 * The gateway's time, as far as it can be told from here. This machine's clock may be wrong; what just arrived tells how late it is at
 * least over there.
 */
export class ServerClock {
  #offset = null;
  #openedAt = Infinity;

  /** The stream was opened: for a while it brings what happened before. */
  opened() {
    this.#openedAt = Date.now();
  }

  /** Something arrived that happened at this instant. */
  heard(instant) {
    if (Date.now() - this.#openedAt > SETTLED_AFTER_MILLIS) {
      this.#offset = Math.max(this.#offset ?? -Infinity, Date.parse(instant) - Date.now());
    }
  }

  now() {
    return Date.now() + (this.#offset ?? 0);
  }
}

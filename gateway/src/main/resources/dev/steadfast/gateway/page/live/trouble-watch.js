import { troubleOf } from './trouble.js';

/** Which cameras are in trouble, from one look to the next: a camera falls silent without anything arriving. */
export class TroubleWatch {
  /** @type {Map<string, Trouble>} */
  #troubles = new Map();

  /**
   * Looks at all cameras.
   * @param {Camera[]} cameras
   * @returns {{troubles: Map<string, Trouble>, changed: string[]}} those in trouble, longest first; and who is now in another trouble, or
   *     in none any more
   */
  look(cameras, now) {
    const before = this.#troubles;
    this.#troubles = new Map(
      cameras
        .map((camera) => [camera.name, troubleOf(camera, now)])
        .filter(([, trouble]) => trouble !== null)
        .sort(([, one], [, other]) => began(one) - began(other)),
    );
    const names = new Set([...before.keys(), ...this.#troubles.keys()]);
    const changed = [...names].filter((name) => before.get(name)?.kind !== this.#troubles.get(name)?.kind);
    return { troubles: this.#troubles, changed };
  }
}

function began({ since }) {
  return since === null ? 0 : Date.parse(since);
}

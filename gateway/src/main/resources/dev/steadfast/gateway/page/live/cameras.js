import { isAnswer } from '../common/words.js';

const MOST_CAMERAS = 1000;
const MOST_WINDOWS = 60;
const MOST_EVENTS = 50;
const STATES_AFTER = { departed: 'departed', returned: 'usual', 'new-normal': 'usual' };

/**
 * @typedef {Object} Camera what is known of one camera
 * @property {string} name
 * @property {?Object} latest its latest prediction or rejection
 * @property {?Object} latestPicture the latest one that has a picture
 * @property {?Object} latestAbstention
 * @property {'learning'|'usual'|'departed'|'unknown'} state
 * @property {?string} departedSince
 * @property {Object[]} windows oldest first
 * @property {Object[]} events oldest first
 */

/** The cameras as the gateway tells of them: filled from its lists, kept up with its live events, and bounded. */
export class Cameras {
  /** @type {Map<string, Camera>} */
  #cameras = new Map();
  #changed = new Set();

  all() {
    return [...this.#cameras.values()];
  }

  get(name) {
    return this.#cameras.get(name);
  }

  /** The names of those that changed since this was asked last. */
  takeChanged() {
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
  }

  /** Takes the gateway's list, which is the truth about states and windows. */
  replace(states, events) {
    for (const { camera: name, state, departedSince, latest, windows } of states) {
      const camera = this.#camera(name);
      camera.state = state;
      camera.departedSince = departedSince;
      camera.windows = windows.slice(-MOST_WINDOWS);
      camera.events = [];
      if (latest !== null) {
        takeLatest(camera, latest);
      }
    }
    for (const event of [...events].reverse()) {
      remember(this.#camera(event.camera).events, event, MOST_EVENTS);
    }
  }

  answered(prediction) {
    if (prediction.cameraId !== null) {
      takeLatest(this.#camera(prediction.cameraId), prediction);
    }
  }

  counted(window) {
    const camera = this.#camera(window.camera);
    const index = camera.windows.findLastIndex(({ start }) => start === window.start);
    if (index >= 0) {
      camera.windows[index] = window;
    } else {
      remember(camera.windows, window, MOST_WINDOWS);
      camera.windows.sort((one, other) => Date.parse(one.start) - Date.parse(other.start));
    }
    this.#stands(camera, window.state, window.start);
  }

  happened(event) {
    const camera = this.#camera(event.camera);
    if (!camera.events.some(({ kind, occurredAt }) => kind === event.kind && occurredAt === event.occurredAt)) {
      remember(camera.events, event, MOST_EVENTS);
    }
    const state = STATES_AFTER[event.kind];
    if (state !== undefined) {
      this.#stands(camera, state, event.windowStart);
    }
  }

  #stands(camera, state, since) {
    camera.departedSince = state === 'departed' ? (camera.departedSince ?? since) : null;
    camera.state = state;
  }

  #camera(name) {
    this.#changed.add(name);
    let camera = this.#cameras.get(name);
    if (camera === undefined) {
      camera = { name, latest: null, latestPicture: null, latestAbstention: null, state: 'learning', departedSince: null, windows: [], events: [] };
      this.#cameras.set(name, camera);
      this.#forgetBeyondBound();
    }
    return camera;
  }

  #forgetBeyondBound() {
    if (this.#cameras.size > MOST_CAMERAS) {
      const at = ({ latest }) => (latest === null ? 0 : Date.parse(latest.completedAt));
      const oldest = this.all().slice(0, -1).reduce((one, other) => (at(other) < at(one) ? other : one));
      this.#cameras.delete(oldest.name);
      this.#changed.add(oldest.name);
    }
  }
}

function takeLatest(camera, prediction) {
  if (camera.latest === null || Date.parse(prediction.completedAt) >= Date.parse(camera.latest.completedAt)) {
    camera.latest = prediction;
    camera.latestPicture = isAnswer(prediction) ? prediction : camera.latestPicture;
    camera.latestAbstention = prediction.outcome === 'abstained' ? prediction : camera.latestAbstention;
  }
}

function remember(list, one, most) {
  list.push(one);
  if (list.length > most) {
    list.shift();
  }
}

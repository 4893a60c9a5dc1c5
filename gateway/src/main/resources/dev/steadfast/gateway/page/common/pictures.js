import { Problem } from './api.js';

const MOST_AT_ONCE = 4; // a browser opens six connections to a host, and one is the live stream

/** In place of a status of HTTP: the bytes came, and are no picture. */
export const UNREADABLE = -1;

/**
 * Fetches images with the reader's credentials and draws them on canvases, a few at a time. Of several images that one canvas waits
 * for, only the last is fetched.
 */
export class Pictures {
  #api;
  #waiting = new Map();
  #underWay = 0;
  #notBefore = 0;

  constructor(api) {
    this.#api = api;
  }

  /**
   * Draws an image when it is there.
   * @param {HTMLCanvasElement} canvas
   * @param {'image'|'input'} which
   * @param {{longest?: number, after?: function(?Problem): void}} [options] `longest`: to which side length, in pixels, a large image is
   *     scaled down; `after`: is told what went wrong, or null
   */
  draw(canvas, frameId, which, { longest = Infinity, after = () => {} } = {}) {
    this.#waiting.delete(canvas);
    this.#waiting.set(canvas, { frameId, which, longest, after });
    this.#next();
  }

  #next() {
    if (Date.now() < this.#notBefore) {
      return;
    }
    while (this.#underWay < MOST_AT_ONCE && this.#waiting.size > 0) {
      const [canvas, order] = this.#waiting.entries().next().value;
      this.#waiting.delete(canvas);
      this.#underWay += 1;
      this.#fetch(canvas, order).finally(() => {
        this.#underWay -= 1;
        this.#next();
      });
    }
  }

  async #fetch(canvas, { frameId, which, longest, after }) {
    try {
      paint(canvas, await createImageBitmap(await this.#api.picture(frameId, which)), longest);
      after(null);
    } catch (failure) {
      const problem = failure instanceof Problem ? failure : new Problem(UNREADABLE, 'this browser can make no picture of it');
      if (problem.status === 429 || problem.status === 503) {
        this.#rest(problem.retryAfterMillis);
      }
      after(problem);
    }
  }

  #rest(millis) {
    this.#notBefore = Date.now() + millis;
    setTimeout(() => this.#next(), millis + 1);
  }
}

function paint(canvas, bitmap, longest) {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.classList.toggle('coarse', Math.max(bitmap.width, bitmap.height) < 128);
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
}

/** Paints raw pixels: base64 of rows of red, green, blue. */
export function paintPixels(canvas, base64, width, height) {
  const colours = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const pixels = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let pixel = 0; pixel < width * height; pixel++) {
    pixels.set(colours.subarray(3 * pixel, 3 * pixel + 3), 4 * pixel);
  }
  canvas.width = width;
  canvas.height = height;
  canvas.classList.toggle('coarse', Math.max(width, height) < 128);
  canvas.getContext('2d').putImageData(new ImageData(pixels, width, height), 0, 0);
}

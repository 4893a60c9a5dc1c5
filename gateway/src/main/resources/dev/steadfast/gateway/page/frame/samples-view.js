import { byId, element, setText } from '../common/element.js';
import { paintPixels } from '../common/pictures.js';
import { classOf } from '../common/words.js';

const COUNT = 4;
const MOST = 8;

/** Noisy and denoised samples, which a worker makes again from the receipt. */
export class SamplesView {
  #api;
  #frameId;
  #list = byId('samples');
  #note = byId('samples-note');
  #more = byId('more-samples');

  constructor(api, frameId) {
    this.#api = api;
    this.#frameId = frameId;
    this.#more.addEventListener('click', () => this.load(MOST));
  }

  async load(count = COUNT) {
    this.#more.disabled = true;
    setText(this.#note, 'A worker is making them again\u2026');
    try {
      const { height, width, samples } = await this.#api.samples(this.#frameId, count);
      this.#list.replaceChildren(...samples.map((sample) => sampleItem(sample, width, height)));
      setText(this.#note, 'Above: the input with the noise that the receipt\u2019s key gives. Below: what the denoiser made of it, and how the classifier voted on that.');
      this.#more.hidden = count >= MOST || samples.length < count;
    } catch (problem) {
      setText(this.#note, `They cannot be made now: ${problem.message}.`);
    } finally {
      this.#more.disabled = false;
    }
  }
}

function sampleItem(voted, width, height) {
  const { sample, noisy, denoised } = voted;
  const vote = classOf(voted) ?? 'no class';
  return element(
    'li',
    {},
    pixels(noisy, width, height, `Sample ${sample}, noisy`),
    pixels(denoised, width, height, `Sample ${sample}, denoised`),
    element('p', {}, `${sample}: `, element('strong', {}, vote)),
  );
}

function pixels(base64, width, height, label) {
  const canvas = element('canvas', { role: 'img', 'aria-label': label });
  paintPixels(canvas, base64, width, height);
  return canvas;
}

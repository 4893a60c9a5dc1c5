import { roundedDown } from './numbers.js';

const MILLIONTHS = 1_000_000;
const SPOKEN_EVERY_MILLIS = 15_000;

/** The counts at the top of the page, and a spoken summary of them that does not chatter. */
export class Figures {
  #counts = { certified: 0, predicted: 0, abstained: 0, rejected: 0 };
  #radii = 0; // in millionths, each rounded down: so is the mean
  #spoken = 0;

  constructor() {
    setInterval(() => this.#speak(), SPOKEN_EVERY_MILLIS);
  }

  count(prediction) {
    if (!(prediction.outcome in this.#counts)) {
      return;
    }
    this.#counts[prediction.outcome] += 1;
    if (prediction.outcome === 'certified') {
      this.#radii += Math.floor(prediction.radius * MILLIONTHS);
    }
  }

  show() {
    for (const [outcome, count] of Object.entries(this.#counts)) {
      document.getElementById(outcome).textContent = count.toLocaleString();
    }
    document.querySelector('.figures .predicted').hidden = this.#counts.predicted === 0;
    document.getElementById('mean-radius').textContent = this.#meanRadius();
  }

  #meanRadius() {
    const { certified } = this.#counts;
    return certified === 0 ? '\u2013' : roundedDown(Math.floor(this.#radii / certified) / MILLIONTHS, 3);
  }

  #speak() {
    const { certified, predicted, abstained, rejected } = this.#counts;
    const total = certified + predicted + abstained + rejected;
    if (total !== this.#spoken) {
      this.#spoken = total;
      document.getElementById('summary').textContent =
        `${certified} certified, mean radius ${this.#meanRadius()}; ${abstained} abstained; ${rejected} rejected.`;
    }
  }
}

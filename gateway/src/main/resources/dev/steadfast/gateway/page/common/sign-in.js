import { byId, setText } from './element.js';

/** The form that asks for a key where the gateway wants one, and the button that forgets it. */
export class SignIn {
  #credentials;
  #dialog = byId('sign-in');
  #forget = byId('forget-key');

  /** @param {function(): void} again what to do with a new key, or without the old one */
  constructor(credentials, again) {
    this.#credentials = credentials;
    this.#forget.hidden = !credentials.present;
    this.#forget.addEventListener('click', () => {
      credentials.forget();
      this.#forget.hidden = true;
      again();
    });
    this.#dialog.querySelector('form').addEventListener('submit', (event) => {
      event.preventDefault();
      const input = byId('key');
      credentials.keep(input.value.trim());
      input.value = '';
      this.#forget.hidden = false;
      this.#dialog.close();
      again();
    });
  }

  /** Asks, unless it already does. */
  ask(problem) {
    setText(byId('sign-in-reason'), reason(problem, this.#credentials.present));
    if (!this.#dialog.open) {
      this.#dialog.showModal();
    }
  }
}

function reason({ status, message }, present) {
  if (status === 403) {
    return `This key may not read predictions: ${message}.`;
  }
  return present ? `The gateway does not take this key: ${message}.` : 'This gateway wants to know who asks.';
}

import { byId, element, setText } from './element.js';

const ROLES = [
  ['read', 'cameras, predictions and pictures: this page needs it'],
  ['operate', 'workers, backlog and dead letters, and the replay of a prediction'],
  ['publish', 'sending images'],
];

/** The form that asks for a key where the gateway wants one, and the button that forgets it. */
export class SignIn {
  #credentials;
  #reason = element('p', { id: 'sign-in-reason' });
  #key = element('input', { id: 'key', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true });
  #form = form(this.#reason, this.#key);
  #dialog = element('dialog', { id: 'sign-in', 'aria-labelledby': 'sign-in-title' }, this.#form);
  #forget = byId('forget-key');

  /** @param {function(): void} again what to do with a new key, or without the old one */
  constructor(credentials, again) {
    this.#credentials = credentials;
    document.body.append(this.#dialog);
    this.#forget.hidden = !credentials.present;
    this.#forget.addEventListener('click', () => {
      credentials.forget();
      this.#forget.hidden = true;
      again();
    });
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      credentials.keep(this.#key.value.trim());
      this.#key.value = '';
      this.#forget.hidden = false;
      this.#dialog.close();
      again();
    });
  }

  /** Asks, unless it already does. */
  ask(problem) {
    setText(this.#reason, reason(problem, this.#credentials.present));
    if (!this.#dialog.open) {
      this.#dialog.showModal();
    }
  }
}

function form(reason, key) {
  return element(
    'form',
    {},
    element('h2', { id: 'sign-in-title' }, 'Sign in'),
    reason,
    element('label', { for: 'key' }, 'API key'),
    key,
    element('p', { class: 'note' }, 'It is kept in this tab only, and forgotten when you close it.'),
    element('button', { type: 'submit' }, 'Sign in'),
    element('p', {}, 'A key is for one or several roles, and no role includes another:'),
    element('dl', { class: 'roles' }, ...ROLES.flatMap(([role, use]) => [element('dt', {}, element('code', {}, role)), element('dd', {}, use)])),
    element(
      'p',
      {},
      'Whoever runs the gateway makes one, with the file that ',
      element('code', {}, 'gateway.access.api-keys'),
      ' names:',
    ),
    element('code', { class: 'command' }, './steadfast keys create --name dashboard --role read,operate --camera \'*\' --file keys'),
  );
}

function reason({ status, message }, present) {
  if (status === 403) {
    return `This key may not read predictions, for which it needs the role \u201cread\u201d: ${message}.`;
  }
  return present ? `The gateway does not take this key: ${message}.` : 'This gateway wants to know who asks.';
}

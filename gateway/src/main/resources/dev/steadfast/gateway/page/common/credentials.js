const STORED_AS = 'steadfast.key';

/** The key that a person signed in with. It lives as long as the tab, and goes nowhere but into requests to this gateway. */
export class Credentials {
  #store;

  constructor(store = sessionStorage) {
    this.#store = store;
  }

  get present() {
    return this.#store.getItem(STORED_AS) !== null;
  }

  keep(key) {
    this.#store.setItem(STORED_AS, key);
  }

  forget() {
    this.#store.removeItem(STORED_AS);
  }

  /** Headers that carry the key, if there is one, and the others. */
  headers(others = {}) {
    const key = this.#store.getItem(STORED_AS);
    return key === null ? others : { ...others, Authorization: `Bearer ${key}` };
  }
}

import { commonScale } from '../charts/sparkline.js';
import { byId } from '../common/element.js';
import { CameraTile } from './camera-tile.js';

/** All cameras: those in trouble first, then by name. */
export class CameraTiles {
  #list = byId('cameras');
  #pictures;
  #tiles = new Map();
  #order = '';
  #scale = 1;
  #byNode = new WeakMap();
  #sight = new IntersectionObserver(
    (entries) => entries.forEach(({ target, isIntersecting }) => (this.#byNode.get(target).visible = isIntersecting)),
    { rootMargin: '200px' },
  );

  constructor(pictures) {
    this.#pictures = pictures;
  }

  /**
   * @param {Camera[]} cameras all of them
   * @param {Map<string, Trouble>} troubles of those in trouble, by name, in the order in which they are to be shown
   * @param {Set<string>} changed which may have to be shown anew
   */
  show(cameras, troubles, changed, now) {
    const scale = changed.size > 0 ? commonScale(cameras) : this.#scale;
    const all = scale !== this.#scale;
    this.#scale = scale;
    for (const camera of cameras) {
      const tile = this.#tile(camera.name);
      if (all || changed.has(camera.name)) {
        tile.show(camera, troubles.get(camera.name) ?? null, scale, now);
      }
    }
    this.#arrange(cameras.map(({ name }) => name), [...troubles.keys()]);
  }

  showAges(now) {
    this.#tiles.forEach((tile) => tile.showAge(now));
  }

  #tile(name) {
    let tile = this.#tiles.get(name);
    if (tile === undefined) {
      tile = new CameraTile(name, this.#pictures);
      this.#tiles.set(name, tile);
      this.#byNode.set(tile.node, tile);
      this.#sight.observe(tile.node);
    }
    return tile;
  }

  #arrange(names, troubled) {
    const inTrouble = new Set(troubled);
    const others = names.filter((name) => !inTrouble.has(name)).sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
    const order = [...troubled, ...others];
    const key = order.join('/'); // a camera's name has no slash
    if (key === this.#order) {
      return;
    }
    this.#order = key;
    const kept = new Set(order);
    for (const [name, tile] of this.#tiles) {
      if (!kept.has(name)) {
        this.#sight.unobserve(tile.node);
        this.#tiles.delete(name);
      }
    }
    const focused = this.#list.contains(document.activeElement) ? document.activeElement : null;
    this.#list.replaceChildren(...order.map((name) => this.#tiles.get(name).node));
    focused?.focus({ preventScroll: true });
  }
}

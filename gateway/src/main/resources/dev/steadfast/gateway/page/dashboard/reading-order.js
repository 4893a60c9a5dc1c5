import { byId } from '../common/element.js';

const NARROW = '(max-width: 40rem)'; // as the style sheets have it

/**
 * On a wide screen the figures at a glance fit between the headline and the cameras; on a phone they would push both apart, and stand with
 * the other figures. The element moves and not only its picture, so that the keyboard and a screen reader go the way that is seen.
 */
export function inReadingOrder() {
  const narrow = matchMedia(NARROW);
  const arrange = () => byId(narrow.matches ? 'figures' : 'cameras-section').before(byId('glance'));
  narrow.addEventListener('change', arrange);
  arrange();
}

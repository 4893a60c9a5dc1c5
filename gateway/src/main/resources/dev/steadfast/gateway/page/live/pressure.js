// What is done about a camera that sends more than is voted on, in words. Nothing here touches the page.

import { count } from '../common/numbers.js';
import { givenUp } from './answers.js';
import { lastFullInWords } from './windows.js';

/** The step of the ladder of cheaper plans that its latest answer took, and what was not voted on in the last full window; '' if there is nothing of either. */
export function pressureInWords({ latestPicture, windows }, now) {
  const said = [];
  const step = latestPicture?.ladderStep ?? 0;
  if (step > 0) {
    said.push(`cheaper plan, step ${step}`);
  }
  const window = windows.findLast(({ closed }) => closed);
  if (window !== undefined) {
    const length = Date.parse(window.end) - Date.parse(window.start);
    const parts = [part(givenUp(window), 'given up'), part(window.rejected, 'turned away')].filter((one) => one !== null);
    if (parts.length > 0 && now - Date.parse(window.end) < 2 * length) {
      said.push(`${parts.join(', ')} in ${lastFullInWords(length)}`);
    }
  }
  return said.join(' \u00b7 ');
}

function part(frames, what) {
  return frames === 0 ? null : `${count(frames)} ${what}`;
}

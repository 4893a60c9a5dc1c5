// What a camera waits for before it can be compared with its own past. Nothing here touches the page.

import { compared } from './answers.js';

/** Answers that a past needs: the topology's rule, in docs/explanation/camera-statistics.md. */
export const LEAST_PAST = 50;

/** How many answers a camera that is still learning has in full windows. */
export function learnt({ windows }) {
  const latest = windows.at(-1);
  if (latest === undefined) {
    return 0;
  }
  // A last window with few answers may not count yet, so that it has enough and still learns.
  return Math.min(LEAST_PAST - 1, latest.pastFrames + (latest.closed ? compared(latest).frames : 0));
}

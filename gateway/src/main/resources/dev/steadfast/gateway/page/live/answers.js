/** Answers that were given without a vote, since workers were too few or the camera's budget was spent. */
export function givenUp({ reasons }) {
  return (reasons.overloaded ?? 0) + (reasons['over-budget'] ?? 0);
}

/** Answers of a window. */
export function answers({ certified, predicted, abstained }) {
  return certified + predicted + abstained;
}

/** Reasons that say nothing of the picture: the votes on it did not come, or were not asked for. */
const NOT_THE_CAMERAS = new Set(['deadline', 'overloaded', 'over-budget', 'model-replaced', 'unknown-plan']);

/** Whether an abstention for this reason may be the camera's doing. */
export function isTheCameras(reason) {
  return !NOT_THE_CAMERAS.has(reason);
}

/** How many of a window's answers count where it is compared with the camera's past, and how many of these are abstentions. */
export function compared(window) {
  const others = Object.entries(window.reasons).reduce((sum, [reason, times]) => sum + (isTheCameras(reason) ? 0 : times), 0);
  return { frames: answers(window) - others, abstained: window.abstained - others };
}

// Numbers for people. A number that is shown for a certificate never exceeds the certified one.

/** The value with that many decimals, rounded down. */
export function roundedDown(value, decimals) {
  const scale = 10 ** decimals;
  let steps = Math.round(value * scale);
  while (Number((steps / scale).toFixed(decimals)) > value) { // not Math.floor: the product itself is rounded
    steps -= 1;
  }
  return (steps / scale).toFixed(decimals);
}

/** The time of day of an ISO-8601 instant, here. */
export function timeOfDay(instant) {
  return new Date(instant).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
}

/** "not-confident" as "not confident". */
export function words(name) {
  return (name ?? '').replaceAll('-', ' ');
}

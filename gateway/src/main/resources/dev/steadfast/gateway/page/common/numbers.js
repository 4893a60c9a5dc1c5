// Numbers for people. A number that is shown for a certificate never exceeds the certified one.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The value with that many decimals, rounded down. */
export function roundedDown(value, decimals) {
  const scale = 10 ** decimals;
  let steps = Math.round(value * scale);
  while (Number((steps / scale).toFixed(decimals)) > value) { // not Math.floor: the product itself is rounded
    steps -= 1;
  }
  return (steps / scale).toFixed(decimals);
}

/** A whole number with separators. */
export function count(value) {
  return value.toLocaleString('en');
}

/** A count and what it counts: "1 frame", "2 frames". */
export function counted(value, noun) {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** A rate between 0 and 1 as "46%"; "<1%" where it is not quite nothing, and never "100%" where it is not quite all. */
export function percent(rate) {
  if (rate > 0 && rate < 0.01) {
    return '<1%';
  }
  return `${rate < 1 ? Math.min(99, Math.round(100 * rate)) : 100}%`;
}

/** A span in the unit that suits it: "840 ms", "12 s", "5 min", "3 h", "2 d". */
export function duration(millis) {
  const span = Math.max(0, millis);
  if (span < SECOND) {
    return `${Math.round(span)} ms`;
  }
  if (span < 10 * SECOND) {
    return `${(span / SECOND).toFixed(1)} s`;
  }
  if (span < 2 * MINUTE) {
    return `${Math.floor(span / SECOND)} s`;
  }
  if (span < 2 * HOUR) {
    return `${Math.floor(span / MINUTE)} min`;
  }
  return span < 2 * DAY ? `${Math.floor(span / HOUR)} h` : `${Math.floor(span / DAY)} d`;
}

/** The same rounded up, of what somebody waited for: it is nowhere less than it was. "841 ms", "1.3 s", "12 s", "2 min 5 s", "11 min". */
export function durationUp(millis) {
  const span = Math.max(0, millis);
  if (span <= SECOND - 1) {
    return `${Math.ceil(span)} ms`;
  }
  if (span <= 9.9 * SECOND) {
    return `${(Math.ceil(span / 100) / 10).toFixed(1)} s`;
  }
  const seconds = Math.ceil(span / SECOND);
  if (seconds < 120) {
    return `${seconds} s`;
  }
  if (seconds < 600) {
    return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  }
  const minutes = Math.ceil(span / MINUTE);
  return minutes < 600 ? `${minutes} min` : `${Math.ceil(span / HOUR)} h`;
}

/** How long ago, in whole units: "just now", "12 s ago". */
export function ago(millis) {
  return millis < SECOND ? 'just now' : `${duration(Math.floor(millis / SECOND) * SECOND).replace('.0', '')} ago`;
}

/** The time of day of an ISO-8601 instant, here; with the date where it is not today. */
export function timeOfDay(instant, now = Date.now()) {
  const at = new Date(instant);
  const time = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  return Math.abs(now - at.getTime()) < DAY ? time : `${at.toLocaleDateString()} ${time}`;
}

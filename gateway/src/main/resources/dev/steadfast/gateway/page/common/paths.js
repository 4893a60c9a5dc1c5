/** Where a frame's own page is. */
export function framePath(frameId) {
  return `/frames/${encodeURIComponent(frameId)}`;
}

/** Which frame a path names, if it is that of a frame's own page. */
export function frameIdOf(path) {
  const [, frameId] = /^\/frames\/(.+)$/.exec(path) ?? [];
  try {
    return frameId === undefined ? null : decodeURIComponent(frameId);
  } catch {
    return null; // not a path that this page makes
  }
}

/** The dashboard, with one camera chosen. */
export function cameraPath(camera) {
  return `/?camera=${encodeURIComponent(camera)}`;
}

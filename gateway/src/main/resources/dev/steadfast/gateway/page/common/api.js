const DEFAULT_RETRY_SECONDS = 1;

/** An answer of the gateway that is not what was asked for. */
export class Problem extends Error {
  /** @param {number} status of HTTP; 0 if the gateway could not be reached */
  constructor(status, detail, retryAfterSeconds = DEFAULT_RETRY_SECONDS) {
    super(detail);
    this.status = status;
    this.retryAfterMillis = 1000 * retryAfterSeconds;
  }

  get isRefusal() {
    return this.status === 401 || this.status === 403;
  }
}

/** The gateway's HTTP interface, with the credentials that are at hand. Everything throws {@link Problem}. */
export class Api {
  #credentials;

  constructor(credentials) {
    this.#credentials = credentials;
  }

  cameras() {
    return this.#json('/v1/cameras');
  }

  events(limit) {
    return this.#json(`/v1/events?limit=${limit}`);
  }

  fleet() {
    return this.#json('/v1/fleet');
  }

  /** @param {{camera?: string, outcomes?: string[], limit: number}} wanted */
  predictions({ camera, outcomes, limit }) {
    const query = new URLSearchParams({ limit: String(limit) });
    if (camera) {
      query.set('camera', camera);
    }
    if (outcomes) {
      query.set('outcome', outcomes.join(','));
    }
    return this.#json(`/v1/predictions?${query}`);
  }

  /** What became of a frame; `outcome` is "pending" while it is awaited, and then `retryAfterMillis` says when to ask again. */
  async prediction(frameId) {
    const response = await this.#fetch(frame(frameId));
    const answer = await response.json();
    return response.status === 202 ? { ...answer, retryAfterMillis: 1000 * retryAfter(response) } : answer;
  }

  samples(frameId, count) {
    return this.#json(`${frame(frameId)}/samples?count=${count}`);
  }

  replay(frameId) {
    return this.#json(`${frame(frameId)}/replays`, { method: 'POST' });
  }

  /** @param {'image'|'input'} which as the camera sent it, or as the model got it */
  async picture(frameId, which) {
    return (await this.#fetch(`${frame(frameId)}/${which}`)).blob();
  }

  async publish(camera, image) {
    return this.#json(`/v1/cameras/${encodeURIComponent(camera)}/frames`, { method: 'POST', body: image });
  }

  /** An open stream of server-sent events. */
  stream(query, headers, signal) {
    return this.#fetch(`/v1/predictions/stream?${new URLSearchParams(query)}`, { headers, signal });
  }

  async #json(path, request) {
    return (await this.#fetch(path, request)).json();
  }

  async #fetch(path, request = {}) {
    let response;
    try {
      response = await fetch(path, { ...request, cache: 'no-store', headers: this.#credentials.headers(request.headers) });
    } catch (failure) {
      throw new Problem(0, `the gateway could not be reached (${failure.message})`);
    }
    if (!response.ok) {
      throw new Problem(response.status, await detail(response), retryAfter(response));
    }
    return response;
  }
}

function frame(frameId) {
  return `/v1/predictions/${encodeURIComponent(frameId)}`;
}

async function detail(response) {
  try {
    return (await response.json()).detail ?? response.statusText;
  } catch {
    return `the gateway answered ${response.status}`;
  }
}

function retryAfter(response) {
  const seconds = Number(response.headers.get('Retry-After'));
  return seconds > 0 ? seconds : DEFAULT_RETRY_SECONDS;
}

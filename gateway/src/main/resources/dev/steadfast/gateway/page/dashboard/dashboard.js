import { Api } from '../common/api.js';
import { Credentials } from '../common/credentials.js';
import { byId, setText } from '../common/element.js';
import { Pictures } from '../common/pictures.js';
import { SignIn } from '../common/sign-in.js';
import { explainTerms } from '../common/terms.js';
import { theme } from '../common/theme.js';
import { Cameras } from '../live/cameras.js';
import { FleetWatch } from '../live/fleet-trouble.js';
import { LiveStream } from '../live/live-stream.js';
import { ServerClock } from '../live/server-clock.js';
import { sumsOf } from '../live/sums.js';
import { TroubleWatch } from '../live/trouble-watch.js';
import { CameraTiles } from './camera-tiles.js';
import { ConnectionView } from './connection-view.js';
import { FiguresView } from './figures-view.js';
import { Filters } from './filters.js';
import { showGlance } from './glance.js';
import { Headline } from './headline.js';
import { PredictionList } from './prediction-list.js';
import { inReadingOrder } from './reading-order.js';
import { upload } from './upload.js';
import { WorkingsView } from './workings-view.js';

const LAST = 50;
const EVENTS = 100;
const SHOW_EVERY_MILLIS = 250;
const AGE_EVERY_MILLIS = 1000;
const SUM_EVERY_MILLIS = 2000;
const LOAD_AFTER_MISSED_MILLIS = 5000;

/** The operator's page: what the gateway tells goes into the model at once, and from there onto the page a few times a second. */
class Dashboard {
  #credentials = new Credentials();
  #api = new Api(this.#credentials);
  #signIn = new SignIn(this.#credentials, () => this.#stream.connect());
  #cameras = new Cameras();
  #clock = new ServerClock();
  #fleet = null;
  #tiles = new CameraTiles(new Pictures(this.#api));
  #headline = new Headline();
  #figures = new FiguresView();
  #workings = new WorkingsView();
  #list = new PredictionList();
  #connection = new ConnectionView();
  #filters = new Filters(() => this.#filtered());
  #stream = new LiveStream(this.#api, { fleet: 'true', last: String(LAST) }, {
    event: (event) => this.#arrived(event),
    state: (state, problem) => this.#connectionIs(state, problem),
    opened: () => this.#opened(),
  });
  #watch = new TroubleWatch();
  #fleetWatch = new FleetWatch();
  #slots = [];
  #sumsAreOld = true;
  #loaded = false;
  #askedAt = 0;

  start() {
    theme(byId('theme'));
    explainTerms();
    inReadingOrder();
    upload(this.#api);
    setText(byId('curl'), `curl -T cat.jpg ${location.origin}/v1/cameras/door/frames`);
    this.#stream.connect();
    setInterval(() => this.#show(), SHOW_EVERY_MILLIS);
    setInterval(() => this.#showAges(), AGE_EVERY_MILLIS);
    setInterval(() => this.#showSums(), SUM_EVERY_MILLIS);
    document.addEventListener('visibilitychange', () => this.#show());
  }

  #arrived({ event, data }) {
    const told = JSON.parse(data);
    switch (event) {
      case 'prediction':
        this.#clock.heard(told.completedAt);
        this.#cameras.answered(told);
        if (this.#filters.wants(told)) {
          this.#list.add(told);
        }
        break;
      case 'statistics':
        this.#cameras.counted(told);
        this.#sumsAreOld = true;
        break;
      case 'camera-event':
        this.#cameras.happened(told);
        break;
      case 'fleet':
        this.#clock.heard(told.at);
        this.#workings.show(told, this.#clock.now());
        this.#fleet = told;
        break;
      case 'missed':
        this.#connection.missed(told.count);
        if (Date.now() - this.#askedAt > LOAD_AFTER_MISSED_MILLIS) {
          this.#load();
        }
        break;
      default: // of a later version
    }
  }

  #opened() {
    this.#clock.opened();
    this.#load();
    this.#fill();
  }

  #connectionIs(state, problem) {
    this.#connection.state(state);
    this.#connection.showAge(this.#stream);
    if (state === 'refused') {
      this.#signIn.ask(problem);
    }
  }

  /** What the stream does not tell by itself: how things stood before. */
  async #load() {
    this.#askedAt = Date.now();
    const [cameras, events, fleet] = await Promise.allSettled([this.#api.cameras(), this.#api.events(EVENTS), this.#api.fleet()]);
    if (cameras.status === 'fulfilled') {
      this.#cameras.replace(cameras.value.cameras, events.value?.events ?? []);
      this.#sumsAreOld = true;
      this.#loaded = true;
    } else if (!cameras.reason.isRefusal) {
      setTimeout(() => this.#stream.isStale || this.#load(), cameras.reason.retryAfterMillis);
    }
    if (fleet.status === 'fulfilled') {
      this.#fleet = fleet.value;
      this.#workings.show(fleet.value, this.#clock.now());
    } else if (fleet.reason.isRefusal) {
      this.#fleet = null;
      this.#workings.denied();
    }
    this.#showSums();
    this.#show();
  }

  /** Another camera or other outcomes are wanted. */
  #filtered() {
    this.#sumsAreOld = true;
    this.#showSums();
    this.#list.clear();
    this.#fill();
  }

  /** Fills the list from what the gateway remembers of the wanted ones. */
  async #fill() {
    const { camera, outcomes } = this.#filters;
    try {
      const page = await this.#api.predictions({ camera, outcomes, limit: LAST });
      this.#list.merge(page.predictions.filter((one) => this.#filters.wants(one)));
    } catch {
      // the connection's state tells why, and what arrives is shown all the same
    }
  }

  #show() {
    if (document.hidden) {
      return;
    }
    const now = this.#clock.now();
    const cameras = this.#cameras.all();
    const { troubles, changed } = this.#watch.look(cameras, now);
    if (this.#loaded || cameras.length > 0) {
      this.#headline.show(cameras, troubles, this.#fleetWatch.look(this.#fleet, this.#slots, now), now);
    }
    this.#tiles.show(cameras, troubles, new Set([...this.#cameras.takeChanged(), ...changed]), now);
    this.#filters.offer(cameras.map(({ name }) => name));
    this.#list.show();
  }

  #showAges() {
    this.#connection.showAge(this.#stream);
    if (!document.hidden) {
      this.#tiles.showAges(this.#clock.now());
    }
  }

  #showSums() {
    if (document.hidden) {
      return;
    }
    const all = this.#cameras.all();
    const sums = sumsOf(all.flatMap(({ windows }) => windows));
    this.#slots = sums.slots;
    if (!this.#stream.isStale) { // what is shown stays as it was, and a banner says so
      showGlance(all, sums.slots, this.#fleet, this.#clock.now());
    }
    if (this.#sumsAreOld) {
      this.#sumsAreOld = false;
      const { camera } = this.#filters;
      this.#figures.show(camera === null ? sums : sumsOf(this.#cameras.get(camera)?.windows ?? []), camera);
    }
  }
}

new Dashboard().start();

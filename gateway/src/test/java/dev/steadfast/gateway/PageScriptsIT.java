package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.RejectionReason;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pages' pure modules, run where they will run. */
class PageScriptsIT extends InBrowser {

    PageScriptsIT(Chromium chromium) {
        super(chromium);
    }

    @BeforeEach
    void open() {
        openLive("/");
    }

    @Test
    void shouldNeverShowMoreThanIsCertified() {
        Object shown = chromium.evaluate("""
                import('/page/common/numbers.js').then(({ roundedDown }) => {
                  const cases = [0.29, 0.57, 0.58, 1.001, 1.005, 4.35, 1e-9, 0.0009999, 2.4617];
                  let state = 1;
                  for (let i = 0; i < 20000; i++) {
                    state = (state * 48271) % 2147483647;
                    cases.push(i % 2 ? state / 2147483647 * 4 : Math.floor(state / 2147483647 * 4000) / 1000);
                  }
                  const wrong = cases.filter((r) => Number(roundedDown(r, 3)) > r || r - Number(roundedDown(r, 3)) > 0.0010001);
                  return [roundedDown(0.29, 2), roundedDown(0.29999999, 3), roundedDown(1, 3), wrong.length].join(' ');
                })""");

        assertThat(shown).isEqualTo("0.29 0.299 1.000 0");
    }

    @Test
    void shouldSayWhatASequentialPlanWasAskedAndHowManySamplesItTook() {
        Object said = chromium.evaluate("""
                import('/page/frame/frame-words.js').then(({ electorate, explanation, votesInWords }) => {
                  const prediction = {
                    outcome: 'abstained', reason: 'not-confident', plan: 'sequential', targetRadius: 0.25, n0: 25, n: 1000, samples: 150,
                    lowerBound: 0.68, alpha: 0.001, invalidSamples: 0,
                    counts: [{ label: 'cat', votes: 97 }],
                  };
                  return `${electorate(prediction).of} | ${electorate({ ...prediction, plan: 'fixed' }).of} | ${explanation(prediction)[1]} | ${votesInWords(prediction)}`;
                })""");

        assertThat(said)
                .isEqualTo(
                        "125 | 1000 | The question was whether the answer is stable within 0.25; a smaller radius was not asked for."
                                + " | cat got 97 of 125 samples. With confidence 99.9% its share of all possible samples is at least 0.680 (solid mark)."
                                + " The dashed mark is one half; to be stable within 0.25 takes more than that.");
    }

    @Test
    void shouldRoundWaitingUp() {
        Object shown = chromium.evaluate("""
                import('/page/common/numbers.js').then(({ durationUp }) => {
                  const units = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };
                  const read = (text) => [...text.matchAll(/([\\d.]+) (ms|s|min|h)/g)].reduce((sum, [, value, unit]) => sum + value * units[unit], 0);
                  let wrong = 0;
                  for (let millis = 0.3; millis < 20_000_000; millis *= 1.0007) {
                    const span = read(durationUp(millis));
                    wrong += span < millis - 1e-6 || span > millis * 1.12 + 1 ? 1 : 0;
                  }
                  return [0.2, 1000, 1201, 9901, 119_001, 125_000, 600_001].map(durationUp).join(', ') + ` ${wrong}`;
                })""");

        assertThat(shown).isEqualTo("1 ms, 1.0 s, 1.3 s, 10 s, 2 min, 2 min 5 s, 11 min 0");
    }

    @Test
    void shouldPutTicksAtWholeNumbersOfTheirUnit() {
        Object shown = chromium.evaluate("""
                import('/page/charts/ticks.js').then(({ countTicks, durationTicks, radiusTicks, shareTicks, timeTicks }) => {
                  const texts = (ticks) => ticks.map(({ text }) => text).join(' ');
                  const units = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };
                  let wrong = 0;
                  for (let most = 0.5; most < 1e11; most *= 1.013) {
                    const ticks = durationTicks(most);
                    const [, , unit] = /([\\d,]+) (\\w+)/.exec(ticks.at(-1).text);
                    const whole = ticks.slice(1).every(({ at, text }) => at === Number(text.split(' ')[0].replaceAll(',', '')) * units[unit] && text.endsWith(` ${unit}`));
                    wrong += !whole || ticks.length < 2 || ticks.length > 5 || ticks.at(-1).at < most * (1 - 1e-9) ? 1 : 0;
                    const counts = countTicks(most);
                    wrong += counts.every(({ at }) => Number.isInteger(at)) && counts.length <= 6 && counts.at(-1).at >= most * (1 - 1e-9) ? 0 : 1;
                    const from = Date.parse('2026-11-01T12:03:37Z');
                    const times = most < 120 * units.d ? timeTicks(from, from + most) : [{ at: from - from % 1000 }];
                    wrong += times.length > 5 || (most > 4000 && times.length === 0) || times.some(({ at }) => at < from || at > from + most || at % 1000 !== 0) ? 1 : 0;
                  }
                  return [texts(durationTicks(1300)), texts(durationTicks(100_000)), texts(shareTicks(0.1)), texts(shareTicks(1)), texts(countTicks(3)),
                    texts(radiusTicks(0.6)), wrong].join(' | ');
                })""");

        assertThat(shown)
                .isEqualTo(
                        "0 500 ms 1,000 ms 1,500 ms | 0 30 s 60 s 90 s 120 s | 0% 5% 10% | 0% 25% 50% 75% 100% | 0 1 2 3"
                                + " | 0 0.2 0.4 0.6 | 0");
    }

    @Test
    void shouldTakeNoWindowForTheLastFullOneThatIsNot() {
        Object shown = chromium.evaluate("""
                import('/page/live/windows.js').then(({ lastFull, lastFullInWords, perSecond }) => {
                  const minute = 60_000;
                  const slot = (start, answers, closed = true) => ({ start: start * minute, end: (start + 1) * minute, answers, closed });
                  const rate = (slots, now) => { const full = lastFull(slots, now * minute); return full === null ? 'none' : `${full.start / minute}:${perSecond(full)}`; };
                  return [rate([slot(4, 60), slot(5, 120, false)], 5.5), rate([slot(4, 60)], 6.1), rate([slot(4, 60)], 9.4), rate([slot(4, 60, false)], 4.5),
                    lastFullInWords(minute), lastFullInWords(10_000), lastFullInWords(5 * minute)].join(', ');
                })""");

        assertThat(shown)
                .isEqualTo("4:1, 4:1, 8:0, none, the last full minute, the last full 10 s, the last full 5 min");
    }

    @Test
    void shouldCallAnswersSlowByTheRuleThatIsDocumented() {
        Object shown = chromium.evaluate("""
                import('/page/live/fleet-trouble.js').then(({ slowAnswers }) => {
                  const slots = (means, answers = 50, deadline = 0) => means.map((mean, index) => ({ start: index * 60_000, end: (index + 1) * 60_000, closed: true,
                    answers, latencySum: mean * answers, deadline: index === means.length - 1 ? deadline : 0 }));
                  const usual = [1300, 1250, 1400, 1300, 1300];
                  const said = (...of) => slowAnswers(...of)?.why ?? 'no';
                  return [
                    said(slots([...usual, 3800]), 300_000), said(slots([...usual, 3901]), 300_000), said(slots([300, 300, 300, 300, 300, 1200]), 300_000),
                    said(slots([1300, 1300, 1300, 9000]), 300_000), said(slots([...usual, 9000], 9), null),
                    said(slots([160_000]), 300_000), said(slots([160_000]), null), said(slots(usual, 60, 3), 300_000), said(slots(usual, 60, 2), 300_000),
                  ].join(' | ');
                })""");

        assertThat(shown)
                .isEqualTo(
                        "no | An answer took 4.0 s on average in the last full minute; 1.3 s is usual. | no | no | no"
                                + " | An answer took 2 min 40 s on average in the last full minute; a frame is given up on after 5 min. | no"
                                + " | 3 of 60 frames were given up on in the last full minute, since their votes did not all arrive in time. | no");
    }

    @Test
    void shouldSayThatMoreWaitsThanCanBeAnsweredOnceThatHasLastedAMinute() {
        Object shown = chromium.evaluate("""
                import('/page/live/fleet-trouble.js').then(({ FleetWatch, fullQueue }) => {
                  const fleet = (tasks, samplesPerSecond) => ({ backlog: { tasks, limit: 50_000, limitSeconds: 30, queues: [{ queue: 'noise-tasks', tasks, seconds: null, full: tasks > 50_000, answers: true }] },
                    workers: [{ samplesPerSecond, lastVoteAt: new Date(1e12).toISOString() }], deadLetters: { latest: [] },
                    models: [{ queue: 'noise-tasks', answers: true, taskSamples: 25, deadlineMillis: 300_000 }, { queue: 'another', answers: true, taskSamples: 25, deadlineMillis: 1 }] });
                  const watch = new FleetWatch();
                  const seen = (tasks, rate, second) => watch.look(fleet(tasks, rate), [], 1e12 + second * 1000)[0]?.why ?? 'no';
                  return [seen(30_000, 1000, 0), seen(30_000, 1000, 59), seen(30_000, 1000, 59.9), seen(12_000, 1000, 50), seen(30_000, 1000, 55), seen(30_000, 1467, 58),
                    fullQueue(fleet(50_001, 1))?.why ?? 'no', fullQueue(fleet(50_000, 1))?.headline ?? 'no',
                    fullQueue({ backlog: { limit: 50_000, limitSeconds: 30, queues: [{ queue: 'q', tasks: 90, seconds: 45, full: true, answers: true }] } }).why,
                    new FleetWatch().look(null, [], 0).length].join(' | ');
                })""");

        assertThat(shown)
                .isEqualTo("no | no | no | no | no | no"
                        + " | 50,001 tasks wait in noise-tasks; while more than 50,000 do, no frames are taken. | no"
                        + " | 90 tasks wait in q, 45 s of work; while more than 30 s does, no frames are taken. | 0");
        assertThat(chromium.evaluate("""
                import('/page/live/fleet-trouble.js').then(({ FleetWatch }) => {
                  const fleet = (now) => ({ backlog: { tasks: 30_000, limit: 50_000, queues: [{ queue: 'noise-tasks', tasks: 30_000, answers: true }] },
                    workers: [{ samplesPerSecond: 1000, lastVoteAt: new Date(now).toISOString() }], deadLetters: { latest: [] },
                    models: [{ queue: 'noise-tasks', answers: true, taskSamples: 25, deadlineMillis: 300_000 }] });
                  const watch = new FleetWatch();
                  watch.look(fleet(0), [], 0);
                  return watch.look(fleet(60_000), [], 60_000)[0].why;
                })"""))
                .isEqualTo(
                        "The 30,000 tasks that wait take 13 min at the last minute\u2019s rate of 1,000 samples a second;"
                                + " a frame is given up on after 5 min.");
    }

    @Test
    void shouldSayOfACameraThatItsFramesAreGivenUpUntilNoneIsAnyMore() {
        Object shown = chromium.evaluate("""
                import('/page/live/trouble.js').then(({ troubleOf }) => {
                  const event = (kind) => ({ kind, message: `It is ${kind}.`, windowStart: '2026-11-01T12:00:00Z' });
                  const camera = (...kinds) => ({ latest: null, state: 'usual', windows: [], events: kinds.map(event) });
                  const said = (trouble) => trouble === null ? 'no' : `${trouble.kind}: ${trouble.why} ${trouble.since}`;
                  return [said(troubleOf(camera('overloaded', 'departed'), 0)), said(troubleOf(camera('overloaded', 'caught-up'), 0)),
                    said(troubleOf(camera('returned'), 0))].join(' | ');
                })""");

        assertThat(shown).isEqualTo("overloaded: It is overloaded. 2026-11-01T12:00:00Z | no | no");
    }

    @Test
    void shouldSayWhatIsDoneAboutACameraThatSendsMoreThanIsVotedOn() {
        Object shown = chromium.evaluate("""
                Promise.all([import('/page/live/pressure.js'), import('/page/live/trouble.js')]).then(([{ pressureInWords }, { troubleOf }]) => {
                  const at = (second) => new Date(second * 1000).toISOString();
                  const camera = (reasons, rejected, ladderStep) => ({ latest: null, state: 'usual', events: [], latestPicture: { ladderStep },
                    windows: [{ closed: true, start: at(0), end: at(60), certified: 40, predicted: 0, abstained: 60, rejected, reasons }] });
                  const said = (one, second) => pressureInWords(one, second * 1000);
                  return [said(camera({ overloaded: 30, 'over-budget': 4 }, 1200, 2), 70), said(camera({}, 3, 0), 70), said(camera({}, 0, 1), 70),
                    said(camera({ deadline: 4 }, 0, 0), 70), said(camera({ overloaded: 30 }, 5, 0), 200), said({ latestPicture: null, windows: [] }, 0),
                    troubleOf(camera({ 'over-budget': 4 }, 0, 0), 70_000).why].join(' | ');
                })""");

        assertThat(shown)
                .isEqualTo(
                        "cheaper plan, step 2 \u00b7 34 given up, 1,200 turned away in the last full minute | 3 turned away in the"
                                + " last full minute | cheaper plan, step 1 |  |  |  | 4 of 100 frames were not begun in the last"
                                + " full minute, since it has spent its budget of samples.");
    }

    @Test
    void shouldNotBlameACameraForWhatItsPicturesHaveNoPartIn() {
        Object shown = chromium.evaluate("""
                import('/page/live/trouble.js').then(({ troubleOf }) => {
                  const window = { closed: true, start: '2026-11-01T12:00:00Z', end: '2026-11-01T12:01:00Z', certified: 15, predicted: 0, abstained: 85,
                    rejected: 0, pastFrames: 0, reasons: { deadline: 50, overloaded: 30, 'not-confident': 4, 'no-valid-votes': 1 } };
                  return troubleOf({ latest: null, state: 'departed', departedSince: null, windows: [window], events: [] }, 0).why;
                })""");

        assertThat(shown).isEqualTo("25% of 20 frames abstained in the last full minute. Mostly: not confident.");
    }

    @Test
    void shouldSayThatMoreFramesComeThanAreDone() {
        Object shown = chromium.evaluate("""
                import('/page/live/fleet-trouble.js').then(({ overload }) => {
                  const slot = (answers, overloaded) => ({ start: 0, end: 60_000, closed: true, answers, overloaded });
                  return [overload([]), overload([slot(100, 4)]), overload([slot(100, 5)]).why, overload([slot(100, 50), slot(100, 0)])].join(' | ');
                })""");

        assertThat(shown)
                .isEqualTo(
                        " |  | 5 of 100 frames were not begun in the last full minute, since their turn would have come"
                                + " too late; the newest of each camera come first. | ");
    }

    @Test
    void shouldNameWorkersThatFailOnEveryTask() {
        Object shown = chromium.evaluate("""
                import('/page/live/fleet-trouble.js').then(({ failingWorkers }) => {
                  const worker = (id, failing) => ({ id, failing });
                  const said = (latest, ...workers) => failingWorkers({ workers, deadLetters: { latest } });
                  const letter = { component: 'b', message: 'the task is for bundle 1, this worker has 2' };
                  return [said([letter], worker('a', false)), said([letter], worker('a', false), worker('b', true))?.why,
                    said([letter], worker('a', true))?.why, said([], worker('a', true), worker('b', true)).headline].join(' | ');
                })""");

        assertThat(shown)
                .isEqualTo(
                        " | b could run none of the tasks of the last half minute; the latest dead letter says: the task"
                                + " is for bundle 1, this worker has 2. | a could run none of the tasks of the last half minute;"
                                + " its log says why. | 2 workers fail on every task.");
    }

    @Test
    void shouldKnowWhatEveryRejectionMeansAndWhatToDo() {
        String reasons = Stream.of(RejectionReason.values())
                .filter(reason -> reason != RejectionReason.UNKNOWN)
                .map(reason -> "'" + reason.name().toLowerCase(Locale.ROOT).replace('_', '-') + "'")
                .collect(Collectors.joining(", ", "[", "]"));

        assertThat(chromium.evaluate("""
                import('/page/common/words.js').then(({ meaning, remedy }) => %s
                  .filter((reason) => meaning(reason) === '' || remedy(reason) === '').join(' '))""".formatted(reasons))).isEqualTo("");
    }

    @Test
    void shouldReadEventsFromPiecesOfAnySize() {
        Object read = chromium.evaluate("""
                import('/page/live/event-parser.js').then(({ EventParser }) => {
                  const text = ': hello\\n\\nevent: prediction\\nid: 7\\ndata: {"a":\\ndata: 1}\\n\\r\\nid: 8\\r\\ndata:x\\r\\n\\r\\n'
                    + 'event: empty\\n\\ndata: last\\n\\n: heartbeat\\nid: 9\\n\\nid: 10\\ndata: not yet\\n';
                  const readBy = (size) => {
                    const parser = new EventParser();
                    const events = [];
                    for (let at = 0; at < text.length; at += size) {
                      events.push(...parser.take(text.slice(at, at + size)));
                    }
                    return events.map(({ event, data }) => `${event}(${data.replace('\\n', '|')})`).join(' ') + ` then ${parser.lastId}`;
                  };
                  return [...new Set([1, 2, 3, 5, 7, 11, 1000].map(readBy))].join(' or ');
                })""");

        assertThat(read).isEqualTo("prediction({\"a\":|1}) message(x) message(last) then 9");
    }

    @Test
    void shouldPutNarrowBinsWhereTheirLowerEdgeLies() {
        Object sums = chromium.evaluate("""
                import('/page/live/sums.js').then(({ certifiedAccuracy, sumsOf }) => {
                  const window = (start, radiusBinWidth, correctRadiusCounts) => ({
                    start, end: start, closed: true, certified: 4, predicted: 0, abstained: 0, rejected: 0, radiusSum: 1, samples: 1,
                    labelled: 4, correct: 4, reasons: {}, radiusBinWidth, radiusCounts: [], correctRadiusCounts,
                    latencyMillisSum: 1, latencyMillisMax: 1 });
                  const windows = [window('2026-11-01T12:00:00Z', 0.5, [1, 3]), window('2026-11-01T12:01:00Z', 0.25, [0, 2, 1, 1])];
                  return JSON.stringify(certifiedAccuracy(sumsOf(windows)));
                })""");

        assertThat(sums)
                .isEqualTo(
                        "[{\"radius\":0,\"accuracy\":1},{\"radius\":0.5,\"accuracy\":0.625},{\"radius\":1,\"accuracy\":0}]");
    }

    @Test
    void shouldWaitForARareCameraAsLongAsItUsuallyTakes() {
        Object kinds = chromium.evaluate("""
                import('/page/live/trouble.js').then(({ troubleOf }) => {
                  const minute = 60_000;
                  const window = (at) => ({ start: new Date(at).toISOString(), end: new Date(at + minute).toISOString(), closed: true,
                    certified: 1, predicted: 0, abstained: 0, rejected: 0, reasons: {} });
                  const camera = (every) => ({ state: 'usual', events: [], latest: { outcome: 'certified', completedAt: new Date(0).toISOString() },
                    windows: [4, 3, 2, 1].map((past) => window(-past * every)) });
                  return [[minute, 4], [minute, 11], [60 * minute, 60], [60 * minute, 700]]
                    .map(([every, silentMinutes]) => troubleOf(camera(every), silentMinutes * minute)?.kind ?? 'none').join(' ');
                })""");

        assertThat(kinds).isEqualTo("none silent none silent");
    }

    @Test
    void shouldNotWaitForWhatSentInTwoWindowsOnly() {
        Object kinds = chromium.evaluate("""
                import('/page/live/trouble.js').then(({ troubleOf }) => {
                  const minute = 60_000;
                  const window = (at) => ({ start: new Date(at).toISOString(), end: new Date(at + minute).toISOString(), closed: true,
                    certified: 50, predicted: 0, abstained: 0, rejected: 0, reasons: {} });
                  const camera = (count) => ({ state: 'usual', events: [], latest: { outcome: 'certified', completedAt: new Date(0).toISOString() },
                    windows: [3, 2, 1].slice(0, count).map((past) => window(-past * minute)) });
                  return [2, 3].map((count) => troubleOf(camera(count), 60 * minute)?.kind ?? 'none').join(' ');
                })""");

        assertThat(kinds).isEqualTo("none silent");
    }
}

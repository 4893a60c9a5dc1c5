package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

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
}

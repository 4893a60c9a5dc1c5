#!/usr/bin/env python3
"""Publishes frames at a rate that does not depend on the answers, and says what became of them, as one JSON object.

Ages are from the time of capture to that of the answer, both of this machine's clock. Frames of camera `probe`, twice a second after the load has ended, show when
answers are by votes again.
"""

import argparse
import collections
import datetime
import heapq
import json
import pathlib
import sys
import time
import uuid

from confluent_kafka import Consumer, Producer, TopicPartition

DECIDED = ("CERTIFIED", "PREDICTED", "NOT_CONFIDENT")
ROOT = pathlib.Path(__file__).resolve().parents[2]
PROBE = "probe"
PROBES = 40
PROBE_SECONDS = 0.5
sys.path.insert(0, str(ROOT / "docs" / "examples" / "python"))
import publish_and_read as client  # noqa: E402: the documented client


class Frames:
    """Frames that were published, and what became of each: camera, when it was sent and answered, how it ended, its samples."""

    def __init__(self, brokers, registry):
        self.registry = client.Registry(registry)
        self.schema_id, self.schema = self.registry.latest("frames-value")
        self.image = (ROOT / "docs" / "examples" / "ship.png").read_bytes()
        self.consumer = client.open_answers(brokers)
        self.producer = Producer({"bootstrap.servers": brokers, "linger.ms": 5})
        self.waiting = {}
        self.answered = []

    def publish(self, camera):
        now = time.time()
        frame = {
            "frameId": str(uuid.uuid4()),
            "cameraId": camera,
            "capturedAt": datetime.datetime.fromtimestamp(now, datetime.timezone.utc),
            "contentType": "image/png",
            "image": self.image,
            "groundTruth": None,
            "options": None,
        }
        self.waiting[frame["frameId"]] = (camera, now)
        self.producer.produce("frames", key=camera, value=client.encode(self.schema_id, self.schema, frame))
        self.producer.poll(0)

    def read(self, patience):
        message = self.consumer.poll(patience)
        if message is None or message.error():
            return
        answer = client.decode(self.registry, message.value())
        camera, sent = self.waiting.pop(answer["frameId"], (None, None))
        if camera is not None:
            rejected = message.topic() == "rejected-frames"
            end = answer["reason"] if rejected else answer["abstentionReason"] or answer["outcome"]
            self.answered.append((camera, sent, time.time(), end, 0 if rejected else answer["samplesUsed"]))


def samples(brokers):
    """How many samples workers have voted on: tasks have 25."""
    consumer = Consumer({"bootstrap.servers": brokers, "group.id": "load"})
    partitions = consumer.list_topics("votes", timeout=10).topics["votes"].partitions
    tasks = sum(consumer.get_watermark_offsets(TopicPartition("votes", partition), timeout=10)[1] for partition in partitions)
    consumer.close()
    return 25 * tasks


def publish_as_answered(frames, seconds, under_way):
    """As many frames as are answered."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if len(frames.waiting) < under_way:
            frames.publish("load-0")
        else:
            frames.read(0.005)


def publish_at(frames, seconds, rates):
    """Each camera's frames, evenly spaced. The rates are frames a second by camera."""
    begin = time.monotonic()
    due = [(i / len(rates) / rate, camera, rate) for i, (camera, rate) in enumerate(rates.items())]
    heapq.heapify(due)
    while (now := time.monotonic() - begin) < seconds:
        if due[0][0] <= now:
            when, camera, rate = heapq.heappop(due)
            frames.publish(camera)
            heapq.heappush(due, (when + 1 / rate, camera, rate))
        else:
            frames.read(min(0.005, due[0][0] - now))


def recovery(frames):
    """Seconds from the end of the load to the first of the probes from which on all are decided; None if the last is not."""
    probes = sorted((sent, end in DECIDED) for camera, sent, _, end, _ in frames.answered if camera == PROBE)
    good = len(probes)
    while good > 0 and probes[good - 1][1]:
        good -= 1
    return round(good * PROBE_SECONDS, 1) if len(probes) == PROBES and good < PROBES else None


def summary(frames, begin, seconds, cast):
    load = [answer for answer in frames.answered if answer[0] != PROBE]
    decided = [answer for answer in load if answer[3] in DECIDED]
    in_time = [answer for answer in decided if answer[2] <= begin + seconds]
    ages = sorted(answered - sent for _, sent, answered, _, _ in load)
    series = collections.Counter(int(answered - begin) for _, _, answered, _, _ in decided)
    return {
        "sent": len(load) + sum(camera != PROBE for camera, _ in frames.waiting.values()),
        "decidedPerSecond": round(len(in_time) / seconds, 3),
        "usefulSamples": round(sum(answer[4] for answer in frames.answered if answer[3] in DECIDED) / cast, 3) if cast else None,
        "ends": dict(collections.Counter(answer[3] for answer in load)),
        "unanswered": len(frames.waiting),
        "p95Age": round(ages[int(0.95 * (len(ages) - 1))], 2) if ages else None,
        "decidedBySecond": [series[second] for second in range(int(seconds))],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, help="frames a second of one camera; without it, as many as are answered")
    parser.add_argument("--quiet", type=int, default=0, help="so many cameras share the rate, and one more has 100 times the rate of each")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--patience", type=float, default=60, help="seconds to wait for the last answers")
    parser.add_argument("--under-way", type=int, default=8, help="without a rate: frames that wait for their answer")
    parser.add_argument("--brokers", required=True)
    parser.add_argument("--registry", required=True)
    arguments = parser.parse_args()

    frames = Frames(arguments.brokers, arguments.registry)
    cast = samples(arguments.brokers)
    begin = time.time()
    if arguments.rate is None:
        publish_as_answered(frames, arguments.seconds, arguments.under_way)
    elif arguments.quiet == 0:
        publish_at(frames, arguments.seconds, {"load-0": arguments.rate})
    else:
        each = arguments.rate / arguments.quiet
        rates = {f"quiet-{i}": each for i in range(arguments.quiet)}
        publish_at(frames, arguments.seconds, {**rates, "greedy": 100 * each})
    if arguments.rate is not None:
        publish_at(frames, PROBES * PROBE_SECONDS, {PROBE: 1 / PROBE_SECONDS})
    frames.producer.flush(30)
    last = time.monotonic() + arguments.patience
    while frames.waiting and time.monotonic() < last:
        frames.read(0.2)
    frames.consumer.close()
    time.sleep(1)
    result = summary(frames, begin, arguments.seconds, samples(arguments.brokers) - cast)
    if arguments.rate is not None:
        result["recoverySeconds"] = recovery(frames)
    if arguments.quiet:
        ends = collections.Counter(answer[3] in DECIDED for answer in frames.answered if answer[0].startswith("quiet"))
        result["quietDecided"] = round(ends[True] / sum(ends.values()), 4)
    print(json.dumps(result))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Publishes frames at a rate that does not depend on the answers, and says what became of them, as one JSON object.

Ages are from the time of capture to that of the answer, both of this machine's clock.
"""

import argparse
import collections
import datetime
import json
import pathlib
import sys
import time
import urllib.request
import uuid

from confluent_kafka import Producer

DECIDED = ("CERTIFIED", "PREDICTED", "NOT_CONFIDENT")
ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs" / "examples" / "python"))
import publish_and_read as client  # noqa: E402: the documented client


def samples(worker):
    """How many samples the worker has voted on."""
    with urllib.request.urlopen(worker + "/metrics", timeout=10) as response:
        return sum(float(line.split()[-1]) for line in response.read().decode().splitlines() if line.startswith("steadfast_worker_samples_total"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, help="frames a second; without it, as many as are answered")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--cameras", type=int, default=1)
    parser.add_argument("--patience", type=float, default=60, help="seconds to wait for the last answers")
    parser.add_argument("--under-way", type=int, default=8, help="without a rate: frames that wait for their answer")
    parser.add_argument("--worker", required=True, help="the worker's management address")
    parser.add_argument("--brokers", required=True)
    parser.add_argument("--registry", required=True)
    arguments = parser.parse_args()

    registry = client.Registry(arguments.registry)
    schema_id, schema = registry.latest("frames-value")
    image = (ROOT / "docs" / "examples" / "ship.png").read_bytes()
    consumer = client.open_answers(arguments.brokers)
    producer = Producer({"bootstrap.servers": arguments.brokers, "linger.ms": 5})
    waiting, ends, ages, used = {}, collections.Counter(), [], [0]

    def read(patience):
        message = consumer.poll(patience)
        if message is None or message.error():
            return
        answer = client.decode(registry, message.value())
        sent = waiting.pop(answer["frameId"], None)
        if sent is not None:
            end = "REJECTED" if message.topic() == "rejected-frames" else answer["abstentionReason"] or answer["outcome"]
            ends[end] += 1
            if end in DECIDED:
                used[0] += answer["samplesUsed"]
            ages.append(time.time() - sent)

    def publish(number):
        now = time.time()
        frame = {
            "frameId": str(uuid.uuid4()),
            "cameraId": f"load-{number % arguments.cameras}",
            "capturedAt": datetime.datetime.fromtimestamp(now, datetime.timezone.utc),
            "contentType": "image/png",
            "image": image,
            "groundTruth": None,
            "options": None,
        }
        waiting[frame["frameId"]] = now
        producer.produce("frames", key=frame["cameraId"], value=client.encode(schema_id, schema, frame))
        producer.poll(0)

    cast = samples(arguments.worker)
    begin = time.monotonic()
    number = 0
    while (elapsed := time.monotonic() - begin) < arguments.seconds:
        due = elapsed * arguments.rate if arguments.rate else number + arguments.under_way - len(waiting)
        if number < due:
            publish(number)
            number += 1
        else:
            read(0.005)
    decided_in_time = sum(count for end, count in ends.items() if end in DECIDED)
    producer.flush(30)
    last = time.monotonic() + arguments.patience
    while waiting and time.monotonic() < last:
        read(0.2)
    consumer.close()
    time.sleep(1)
    cast = samples(arguments.worker) - cast
    ages.sort()
    print(json.dumps({
        "sent": number,
        "decidedPerSecond": round(decided_in_time / arguments.seconds, 2),
        "usefulSamples": round(used[0] / cast, 2) if cast else None,
        "ends": dict(ends),
        "unanswered": len(waiting),
        "p95Age": round(ages[int(0.95 * (len(ages) - 1))], 2) if ages else None,
    }))


if __name__ == "__main__":
    main()

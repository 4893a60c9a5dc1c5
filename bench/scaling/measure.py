#!/usr/bin/env python3
"""Loads the stream with frames and says what each took: frames answered, their age, processor time of each process, bytes in the broker's logs.

One JSON object. Without --rate, as many frames are under way as --under-way says; with it, frames come at that rate, each after a random time (Poisson).
"""

import argparse
import datetime
import json
import os
import pathlib
import random
import statistics
import struct
import sys
import time
import uuid
import zlib

from confluent_kafka import Producer

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs" / "examples" / "python"))
import publish_and_read as client  # noqa: E402: the documented client

TICKS = os.sysconf("SC_CLK_TCK")
TOPICS = ("frames", "accepted-frames", "noise-tasks", "votes", "certified-predictions")


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def written(folder):
    """Bytes of the logs, by topic; everything else (state, offsets, transactions) is 'internal'."""
    sizes = dict.fromkeys(TOPICS + ("internal",), 0)
    for log in pathlib.Path(folder).rglob("*.log"):
        topic = log.parent.name.rpartition("-")[0]
        sizes[topic if topic in sizes else "internal"] += log.stat().st_size
    return sizes


def picture(side):
    """A PNG of a gradient under noise, which is as hard to compress as what a camera takes by night."""
    noise = random.Random(side)
    rows = b"".join(
        b"\0" + bytes(min(255, max(0, int(160 * (x + y) / (2 * side) + 48 + noise.gauss(0, 12)))) for x in range(side) for _ in range(3))
        for y in range(side))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--rate", type=float, help="frames a second")
    parser.add_argument("--under-way", type=int, default=32, help="without --rate: frames that wait for their answer; 0 for none at all")
    parser.add_argument("--samples", type=int, required=True, help="of a frame; 25 of them choose the class")
    parser.add_argument("--side", type=int, default=32, help="of the pictures, in pixels: that of the bundle's input")
    parser.add_argument("--cameras", type=int, default=12)
    parser.add_argument("--brokers", required=True)
    parser.add_argument("--registry", required=True)
    parser.add_argument("--logs", required=True, help="the broker's folder")
    parser.add_argument("--process", action="append", default=[], metavar="NAME=PID")
    arguments = parser.parse_args()

    registry = client.Registry(arguments.registry)
    schema_id, schema = registry.latest("frames-value")
    image = picture(arguments.side)
    types = {field.name: field.type for field in schema.fields}
    options = {field.name: None for field in types["options"].schemas[1].fields}
    options |= {"plan": "FIXED", "selectionSamples": 25, "estimationSamples": arguments.samples - 25}
    consumer = client.open_answers(arguments.brokers)
    producer = Producer({"bootstrap.servers": arguments.brokers, "linger.ms": 0})
    processes = dict(process.split("=") for process in arguments.process)
    waiting, ages, others, in_time = {}, [], 0, 0

    def read(patience):
        nonlocal others, in_time
        message = consumer.poll(patience)
        if message is None or message.error():
            return
        answer = client.decode(registry, message.value())
        sent = waiting.pop(answer["frameId"], None)
        if sent is not None:
            if answer.get("samplesUsed") == arguments.samples:
                ages.append(time.time() - sent)
                in_time += arguments.seconds / 3 < time.monotonic() - begin < arguments.seconds
            else:
                others += 1

    def publish(number):
        frame = {
            "frameId": str(uuid.uuid4()),
            "cameraId": f"camera-{number % arguments.cameras}",
            "capturedAt": datetime.datetime.now(datetime.timezone.utc),
            "contentType": "image/png",
            "image": image,
            "groundTruth": None,
            "options": options,
        }
        waiting[frame["frameId"]] = time.time()
        producer.produce("frames", key=frame["cameraId"], value=client.encode(schema_id, schema, frame))
        producer.poll(0)

    before = {name: processor_seconds(pid) for name, pid in processes.items()}
    logs = written(arguments.logs)
    begin = time.monotonic()
    number, due = 0, 0.0
    while (elapsed := time.monotonic() - begin) < arguments.seconds:
        if arguments.rate:
            if elapsed >= due:
                publish(number)
                number += 1
                due += random.expovariate(arguments.rate)
                continue
        elif len(waiting) < arguments.under_way:
            publish(number)
            number += 1
            continue
        read(0.002)
    producer.flush(30)
    last = time.monotonic() + 60
    while waiting and time.monotonic() < last:
        read(0.1)
    answered = len(ages)
    spent = {name: processor_seconds(pid) - before[name] for name, pid in processes.items()}
    grown = {topic: size - logs[topic] for topic, size in written(arguments.logs).items()}
    consumer.close()
    ages.sort()
    print(json.dumps({
        "side": arguments.side,
        "samples": arguments.samples,
        "seconds": round(arguments.seconds, 1),
        "rate": arguments.rate,
        "sent": number,
        "framesPerSecond": round(in_time / (arguments.seconds * 2 / 3), 2),  # the first third fills the queue
        "notVotedOn": others + len(waiting),
        "medianAge": round(statistics.median(ages), 4) if ages else None,
        "p95Age": round(ages[int(0.95 * (len(ages) - 1))], 4) if ages else None,
        "processorSeconds": {name: round(s, 2) for name, s in spent.items()},
        "elapsed": round(time.monotonic() - begin, 2),
        "answered": answered,
        "processorMillisecondsAFrame": {name: round(1000 * s / max(1, answered), 3) for name, s in spent.items()},
        "bytesAFrame": {topic: round(size / max(1, answered)) for topic, size in grown.items()},
    }))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Publishes an image as a camera frame, and reads the prediction that Steadfast makes of it.

A client needs Kafka, Avro and the schema registry, and no code of Steadfast's: the schemas come from the registry, and records travel
in Confluent's wire format (a zero byte, the schema's id in 4 bytes, Avro binary).
"""

import argparse
import datetime
import decimal
import io
import json
import pathlib
import struct
import sys
import time
import urllib.request
import uuid

import avro.io
import avro.schema
from confluent_kafka import Consumer, KafkaException, Producer, TopicPartition

CONTENT_TYPES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}
ANSWER_TOPICS = ["certified-predictions", "rejected-frames"]


class Registry:
    """Schemas by subject, to write with, and by id, to read with."""

    def __init__(self, url):
        self.url = url.rstrip("/")
        self.known = {}

    def latest(self, subject):
        """The id and the schema that a writer of this subject uses."""
        answer = self._get(f"/subjects/{subject}/versions/latest")
        return answer["id"], avro.schema.parse(answer["schema"])

    def by_id(self, schema_id):
        if schema_id not in self.known:
            self.known[schema_id] = avro.schema.parse(self._get(f"/schemas/ids/{schema_id}")["schema"])
        return self.known[schema_id]

    def _get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=10) as response:
            return json.load(response)


def encode(schema_id, schema, record):
    out = io.BytesIO()
    out.write(struct.pack(">bI", 0, schema_id))
    avro.io.DatumWriter(schema).write(record, avro.io.BinaryEncoder(out))
    return out.getvalue()


def decode(registry, value):
    magic, schema_id = struct.unpack(">bI", value[:5])
    if magic != 0:
        raise ValueError(f"begins with byte {magic} instead of Confluent's magic byte 0")
    return avro.io.DatumReader(registry.by_id(schema_id)).read(avro.io.BinaryDecoder(io.BytesIO(value[5:])))


def open_answers(brokers):
    """A consumer of both answer topics, of whatever arrives from now on. It joins no group and commits nothing."""
    consumer = Consumer({
        "bootstrap.servers": brokers,
        "group.id": "python-example",  # the library wants one
        "enable.auto.commit": False,
        "isolation.level": "read_committed",
    })
    assignment = []
    for topic in ANSWER_TOPICS:
        metadata = consumer.list_topics(topic, timeout=10).topics[topic]
        if metadata.error is not None:
            raise KafkaException(metadata.error)
        for partition in metadata.partitions:
            end = consumer.get_watermark_offsets(TopicPartition(topic, partition), timeout=10)[1]
            assignment.append(TopicPartition(topic, partition, end))
    consumer.assign(assignment)
    return consumer


def publish(brokers, registry, frame):
    schema_id, schema = registry.latest("frames-value")
    failures = []
    producer = Producer({"bootstrap.servers": brokers, "enable.idempotence": True, "message.max.bytes": 9 * 1024 * 1024})
    producer.produce(
        "frames",
        key=frame["cameraId"],
        value=encode(schema_id, schema, frame),
        on_delivery=lambda error, _: failures.append(error) if error else None,
    )
    if producer.flush(30) > 0 or failures:
        raise KafkaException(*failures) if failures else TimeoutError("Kafka did not acknowledge the frame within 30 s")


def await_answer(consumer, registry, frame_id, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        message = consumer.poll(1.0)
        if message is None:
            continue
        if message.error():
            raise KafkaException(message.error())
        answer = decode(registry, message.value())
        if answer["frameId"] == frame_id:
            return message.topic(), answer
    raise TimeoutError(f"no answer to frame {frame_id} within {seconds} s: do topology and workers run?")


def describe(topic, answer):
    if topic == "rejected-frames":
        return f"rejected: {answer['reason']}: {answer['message']}"
    if answer["outcome"] == "CERTIFIED":
        # Rounded down, and exactly: a shown radius must not exceed the certified one.
        radius = decimal.Decimal(answer["radius"]).quantize(decimal.Decimal("0.001"), decimal.ROUND_FLOOR)
        return f"{answer['className']}: stable within {radius} (L2, pixels in [0, 1]), with confidence 1 - {answer['alpha']}"
    if answer["outcome"] == "PREDICTED":
        return f"{answer['className']}, without a radius"
    return f"abstained: {answer['abstentionReason']}"


def read_frame(path, camera, truth):
    image = path.read_bytes()
    content_type = next((kind for start, kind in CONTENT_TYPES.items() if image.startswith(start)), None)
    if content_type is None:
        raise ValueError(f"{path} is neither PNG nor JPEG")
    return {
        "frameId": str(uuid.uuid4()),
        "cameraId": camera,
        "capturedAt": datetime.datetime.now(datetime.timezone.utc),
        "contentType": content_type,
        "image": image,
        "groundTruth": truth,
        "options": None,  # the deployment's defaults; or {"plan": "FIXED", "sigma": 0.25, ...}, None for what is left to it
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("image", type=pathlib.Path, help="a PNG or JPEG file")
    parser.add_argument("--camera", default="python")
    parser.add_argument("--ground-truth", "--label", type=int, help="ground truth, as an index into the model's classes")
    parser.add_argument("--brokers", default="127.0.0.1:9092")
    parser.add_argument("--registry", default="http://127.0.0.1:8085/apis/ccompat/v7")
    parser.add_argument("--timeout", type=float, default=60, help="seconds to wait for the answer")
    arguments = parser.parse_args()

    registry = Registry(arguments.registry)
    frame = read_frame(arguments.image, arguments.camera, arguments.ground_truth)
    consumer = open_answers(arguments.brokers)  # before the frame is sent, so that its answer cannot be missed
    try:
        publish(arguments.brokers, registry, frame)
        print(f"published frame {frame['frameId']}")
        topic, answer = await_answer(consumer, registry, frame["frameId"], arguments.timeout)
        print(describe(topic, answer))
    finally:
        consumer.close()
    return 1 if topic == "rejected-frames" else 0


if __name__ == "__main__":
    sys.exit(main())

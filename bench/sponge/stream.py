#!/usr/bin/env python3
"""What a camera of sponges does to a deployment, and to another camera beside it, with and without a budget of samples.

Broker, topology and one worker as processes. Camera `ordinary` sends ordinary images all the time; camera `other` sends ordinary images, then sponges, then
sponges while each camera has a budget of twice what its ordinary images took.
"""

import argparse
import os
import pathlib
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "bench" / "suite"), str(ROOT / "bench" / "overload")]
import load as overload  # noqa: E402
import services  # noqa: E402

TIMES_ORDINARY = 2
PATIENCE = 60
CAMERAS = ("ordinary", "other")


def run(arguments, radius, kind, budget):
    """One load on a deployment of its own: what became of each camera's frames."""
    environment = {**os.environ, "STEADFAST_CERTIFICATION_DEADLINE": "15s"}
    if budget:
        environment["STEADFAST_CERTIFICATION_CAMERA_BUDGET"] = f"{budget:.0f}/s+{budget:.0f}"
    pictures = {camera: sorted((arguments.images / f"{of}-{radius}").glob("*.png")) for camera, of in zip(CAMERAS, ("ordinary", kind))}
    pictures = {camera: [path.read_bytes() for path in paths] for camera, paths in pictures.items()}
    options = {"sigma": 0.25, "alpha": 0.001, "selectionSamples": 25, "estimationSamples": arguments.n, "plan": "SEQUENTIAL", "radius": radius}
    with services.Deployment(environment, arguments.bundle) as deployment:
        deployment.worker()
        kafka = deployment.environment
        frames = overload.Frames(kafka["STEADFAST_KAFKA_BOOTSTRAP_SERVERS"], kafka["STEADFAST_KAFKA_SCHEMA_REGISTRY_URL"])
        for _ in range(20):  # to warm up
            frames.publish("warm-up", pictures["ordinary"][0], options)
        drain(frames)
        begin, sent = time.monotonic(), 0
        while (now := time.monotonic() - begin) < arguments.seconds:
            if now * arguments.rate >= sent:
                for camera in CAMERAS:
                    frames.publish(camera, pictures[camera][sent % len(pictures[camera])], options)
                sent += 1
            frames.read(0.01)
        drain(frames)
        frames.consumer.close()
    return {camera: summary([answer for answer in frames.answered if answer[0] == camera], arguments.seconds) for camera in CAMERAS}


def drain(frames):
    frames.producer.flush(30)
    end = time.monotonic() + PATIENCE
    while frames.waiting:
        if time.monotonic() > end:
            sys.exit(f"{len(frames.waiting)} frames have no answer after {PATIENCE} s")
        frames.read(0.2)


def summary(answers, seconds):
    ages = sorted(answered - sent for _, sent, answered, _, _ in answers)
    decided = sum(end in overload.DECIDED for _, _, _, end, _ in answers)
    ends = sorted({end for _, _, _, end, _ in answers})
    return {
        "samples": sum(answer[4] for answer in answers) / seconds,
        "decided": decided / len(answers),
        "median": ages[len(ages) // 2],
        "p95": ages[int(0.95 * (len(ages) - 1))],
        "ends": ", ".join(f"{end} {sum(answer[3] == end for answer in answers)}" for end in ends),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bundle", required=True)
    parser.add_argument("--images", type=pathlib.Path, required=True, help="folders ordinary-RADIUS and sponges-RADIUS")
    parser.add_argument("--n", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True, help="of each load")
    parser.add_argument("--rate", type=float, default=1, help="frames a second of each camera")
    arguments = parser.parse_args()
    services.build()
    print(f"\nIn a stream: two cameras of {arguments.rate:g} frames/s, {arguments.seconds:g} s of each load, one worker\n")
    print(f"{'question':12} {'the other camera sends':36} {'camera':9} {'samples/s':>9} {'decided':>8} {'median':>8} {'p95':>8}  ends")
    for radius in (0.0, 0.25):
        budget = None
        for kind, limited in (("ordinary", False), ("sponges", False), ("sponges", True)):
            result = run(arguments, radius, kind, budget if limited else None)
            if kind == "ordinary":
                budget = TIMES_ORDINARY * result["other"]["samples"]
            what = kind + (f", each camera has {budget:.0f} samples/s" if limited else "")
            for camera in CAMERAS:
                of = result[camera]
                print(
                    f"{'class only' if radius == 0 else f'radius {radius:g}':12} {what:36} {camera:9} {of['samples']:9.0f} {of['decided']:8.2f}"
                    f" {of['median']:6.1f} s {of['p95']:6.1f} s  {of['ends']}",
                    flush=True,
                )


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Publishes what OpenCV sees - a webcam, a file, a stream - as frames of a camera, through the gateway's HTTP interface.

OpenCV keeps pixels as blue, green, red. Its own encoders know that, so that a frame goes into imencode as it comes out of read, and must not be
turned around before. Pixels that are sent raw must be red, green, blue: there, and only there, the channels are turned around.
"""

import argparse
import json
import os
import sys
import time
import urllib.error
import urllib.request

import cv2

RETRIED = {429, 503}  # the gateway says when to come again


def encode(frame, encoding):
    """The content type and the bytes of a frame, which is height x width x (blue, green, red)."""
    if encoding == "raw":
        height, width = frame.shape[:2]
        return f"application/vnd.steadfast.rgb8;width={width};height={height}", cv2.cvtColor(frame, cv2.COLOR_BGR2RGB).tobytes()
    parameters = [cv2.IMWRITE_JPEG_QUALITY, 95] if encoding == "jpg" else []
    encoded, image = cv2.imencode(f".{encoding}", frame, parameters)
    if not encoded:
        raise ValueError(f"OpenCV cannot encode a frame of shape {frame.shape} as {encoding}")
    return {"jpg": "image/jpeg", "png": "image/png"}[encoding], image.tobytes()


def publish(url, content_type, image):
    """Publishes one frame and returns its id, once the brokers have it for good."""
    headers = {"Content-Type": content_type}
    if "STEADFAST_API_KEY" in os.environ:
        headers["X-Api-Key"] = os.environ["STEADFAST_API_KEY"]
    while True:
        try:
            with urllib.request.urlopen(urllib.request.Request(url, image, headers), timeout=30) as response:
                return json.load(response)["frameId"]
        except urllib.error.HTTPError as error:
            with error:
                if error.code not in RETRIED:
                    raise RuntimeError(f"the gateway answers {error.code}: {error.read().decode()}") from error
                time.sleep(float(error.headers.get("Retry-After", "1")))


def frames(source, per_second):
    """What the source shows, at most so often; of a live one always the newest, since those between are taken and dropped.

    A file is read as fast as it can be: what counts there is the time at which its frames are shown.
    """
    capture = cv2.VideoCapture(int(source) if source.isdigit() else source)
    if not capture.isOpened():
        raise RuntimeError(f"OpenCV cannot open {source}")
    is_file = os.path.exists(source)
    try:
        due = None
        while capture.grab():
            now = capture.get(cv2.CAP_PROP_POS_MSEC) / 1000 if is_file else time.monotonic()
            if due is None or now >= due:
                retrieved, frame = capture.retrieve()
                if retrieved:
                    due = now + 1 / per_second
                    yield frame
    finally:
        capture.release()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", help="the number of a webcam, a file, or a URL that OpenCV can open")
    parser.add_argument("--camera", default="opencv")
    parser.add_argument("--gateway", default="http://127.0.0.1:8080")
    parser.add_argument("--encoding", choices=["jpg", "png", "raw"], default="jpg")
    parser.add_argument("--fps", type=float, default=5, help="frames a second at the most")
    parser.add_argument("--frames", type=int, help="end after so many")
    arguments = parser.parse_args()

    url = f"{arguments.gateway}/v1/cameras/{arguments.camera}/frames"
    for number, frame in enumerate(frames(arguments.source, arguments.fps), start=1):
        print(publish(url, *encode(frame, arguments.encoding)), flush=True)
        if number == arguments.frames:
            break
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except RuntimeError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        pass

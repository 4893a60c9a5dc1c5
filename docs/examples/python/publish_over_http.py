#!/usr/bin/env python3
"""Publishes an image over HTTP, waits for its answer, and prints it. Arguments: the image, the gateway."""

import decimal
import json
import pathlib
import sys
import time
import urllib.error
import urllib.request

image = sys.argv[1] if len(sys.argv) > 1 else "docs/examples/ship.png"
gateway = sys.argv[2] if len(sys.argv) > 2 else "http://127.0.0.1:8080"


def call(path, body=None, headers=None):
    request = urllib.request.Request(gateway + path, body, headers or {})
    with urllib.request.urlopen(request, timeout=90) as response:
        return json.load(response)


try:
    answer = call(
        "/v1/cameras/python/frames",
        pathlib.Path(image).read_bytes(),
        {"Content-Type": "application/octet-stream", "Prefer": "wait=60"},
    )
    while answer.get("outcome", "pending") == "pending":  # it takes longer than the request may
        time.sleep(1)
        answer = call("/v1/predictions/" + answer["frameId"])
except urllib.error.HTTPError as problem:
    sys.exit(f"{problem.code}: {json.load(problem)['detail']}")

if answer["outcome"] == "certified":
    radius = decimal.Decimal(answer["radius"]).quantize(decimal.Decimal("0.001"), decimal.ROUND_FLOOR)
    print(f"{answer['className']}, stable within {radius}")
else:
    print(f"{answer['outcome']}: {answer['reason']}")

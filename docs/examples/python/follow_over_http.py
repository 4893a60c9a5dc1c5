#!/usr/bin/env python3
"""Prints answers as they come, and goes on where it was after a break. Argument: the gateway."""

import http.client
import json
import sys
import time
import urllib.error
import urllib.request

gateway = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"


def events(last_id):
    """Server-sent events from behind one, until the connection ends: fields by name."""
    headers = {"Last-Event-ID": last_id} if last_id else {}
    request = urllib.request.Request(gateway + "/v1/predictions/stream", headers=headers)
    with urllib.request.urlopen(request, timeout=60) as stream:  # heartbeats come more often
        event = {}
        for line in stream:
            name, _, value = line.decode().rstrip("\r\n").partition(": ")
            if name:
                event[name] = value
            elif not value:  # an empty line: the event is complete
                yield event
                event = {}


last_id = None
while True:
    try:
        for event in events(last_id):
            if event.get("event") == "prediction":
                answer = json.loads(event["data"])
                print(answer["cameraId"], answer["frameId"], answer["outcome"], answer.get("className"), flush=True)
            elif event.get("event") == "missed":
                print("missed", event["data"], file=sys.stderr, flush=True)
            last_id = event.get("id", last_id)
    except urllib.error.HTTPError as problem:
        if problem.code not in (429, 503):
            sys.exit(f"{problem.code}: {json.load(problem)['detail']}")
    except (OSError, http.client.HTTPException) as broken:
        print(f"broken off: {broken!r}", file=sys.stderr, flush=True)
    time.sleep(2)

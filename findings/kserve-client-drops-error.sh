#!/usr/bin/env bash
# KServe's Python client, 0.21.0: InferenceRESTClient shows the "error" of a failed Open Inference request only if the answer's Content-Type
# is "application/json" to the letter. With a parameter ("application/json; charset=utf-8", which many web frameworks write) or as
# "application/problem+json" (RFC 9457) its message is empty, and the person at the client sees the status alone. A gateway or server that
# wants its reasons read must send the bare type.
# Seen: the reason with application/json, and an empty message with the two others.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
pip() { venv/bin/python -m pip install --quiet --disable-pip-version-check "$@"; }
pip cloudevents==1.13.0 fastapi==0.165.0 grpcio==1.85.3 httpx==0.28.1 orjson==3.13.0 pandas==2.3.3 protobuf==6.33.6 psutil==5.9.8 pyyaml==6.0.4
pip --no-deps kserve==0.21.0 # its servers and its Kubernetes client are not needed, nor what they need

venv/bin/python - <<'PY'
import asyncio
import importlib.util
import sys
import threading
import types
from http.server import BaseHTTPRequestHandler, HTTPServer

package = types.ModuleType("kserve")  # without the imports of the whole package
package.__path__ = list(importlib.util.find_spec("kserve").submodule_search_locations)
sys.modules["kserve"] = package

import httpx
from kserve.inference_client import InferenceRESTClient, RESTConfig

TYPES = ["application/json", "application/json; charset=utf-8", "application/problem+json"]


class Server(BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b'{"error": "the shape needs 12 values, \'data\' has 11"}'
        self.send_response(422)
        self.send_header("Content-Type", TYPES[int(self.path.split("/")[3])])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


server = HTTPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()


async def message(number):
    client = InferenceRESTClient(RESTConfig(protocol="v2"))
    try:
        await client.infer(f"http://127.0.0.1:{server.server_port}", {"inputs": []}, model_name=str(number))
    except httpx.HTTPStatusError as error:
        return str(error).partition(" for url")[0]
    return "no error"


shown = [asyncio.run(message(number)) for number in range(len(TYPES))]
for each, text in zip(TYPES, shown):
    print(f"{each:32} {text}")
reason = "the shape needs 12 values"
if [reason in text for text in shown] != [True, False, False]:
    sys.exit("changed: not what was seen before")
PY

"""Public clients of the Open Inference Protocol, each by its default calls: infers, and shows the errors that it makes of what is answered.

Arguments: which client, and the gateway's address (host:port). Prints a JSON object with what the client made of each call.
"""
import asyncio
import importlib.util
import json
import sys
import types

MODEL = "cifar10-demo"
PIXELS = bytes(range(12))
OUTPUTS = ("class", "radius", "abstained", "label")


def answer(values):
    """One image's, of arrays by the names of outputs."""
    label = values["label"].tolist()[0]
    return {name: values[name].tolist()[0] for name in OUTPUTS[:3]} | {
        "label": label.decode() if isinstance(label, bytes) else label,
    }


def tritonclient_http(address):
    import numpy
    from tritonclient.http import InferenceServerClient, InferInput, InferRequestedOutput
    from tritonclient.utils import InferenceServerException

    client = InferenceServerClient(address)
    pixels = numpy.frombuffer(PIXELS, numpy.uint8).reshape(1, 2, 2, 3)
    image = InferInput("image", [1, 2, 2, 3], "UINT8")
    image.set_data_from_numpy(pixels)

    def infer(*inputs, **options):
        result = client.infer(MODEL, list(inputs), **options)
        return answer({name: result.as_numpy(name) for name in OUTPUTS})

    def error(call):
        try:
            call()
        except InferenceServerException as e:
            return [e.status(), e.message()]

    as_json = InferInput("image", [1, 2, 2, 3], "UINT8")
    as_json.set_data_from_numpy(pixels, binary_data=False)
    planes = InferInput("image", [1, 3, 2, 2], "FP32")
    planes.set_data_from_numpy((pixels.transpose(0, 3, 1, 2) / 255).astype(numpy.float32))
    encoded = InferInput("image", [1], "BYTES")
    encoded.set_data_from_numpy(numpy.array([b"\x89PNG\r\n\x1a\n123"], dtype=numpy.object_))
    normalised = InferInput("image", [1, 3, 2, 2], "FP32")
    normalised.set_data_from_numpy(numpy.full((1, 3, 2, 2), -1.2, numpy.float32))
    return {
        "ready": [client.is_server_live(), client.is_server_ready(), client.is_model_ready(MODEL)],
        "extensions": client.get_server_metadata()["extensions"],
        "metadata": client.get_model_metadata(MODEL)["inputs"],
        "default": infer(image),
        "json": infer(as_json, outputs=[InferRequestedOutput(name, binary_data=False) for name in OUTPUTS]),
        "planes": infer(planes),
        "encoded": infer(encoded),
        "gzip": infer(image, request_compression_algorithm="gzip", response_compression_algorithm="gzip"),
        "deflate": infer(image, request_compression_algorithm="deflate", response_compression_algorithm="deflate"),
        "unknown model": error(lambda: client.infer("other", [image])),
        "normalised": error(lambda: infer(normalised)),
        "unknown parameter": error(lambda: infer(image, parameters={"temperature": 1})),
        "index": client.get_model_repository_index(),
        "unknown path": error(lambda: client.load_model("other")),
    }


def kserve(address):
    # The package's own import brings a Kubernetes client and a web server, which a client of inference does not need.
    package = types.ModuleType("kserve")
    package.__path__ = list(importlib.util.find_spec("kserve").submodule_search_locations)
    sys.modules["kserve"] = package
    import httpx
    import numpy
    from kserve.inference_client import InferenceRESTClient, RESTConfig
    from kserve.protocol.infer_type import InferInput, InferRequest

    base = "http://" + address
    client = InferenceRESTClient(RESTConfig(protocol="v2"))
    pixels = numpy.frombuffer(PIXELS, numpy.uint8).reshape(1, 2, 2, 3)

    def request(binary):
        image = InferInput("image", [1, 2, 2, 3], "UINT8")
        image.set_data_from_numpy(pixels, binary_data=binary)
        return InferRequest(model_name=MODEL, infer_inputs=[image])

    async def infer(data, model=MODEL):
        response = await client.infer(base, data, model_name=model)
        return answer({output.name: output.as_numpy() for output in response.outputs})

    async def error(data, model=MODEL):
        try:
            await infer(data, model)
        except httpx.HTTPStatusError as e:
            return [str(e.response.status_code), str(e)]

    async def calls():
        binary_outputs = request(True)
        binary_outputs.parameters = {"binary_data_output": True}
        unknown = request(True)
        unknown.parameters = {"temperature": 1}
        return {
            "ready": [
                await client.is_server_live(base),
                await client.is_server_ready(base),
                await client.is_model_ready(base, MODEL),
            ],
            "default": await infer(request(True)),
            "json": await infer(request(False)),
            "binary outputs": await infer(binary_outputs),
            "unknown model": await error(request(True), "other"),
            "unknown parameter": await error(unknown),
        }

    return asyncio.run(calls())


print(json.dumps({"tritonclient": tritonclient_http, "kserve": kserve}[sys.argv[1]](sys.argv[2])))

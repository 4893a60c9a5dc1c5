"""Votes a second of the reference algorithm (Cohen et al. 2019) in plain PyTorch, with the networks of a bundle: fp32 noise of the framework, an fp32 pass over 1,000
images at a time, argmax, count, the bound of Clopper and Pearson. And the machine's peaks: convolutions of 64 channels in fp32, bf16 and int8, and memory. Arguments: seconds, bundle. It takes one thread for each core.
"""

import json
import math
import pathlib
import sys
import time
import types

import torch

ROOT = pathlib.Path(__file__).resolve().parents[2]
SIGMA, BATCH, SIDE, ALPHA = 0.25, 1000, 32, 0.001


def networks(bundle):
    """Those of the bundle, with fp32 inside in place of bf16."""
    folder = ROOT / "models" / "architectures"
    made = types.ModuleType("architectures")
    exec((folder / "architectures.py").read_text().replace("torch.bfloat16", "torch.float32"), made.__dict__)
    sys.modules["architectures"] = made
    sys.path.insert(0, str(folder))
    import export

    pair = []
    for file, name in (("denoiser.pt", "denoiser-encoder"), ("classifier.pt", "classifier-residual")):
        network = export.networks(10)[name]
        stored = torch.jit.load(str(bundle / file)).state_dict()
        network.load_state_dict({key: value.float() for key, value in stored.items()})
        network.eval()
        network.prepare()
        pair.append(network)
    return pair


def rate(seconds, work, units):
    work()
    begin, done = time.perf_counter(), 0
    while (elapsed := time.perf_counter() - begin) < seconds:
        work()
        done += units
    return done / elapsed


def say(what, value):
    print(json.dumps({"what": what, "perSecond": round(value, 1)}), flush=True)


def votes(denoiser, classifier):
    image = torch.rand(3, SIDE, SIDE)
    counts = torch.zeros(10, dtype=torch.int64)
    sigma = torch.full((BATCH, 1, 1, 1), SIGMA)

    def batch():
        images = image.repeat(BATCH, 1, 1, 1)
        noisy = images + torch.randn_like(images) * SIGMA
        answers = classifier(denoiser(noisy, sigma)).argmax(1)
        counts.add_(torch.bincount(answers, minlength=10))
        clopper_pearson(int(counts.max()), int(counts.sum()))

    return batch


def clopper_pearson(k, n):
    """The p at which k or more of n votes have the probability alpha."""
    of = torch.arange(k, n + 1, dtype=torch.float64)
    ways = math.lgamma(n + 1) - torch.lgamma(of + 1) - torch.lgamma(n - of + 1)
    low, high = 0.0, 1.0
    for _ in range(50):
        p = (low + high) / 2
        tail = torch.exp(ways + of * math.log(p) + (n - of) * math.log1p(-p)).sum()
        low, high = (p, high) if tail < ALPHA else (low, p)
    return low


def convolution(kind):
    """In operations: 64 channels, 3 x 3, 16 x 16 places, 32 images."""
    x = torch.rand(32, 64, 16, 16).contiguous(memory_format=torch.channels_last)
    weight = torch.rand(64, 64, 3, 3) - 0.5
    if kind == "int8":
        packed = torch.ops.quantized.conv2d_prepack(
            torch.quantize_per_tensor(weight, 2.0**-7, 0, torch.qint8), torch.zeros(64), [1, 1], [1, 1], [1, 1], 1
        )
        bytes_in = torch.quantize_per_tensor(x, 2.0**-8, 0, torch.quint8)
        return lambda: torch.ops.quantized.conv2d(bytes_in, packed, 2.0**-4, 0)
    dtype = torch.float32 if kind == "fp32" else torch.bfloat16
    x, weight = x.to(dtype), weight.to(dtype).contiguous(memory_format=torch.channels_last)
    return lambda: torch.nn.functional.conv2d(x, weight, None, 1, 1)


def main():
    seconds, bundle = float(sys.argv[1]), pathlib.Path(sys.argv[2])
    with torch.inference_mode():
        say("peer fp32", rate(seconds, votes(*networks(bundle)), BATCH))
        operations = 2 * 32 * 64 * 64 * 9 * 16 * 16
        for kind in ("fp32", "bf16", "int8"):
            say(f"{kind} convolution, GOP/s", rate(seconds / 4, convolution(kind), operations) / 1e9)
        source = torch.rand(64 * 1024 * 1024)
        target = torch.empty_like(source)
        say("memory copied, GB/s", rate(seconds / 4, lambda: target.copy_(source), 2 * source.numel() * 4) / 1e9)


if __name__ == "__main__":
    main()

"""Asks a gateway for frames, one at a time, and compares times. Arguments: the project's folder, the gateway, how many frames of each kind."""

import json
import statistics
import sys
import time
import urllib.request
from pathlib import Path


def ask(gateway, image, query):
    """Seconds from the request to its answer, and the prediction."""
    request = urllib.request.Request(f"{gateway}/v1/cameras/latency/frames?{query}", data=image, method="PUT", headers={"Prefer": "wait=60", "Content-Type": "image/png"})
    begin = time.monotonic()
    with urllib.request.urlopen(request, timeout=90) as response:
        answer = json.load(response)
    passed = time.monotonic() - begin
    return passed, answer


def quantile(values, part):
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def main():
    home, gateway, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    images = sorted((home / "standalone" / "src" / "main" / "resources").rglob("cifar10/**/*.png"))
    for image in images[:5]:
        ask(gateway, image.read_bytes(), "n=200")
    rounds = []
    for number in range(count):
        image = images[number % len(images)].read_bytes()
        sequential, answer = ask(gateway, image, "plan=sequential&radius=0.25&n=4000")
        samples = answer["samples"]
        n = max(25, samples - 25)
        fixed, other = ask(gateway, image, f"n0=25&n={n}")
        rounds.append((samples, sequential, fixed, other["samples"]))
    ratios = [sequential / fixed for _, sequential, fixed, _ in rounds]
    print(f"{count} frames; samples of sequential: median {statistics.median(r[0] for r in rounds):.0f}, most {max(r[0] for r in rounds)}")
    for name, column in (("sequential", 1), ("fixed, as many samples", 2)):
        values = [r[column] for r in rounds]
        print(f"{name}: median {statistics.median(values):.3f} s, p95 {quantile(values, 0.95):.3f} s")
    print(f"sequential / fixed: median {statistics.median(ratios):.2f}, of all time {sum(r[1] for r in rounds) / sum(r[2] for r in rounds):.2f}, p95 {quantile(ratios, 0.95):.2f}")


if __name__ == "__main__":
    main()

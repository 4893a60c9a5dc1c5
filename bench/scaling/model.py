#!/usr/bin/env python3
"""What a fleet does, from 1 to 1,000 GPUs, by a queueing model of the stream: frames a second, age of an answer, traffic of the brokers, and what is the bottleneck.

Costs are those that bench/scaling/run measured (measured.json beside this file); speeds of a GPU come from a public benchmark, named below. Nothing here was ever
run on a GPU. Prints tables in Markdown, and draws docs/explanation/scaling-32.svg and scaling-224.svg. Needs nothing but Python.
    bench/scaling/model.py [--measured FILE] [--out FOLDER]
"""

import argparse
import json
import math
import pathlib
import statistics

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parents[1] / "docs" / "explanation"

# ResNet-50 v1.5 at 224 x 224, TensorFlow, mixed precision, one A100 40 GB: 4.51 ms for a batch of 1, 18.14 ms for one of 64. NVIDIA, DeepLearningExamples,
# TensorFlow/Classification/ConvNets/resnet50v1.5, "Inference performance: NVIDIA DGX A100". The network takes 4.1e9 multiply-adds an image.
PASS_SECONDS = 4.51e-3
FLOPS = 8.2e9 / ((18.14e-3 - 4.51e-3) / 63)
# The shipped bundle; 224 x 224 has 49 times as many pixels.
FLOP_A_SAMPLE = {32: 0.48e9, 224: 49 * 0.48e9}
SAMPLES = 1100  # n0 = 100, n = 1,000
COMMIT = 0.05
CORES_OF_A_BROKER = 8
NETWORK = 10e9 / 8  # bytes a second, each way, of a broker
REPLICAS = 3
BUSY = 0.75  # of what is possible, where the age of answers is shown


class Costs:
    """What a frame and a task take: processor seconds by process, bytes by topic; each a + b x tasks."""

    def __init__(self, runs, side):
        idle = [run["result"] for run in runs if run["what"] == "idle"]
        base = {name: min(r["processorSeconds"][name] / r["elapsed"] for r in idle) for name in ("broker", "topology")}
        points = {}
        for run in runs:
            result = run["result"]
            if run["what"] == "cost" and result["side"] == side:
                tasks = result["samples"] // 25
                spent = {
                    name.partition("-")[0]: max(0, seconds - base.get(name, 0) * result["elapsed"]) / result["answered"]
                    for name, seconds in result["processorSeconds"].items()
                }
                points.setdefault(tasks, []).append((spent, result["bytesAFrame"]))
        self.processor = {
            name: line({tasks: min(spent[name] for spent, _ in some) for tasks, some in points.items()}) for name in ("broker", "topology", "worker")
        }
        self.bytes = {
            topic: line({tasks: statistics.median(size[topic] for _, size in some) for tasks, some in points.items()})
            for topic in next(iter(points.values()))[0][1]
        }

    def beside(self, smaller):
        """Notes what a task takes a worker more than one of smaller pictures."""
        self.larger_pictures = max(0.0, self.processor["worker"][1] - smaller.processor["worker"][1])
        return self

    def of(self, name, tasks):
        frame, task = self.processor[name]
        return frame + task * tasks

    def size(self, topic, tasks):
        frame, task = self.bytes[topic]
        return frame + task * tasks


def line(values):
    """The line a + b x through these points, by least squares of relative errors, with neither below 0."""
    weights = {x: 1 / max(y, 1e-9) ** 2 for x, y in values.items()}
    total = sum(weights.values())
    mean_x = sum(w * x for x, w in weights.items()) / total
    mean_y = sum(weights[x] * y for x, y in values.items()) / total
    variance = sum(w * (x - mean_x) ** 2 for x, w in weights.items())
    b = max(0, sum(weights[x] * (x - mean_x) * (y - mean_y) for x, y in values.items()) / variance)
    a = mean_y - b * mean_x
    if a < 0:
        a, b = 0, sum(weights[x] * x * y for x, y in values.items()) / sum(w * x * x for x, w in weights.items())
    return a, b


class Deployment:
    """How it is set up: settings by their names."""

    def __init__(self, name, side, batch, task_samples, partitions, brokers, poll_tasks=16):
        self.name, self.side, self.batch, self.task_samples = name, side, batch, task_samples
        self.partitions, self.brokers, self.poll_tasks = partitions, brokers, poll_tasks

    def tasks(self):
        return math.ceil(100 / self.task_samples) + math.ceil(1000 / self.task_samples)

    def votes_per_second(self):
        """Of the device alone."""
        return self.batch / (PASS_SECONDS + self.batch * FLOP_A_SAMPLE[self.side] / FLOPS)

    def worker_seconds(self, costs, overhead):
        """A frame's work on one worker. A poll takes tasks, votes, and publishes: what is not voting is not hidden behind voting, and is more by the processor time
        that larger pictures take."""
        tasks = self.tasks()
        return SAMPLES / self.votes_per_second() + tasks / self.poll_tasks * overhead + tasks * costs.larger_pictures

    def topology_seconds(self, costs):
        return costs.of("topology", self.tasks())

    def traffic(self, costs):
        """Bytes a frame into the brokers, and out of them: each replica, and each reader."""
        tasks = self.tasks()
        sizes = {topic: costs.size(topic, tasks) for topic in costs.bytes}
        # A producer's batch of small tasks repeats the picture, and is compressed; larger tasks are fewer, and each then stands for itself.
        written = sum(sizes.values())
        read = written + sizes["accepted-frames"]
        return written * REPLICAS, written * (REPLICAS - 1) + read

    def limits(self, costs, overhead, gpus):
        """Frames a second that each part can do, by its name."""
        into, out = self.traffic(costs)
        return {
            "workers": gpus / self.worker_seconds(costs, overhead),
            "topology threads": self.partitions / self.topology_seconds(costs),
            "broker processors": self.brokers * CORES_OF_A_BROKER / (costs.of("broker", self.tasks()) * REPLICAS),
            "broker network": self.brokers * NETWORK / max(into, out),
        }

    def capacity(self, costs, overhead, gpus):
        limits = self.limits(costs, overhead, gpus)
        first = min(limits, key=limits.get)
        return limits[first], first

    def bends(self, costs, overhead):
        """From how many GPUs on which part is the bottleneck, up to 1,000."""
        bends = []
        for gpus in range(1, 1001):
            first = self.capacity(costs, overhead, gpus)[1]
            if not bends or bends[-1][1] != first:
                bends.append((gpus, first))
        return bends

    def age(self, costs, overhead, gpus):
        """Seconds within which 95 of 100 frames are answered that come at random, at three quarters of what is possible: M/G/1 at the workers, taken as one
        server, and at a topology thread, whose work is spread over three passes."""
        capacity, _ = self.capacity(costs, overhead, gpus)
        rate = BUSY * capacity
        spread = min(gpus, self.tasks())
        alone = 3 * COMMIT + self.worker_seconds(costs, overhead) / spread + self.topology_seconds(costs)
        return alone + most_wait(rate, self.worker_seconds(costs, overhead) / gpus) + most_wait(
            rate / self.partitions, self.topology_seconds(costs))


def most_wait(rate, seconds, share=0.95):
    """The wait that this share of the frames stays within, for a server that takes these seconds for each."""
    busy = rate * seconds
    if busy <= 1 - share:
        return 0.0
    if busy >= 1:
        return math.inf
    mean = rate * seconds**2 / (2 * (1 - busy))
    return math.log(busy / (1 - share)) * mean / busy


def poll_overhead(runs, votes_per_second, poll_tasks=16):
    """Seconds of a poll that are not voting: from what one worker of a set speed does where frames never lack."""
    results = [run["result"] for run in runs if run["what"] == "capacity" and run["workers"] == 1]
    best = max(result["framesPerSecond"] for result in results)
    tasks = results[0]["samples"] / 25
    return max(0.0, poll_tasks / (best * tasks) - poll_tasks * 25 / votes_per_second)


def check(runs, costs, overhead, votes_per_second):
    """What the model says of the runs that it did not begin with, beside what they did."""
    rows = [("run", "predicted", "measured (least to most)")]
    for count in (1, 2):
        seconds = 250 / votes_per_second + 10 / 16 * overhead
        capacities = [run["result"]["framesPerSecond"] for run in runs if run["workers"] == count and run["what"] == "capacity"]
        note = " (the overhead of a poll comes from here)" if count == 1 else ""
        rows.append((f"frames/s of {count} worker{'s' * (count > 1)}, frames never lacking{note}", f"{count / seconds:.1f}", spread(capacities, 1)))
        loads = [run["result"] for run in runs if run["workers"] == count and run["what"] == "load"]
        if loads:
            rate = loads[0]["rate"]
            alone = 3 * COMMIT + seconds / count + costs.of("topology", 10)
            for share, what, name in ((0.95, "95% of answers within", "p95Age"), (0.5, "half of them within", "medianAge")):
                predicted = alone + most_wait(rate, seconds / count, share)
                rows.append((f"{what}: {count} worker{'s' * (count > 1)}, {rate:g} frames/s at random", f"{predicted:.2f} s", spread([r[name] for r in loads], 2, " s")))
    return rows


def spread(values, digits, unit=""):
    values = sorted(values)
    middle = statistics.median(values)
    if len(values) == 1:
        return f"{middle:.{digits}f}{unit}"
    return f"{middle:.{digits}f}{unit} ({values[0]:.{digits}f} to {values[-1]:.{digits}f})"


def table(rows):
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * len(rows[0]))
    return "\n".join(lines)


# ---- drawing

COLOURS = ("#0072B2", "#D55E00", "#009E73")
WIDTH, PANEL, LEFT, GAP, TOP = 760, 190, 78, 34, 58


def draw(side, deployments, costs, overhead):
    """Three panels over the number of GPUs, all axes logarithmic."""
    gpus = [10 ** (i / 20) for i in range(61)]
    panels = [
        ("frames a second", lambda d, g: d.capacity(costs, overhead, g)[0]),
        ("95% of answers within, seconds", lambda d, g: d.age(costs, overhead, g)),
        ("into the brokers, MB a second", lambda d, g: d.traffic(costs)[0] * d.capacity(costs, overhead, g)[0] / 1e6),
    ]
    height = TOP + len(panels) * (PANEL + GAP) + 30
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13" fill="#2B2B2B">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for i, deployment in enumerate(deployments):
        x = LEFT + i * 225
        parts.append(f'<path d="M{x} 26h26" stroke="{COLOURS[i]}" stroke-width="2.4"/><text x="{x + 32}" y="30">{deployment.name}</text>')
    for i, (title, value) in enumerate(panels):
        parts += panel(TOP + i * (PANEL + GAP), title, gpus, [[value(d, g) for g in gpus] for d in deployments], i == len(panels) - 1)
    parts.append("</svg>\n")
    return "\n".join(parts)


def panel(top, title, gpus, lines, last):
    low = math.floor(math.log10(min(map(min, lines))))
    high = math.ceil(math.log10(max(map(max, lines))))
    high = max(high, low + 1)
    right = WIDTH - 20

    def x(g):
        return LEFT + (right - LEFT) * math.log10(g) / 3

    def y(v):
        return top + PANEL * (high - math.log10(v)) / (high - low)

    parts = [f'<text x="{LEFT}" y="{top - 8}" font-weight="bold">{title}</text>']
    for power in range(low, high + 1):
        parts.append(f'<path d="M{LEFT} {y(10**power):.1f}H{right}" stroke="#E3E3E3"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(10**power) + 4:.1f}" text-anchor="end" fill="#5A5A5A">{10**power:,g}</text>')
    for power in range(4):
        parts.append(f'<path d="M{x(10**power):.1f} {top}V{top + PANEL}" stroke="#E3E3E3"/>')
        if last:
            parts.append(f'<text x="{x(10**power):.1f}" y="{top + PANEL + 18}" text-anchor="{"end" if power == 3 else "middle"}" fill="#5A5A5A">{10**power:,} GPU{"s" * (power > 0)}</text>')
    for colour, values in zip(COLOURS, lines):
        points = " ".join(f"{x(g):.1f},{y(v):.1f}" for g, v in zip(gpus, values))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.4" stroke-linejoin="round"/>')
    return parts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measured", type=pathlib.Path, default=HERE / "measured.json")
    parser.add_argument("--out", type=pathlib.Path, default=OUT)
    arguments = parser.parse_args()
    measured = json.loads(arguments.measured.read_text())
    runs, votes = measured["runs"], measured["votesPerSecondOfAWorker"]
    costs = {side: Costs(runs, side) for side in (32, 224)}
    for of_side in costs.values():
        of_side.beside(costs[32])
    overhead = poll_overhead(runs, votes)

    print(f"Measured on {measured['processor']}. Of a poll of 16 tasks {1000 * overhead:.0f} ms are not voting.\n")
    rows = [("", "a frame", "a task, 32 x 32", "a task, 224 x 224")]
    for name in ("broker", "topology", "worker"):
        small, large = costs[32].processor[name], costs[224].processor[name]
        rows.append((f"{name}, processor", f"{1000 * small[0]:.2f} ms", f"{1000 * small[1]:.2f} ms", f"{1000 * large[1]:.2f} ms"))
    for topic in costs[32].bytes:
        small, large = costs[32].bytes[topic], costs[224].bytes[topic]
        rows.append((f"`{topic}`", f"{small[0] / 1000:.1f} kB ({large[0] / 1000:.0f} kB)", f"{small[1] / 1000:.2f} kB", f"{large[1] / 1000:.1f} kB"))
    print(table(rows), "\n")
    print(table(check(runs, costs[32], overhead, votes)), "\n")

    for side, deployments in SETUPS.items():
        print(f"## {side} x {side}\n")
        print("One GPU: " + ", ".join(f"{d.name}: {d.votes_per_second():,.0f} votes/s" for d in deployments) + "\n")
        rows = [("GPUs", "setup", "frames/s", "bottleneck", "95% within", "into the brokers")]
        for gpus in (1, 2, 10, 100, 1000):
            for d in deployments:
                capacity, first = d.capacity(costs[side], overhead, gpus)
                rows.append((
                    f"{gpus:,}", d.name, f"{capacity:,.1f}", first, f"{d.age(costs[side], overhead, gpus):.2f} s",
                    f"{d.traffic(costs[side])[0] * capacity / 1e6:,.0f} MB/s"))
        print(table(rows), "\n")
        for d in deployments:
            print(f"{d.name}: " + "; ".join(f"from {gpus:,} GPUs on {first}" for gpus, first in d.bends(costs[side], overhead)))
        print()
        (arguments.out / f"scaling-{side}.svg").write_text(draw(side, deployments, costs[side], overhead))


SETUPS = {
    32: [
        Deployment("as installed", 32, batch=25, task_samples=25, partitions=6, brokers=3),
        Deployment("larger batches and tasks", 32, batch=1000, task_samples=1000, partitions=6, brokers=3),
        Deployment("and 96 partitions, 12 brokers", 32, batch=1000, task_samples=1000, partitions=96, brokers=12),
    ],
    224: [
        Deployment("as installed", 224, batch=25, task_samples=25, partitions=6, brokers=3),
        Deployment("larger batches and tasks", 224, batch=100, task_samples=100, partitions=6, brokers=3),
        Deployment("and 96 partitions, 12 brokers", 224, batch=100, task_samples=100, partitions=96, brokers=12),
    ],
}

if __name__ == "__main__":
    main()

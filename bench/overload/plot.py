#!/usr/bin/env python3
"""Draws what bench/overload/run measured: frames that are decided, a second, over the time of each load, as multiples of what the same build decides when frames
come as fast as they are answered. Writes docs/explanation/overload.svg, where FILE has the series, and prints the table of docs/explanation/overload.md. Needs nothing but Python.

  bench/overload/plot.py [FILE]     FILE: bench/overload/measured.json unless given
"""

import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parents[1] / "docs" / "explanation" / "overload.svg"
LOADS = ("1", "4", "20", "50")
BUILDS = {"this": ("with admission", "#0072B2"), "other": ("before", "#D55E00")}
WIDTH, PANEL, LEFT, GAP, TOP = 760, 120, 60, 40, 58
WINDOW = 10  # seconds that are averaged


def smoothed(counts):
    return [sum(counts[max(0, i - WINDOW + 1):i + 1]) / min(WINDOW, i + 1) for i in range(len(counts))]


def panel(top, load, runs, seconds, last):
    right = WIDTH - 20

    def x(second):
        return LEFT + (right - LEFT) * second / seconds

    def y(value):
        return top + PANEL * (1 - min(value, 1.5) / 1.5)

    often = "As many" if load == "1" else f"{load} times as many"
    parts = [f'<text x="{LEFT}" y="{top - 8}" font-weight="bold">{often} frames as the worker can vote on</text>']
    for value in (0, 0.5, 1, 1.5):
        parts.append(f'<path d="M{LEFT} {y(value):.1f}H{right}" stroke="#E3E3E3"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end" fill="#5A5A5A">{value:g}</text>')
    if last:
        for second in range(0, seconds + 1, max(10, seconds // 12 // 10 * 10)):
            parts.append(f'<text x="{x(second):.1f}" y="{top + PANEL + 18}" text-anchor="middle" fill="#5A5A5A">{second} s</text>')
    for build, (_, colour) in BUILDS.items():
        capacity = runs[build, "unloaded"]["decidedPerSecond"]
        values = smoothed(runs[build, load]["decidedBySecond"])
        points = " ".join(f"{x(second + 1):.1f},{y(value / capacity):.1f}" for second, value in enumerate(values))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2.4" stroke-linejoin="round"/>')
    return parts


def draw(runs, seconds):
    height = TOP + len(LOADS) * (PANEL + GAP) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="13" fill="#2B2B2B">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for i, (name, colour) in enumerate(BUILDS.values()):
        x = LEFT + i * 225
        parts.append(f'<path d="M{x} 16h26" stroke="{colour}" stroke-width="2.4"/><text x="{x + 32}" y="20">{name}</text>')
    for i, load in enumerate(LOADS):
        parts += panel(TOP + i * (PANEL + GAP), load, runs, seconds, i == len(LOADS) - 1)
    parts.append("</svg>\n")
    return "\n".join(parts)


def row(load, runs):
    cells = [f"{load} times" if load.isdigit() else "19 quiet cameras, one of 100 times their rate"]
    for build in ("this", "other"):
        result = runs[build, load]
        share = result["decidedPerSecond"] / runs[build, "unloaded"]["decidedPerSecond"]
        answers = sum(result["ends"].values())
        recovered = result["recoverySeconds"]
        cells.append(f"{result['quietDecided']:.2f} of the quiet ones'" if "quietDecided" in result else f"{share:.2f}")
        cells.append(f"{result['p95Age']:.1f} s")
        cells.append("more than 20 s" if recovered is None else f"{recovered:g} s")
        cells.append("all" if answers == result["sent"] else f"{answers} of {result['sent']}")
    return "| " + " | ".join(cells) + " |"


def main():
    measured = json.loads((pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "measured.json").read_text())
    runs = {(run["build"], run["load"]): run["result"] for run in measured["runs"]}
    if all("decidedBySecond" in result for result in runs.values()):
        OUT.write_text(draw(runs, int(measured["secondsOfALoad"])))
    print("| load | this: decided | 95% of answers within | by votes again after | answered | before: decided | 95% of answers within | by votes again after | answered |")
    print("|---|---|---|---|---|---|---|---|---|")
    for load in (*LOADS, "greedy"):
        print(row(load, runs))


if __name__ == "__main__":
    main()

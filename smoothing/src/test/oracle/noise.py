#!/usr/bin/env python3
"""Known answers for the noise, from an implementation that shares nothing with the Java one.

The normal distribution function is mpmath's, at 60 digits; the key stream is the openssl command's. Follows the recipe in
GridNoise's Javadoc. Needs Python 3.9, mpmath and openssl. Writes, into ../resources/oracle:

  normal-cdf.csv     z, Phi(z) - 1/2
  noise-tables.csv   sigma, largest value, SHA-256 of all thresholds (ascending, 8 bytes each, big-endian)
  noise-samples.csv  sigma, key, sample index, first 32 draws, SHA-256 of 150,528 draws (2 bytes each, big-endian)
"""

import csv
import hashlib
import struct
import subprocess
from bisect import bisect_right
from pathlib import Path

from mpmath import erf, mp, mpf, nstr, sqrt

mp.dps = 60
OUT = Path(__file__).resolve().parent.parent / "resources" / "oracle"
KEYS = [bytes(32), bytes(range(32)), hashlib.sha256(b"steadfast").digest()]
SAMPLES = [0, 1, 2**40 + 7, 2**63 - 1]
SIGMAS = [0.01, 0.12, 0.25, 0.5, 1.0, 4.0]
DRAWS = 3 * 224 * 224


def central_mass(z):
    return erf(z / sqrt(mpf(2))) / 2


def thresholds(sigma):
    """All 2 K thresholds; the one above value k is at index k + K."""
    half = 1 << 63
    upper = []
    while True:
        z = mpf(2 * len(upper) + 1) / (510 * mpf(sigma))
        mass = int(mp.floor(central_mass(z) * (1 << 64) + mpf(0.5)))
        if mass >= half:
            break
        upper.append(mass)
    return [half - m for m in reversed(upper)] + [half + m for m in upper]


def key_stream(key, sample, length):
    iv = struct.pack(">QQ", sample, 0)
    command = ["openssl", "enc", "-aes-256-ctr", "-nosalt", "-K", key.hex(), "-iv", iv.hex()]
    return subprocess.run(command, input=bytes(length), capture_output=True, check=True).stdout[:length]


def draws(table, key, sample):
    largest = len(table) // 2
    uniforms = struct.unpack(f">{DRAWS}Q", key_stream(key, sample, 8 * DRAWS))
    return [bisect_right(table, u) - largest for u in uniforms]


def write(name, header, rows):
    with open(OUT / name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main():
    zs = ["0", "0.001", "0.25", "0.5", "1", "1.5", "2.3263478740408408", "3", "4.75", "6", "8", "9.25", "10"]
    write("normal-cdf.csv", ["z", "central_mass"], [[z, nstr(central_mass(mpf(z)), 50)] for z in zs])
    tables = {sigma: thresholds(sigma) for sigma in SIGMAS}
    write(
        "noise-tables.csv",
        ["sigma", "largest", "sha256"],
        [[s, len(t) // 2, hashlib.sha256(struct.pack(f">{len(t)}Q", *t)).hexdigest()] for s, t in tables.items()],
    )
    rows = []
    for number, (sigma, table) in enumerate(tables.items()):
        for turn, sample in enumerate(SAMPLES):
            key = KEYS[(number + turn) % len(KEYS)]
            noise = draws(table, key, sample)
            digest = hashlib.sha256(struct.pack(f">{DRAWS}h", *noise)).hexdigest()
            rows.append([sigma, key.hex(), sample, " ".join(map(str, noise[:32])), digest])
    write("noise-samples.csv", ["sigma", "key", "sample", "first_draws", "sha256"], rows)


if __name__ == "__main__":
    main()

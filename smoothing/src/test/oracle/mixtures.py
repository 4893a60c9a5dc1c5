#!/usr/bin/env python3
"""Mixture e-processes to 40 digits: the evidence of k successes in n trials, and the ends of confidence sequences.

The incomplete beta function is integrated here, by quadrature of its density over pieces around the peak; the module takes its library's
continued fraction. Below 20 trials it is mpmath's own betainc, and where both are used they agree (checked at each run). Needs Python 3.9 and mpmath. Writes,
into ../resources/oracle:

  mixtures.csv          k, n, q0 (exact value of the double), log_against (p <= 1 - q0), log_in_favour (p >= 1 - q0)
  mixture-bounds.csv    k, n, alpha, p_lower
"""

import csv
from pathlib import Path
from random import Random

from mpmath import asin, atan2, betainc, cos, erfc, exp, inf, log, loggamma, mp, mpf, nstr, pi, quad, sin, sqrt, tan

mp.dps = 50
OUT = Path(__file__).resolve().parent.parent / "resources" / "oracle"
HALF = mpf(1) / 2


def log_beta(a, b):
    return loggamma(a) + loggamma(b) - loggamma(a + b)


def log_mass(k, n, low, high):
    """The logarithm of the mass of Beta(k + 1/2, n - k + 1/2) between low and high. With x = sin(t)^2 its density is 2 sin(t)^2k cos(t)^2(n-k)."""
    a, b = k + HALF, n - k + HALF
    if n < 20:
        mass = betainc(a, b, low, high, regularized=True)
        return log(mass) if mass > 0 else -inf
    left, right = asin(sqrt(low)), asin(sqrt(high))
    mode = atan2(sqrt(mpf(k)), sqrt(mpf(n - k)))
    peak = min(max(mode, left), right)

    def height(t):
        return (2 * k * log(abs(sin(t))) if k else 0) + (2 * (n - k) * log(abs(cos(t))) if n > k else 0)

    slope = abs((2 * k / tan(peak) if k else 0) - (2 * (n - k) * tan(peak) if n > k else 0))
    # Away from the peak the density falls by a factor of e within this distance.
    step = min(1 / (2 * sqrt(mpf(n))), 1 / slope if slope > 0 else inf)
    cuts = [peak + sign * step * j for sign in (-1, 1) for j in (0, 1, 3, 6, 10, 15, 22, 30, 40, 60, 80, 110, 150)]
    cuts = sorted({t for t in cuts if left < t < right} | {t for t in (left, right) if abs(t - peak) <= 150 * step})
    top = height(peak)
    mass = 2 * quad(lambda t: exp(height(t) - top), cuts)
    return log(mass) + top - log_beta(a, b)


def ratio(k, n, p0, q0):
    return log_beta(k + HALF, n - k + HALF) - log(pi) - k * log(p0) - (n - k) * log(q0)


def evidence(k, n, q0):
    q0 = mpf(q0)
    p0 = 1 - q0
    plain = ratio(k, n, p0, q0)
    above = log_mass(k, n, p0, mpf(1)) - log_mass(0, 0, p0, mpf(1))
    below = log_mass(k, n, mpf(0), p0) - log_mass(0, 0, mpf(0), p0)
    return plain + above, plain + below


def lower_bound(k, n, alpha):
    threshold = -log(mpf(alpha))
    low, high = mpf(0), mpf(k) / n
    for _ in range(170):
        middle = (low + high) / 2
        if ratio(k, n, middle, 1 - middle) >= threshold:
            low = middle
        else:
            high = middle
    return low


def normal_tail(z):
    return float(erfc(mpf(z) / sqrt(mpf(2))) / 2)


def cases():
    random = Random(20191105)
    for n in [1, 2, 10, 25, 100, 400, 1000, 10_000, 100_000, 1_000_000]:
        for z in [0, 0.5, 1, 2, 3]:
            q0 = normal_tail(z)
            for k in sorted({n, n - 1, n // 2, round(n * (1 - q0)), round(n * (1 - q0 / 2)), n - int(n * q0 * random.uniform(0.2, 1.5))}):
                spread = sqrt(n * q0 * (1 - q0))
                if 0 <= k <= n and abs(k - n * (1 - q0)) < 15 * spread + 40:
                    yield k, n, q0


def check():
    for k, n, p0 in [(20, 25, 0.7), (3, 30, 0.5), (40, 40, 0.9)]:
        ours = log_mass(k, n, mpf(p0), mpf(1))
        theirs = log(betainc(k + HALF, n - k + HALF, mpf(p0), mpf(1), regularized=True))
        if abs(ours - theirs) > mpf(10) ** -35:
            raise ArithmeticError(f"k={k}, n={n}: {ours} is not {theirs}")


def main():
    check()
    with open(OUT / "mixtures.csv", "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["k", "n", "q0", "log_against", "log_in_favour"])
        for k, n, q0 in cases():
            against, favour = evidence(k, n, q0)
            rows.writerow([k, n, repr(q0), nstr(against, 30), nstr(favour, 30)])
    with open(OUT / "mixture-bounds.csv", "w", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["k", "n", "alpha", "p_lower"])
        for n in [1, 10, 100, 1000, 10_000, 1_000_000, 10_000_000]:
            for alpha in [1e-12, 0.001, 0.05]:
                for k in sorted({0, 1, n // 2, (6 * n) // 10, (84 * n) // 100, (99 * n) // 100, n - 1, n}):
                    rows.writerow([k, n, alpha, nstr(lower_bound(k, n, alpha), 40)])


if __name__ == "__main__":
    main()

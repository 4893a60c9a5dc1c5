#!/usr/bin/env python3
"""Clopper-Pearson lower bounds and certified radii to 40 digits.

The bound solves P[Bin(n, p) >= k] = alpha, by Newton's method on the sum of the upper tail, term by term; alpha is the exact
value of the double. The radius is Phi^-1(p), in units of sigma, or 0 where p <= 1/2. Needs Python 3.9, mpmath and SciPy
(which gives the starting points, and checks the result to its own accuracy). Writes, into ../resources/oracle:

  bounds.csv            k, n, alpha, p_lower, radius_over_sigma
  binomial-tails.csv    k, n, p, tail: P[Bin(n, p) >= k], p being the exact value of the double
  normal-quantiles.csv  p, radius_over_sigma
"""

import csv
from pathlib import Path
from random import Random

from mpmath import erfinv, exp, log, loggamma, mp, mpf, nstr, sqrt
from scipy.stats import beta

mp.dps = 60
OUT = Path(__file__).resolve().parent.parent / "resources" / "oracle"
TINY = mpf(10) ** -55


def upper_tail(k, n, p):
    """P[Bin(n, p) >= k], and its first term P[Bin(n, p) = k]."""
    first = exp(loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1) + k * log(p) + (n - k) * log(1 - p))
    odds = p / (1 - p)
    total, term = mpf(0), first
    for i in range(k, n + 1):
        total += term
        term *= odds * (n - i) / (i + 1)
        if term < TINY * total and i > n * p:
            break
    return total, first


def lower_bound(k, n, alpha):
    alpha = mpf(alpha)
    if k == 0:
        return mpf(0)
    if k == n:
        return exp(log(alpha) / n)
    start = beta.ppf(float(alpha), k, n - k + 1)
    p = mpf(start) if start > 0 else exp((log(alpha) - log(mpf(n))) / k)
    for _ in range(200):
        tail, first = upper_tail(k, n, p)
        # Newton on log(tail) over log(p): close to a straight line, so it converges from afar.
        step = log(tail / alpha) * tail / (k * first)
        p = p * exp(-step)
        if abs(step) < mpf(10) ** -48:
            return p
    raise ArithmeticError(f"no convergence for k={k}, n={n}, alpha={alpha}")


def radius(p):
    return sqrt(mpf(2)) * erfinv(2 * p - 1) if p > mpf(1) / 2 else mpf(0)


def counts(n):
    wanted = [0, 1, n // 4, n // 2, n // 2 + 1, (6 * n) // 10, (8 * n) // 10, (99 * n) // 100, n - 1, n]
    return sorted({k for k in wanted if 0 <= k <= n})


def cases():
    for n in [1, 2, 10, 100, 1000, 10_000, 100_000]:
        for alpha in [1e-12, 0.001, 0.01, 0.05, 0.5, 0.9]:
            for k in counts(n):
                yield k, n, alpha
    for n in [1_000_000, 10_000_000]:
        for k in [1, n // 2 + n // 500, (6 * n) // 10, (999 * n) // 1000, n - 100, n - 1, n]:
            yield k, n, 0.001
    for k, n in [(1, 1), (1, 7), (70, 100), (99, 100), (1000, 1000)]:
        yield k, n, 1e-30
    random = Random(20190612)
    for _ in range(400):
        n = int(10 ** random.uniform(1, 6))
        k = n - int(n * 10 ** random.uniform(-5, -0.31))
        yield k, n, 10 ** random.uniform(-6, -1)


def tail_cases():
    """Where certificates are decided: k more than half of n, p half a standard deviation to six below k / n."""
    random = Random(20200705)
    for n in [100, 1000, 10_000, 100_000, 1_000_000, 10_000_000]:
        for _ in range(60):
            k = n - int(n * 10 ** random.uniform(-4.5, -0.31))
            variance = max(k / n * (1 - k / n), 0.5 / n) / n
            p = k / n - random.uniform(0.5, 6) * variance**0.5
            if 0 < p < 1:
                yield k, n, p


def main():
    with open(OUT / "bounds.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["k", "n", "alpha", "p_lower", "radius_over_sigma"])
        for k, n, alpha in cases():
            p = lower_bound(k, n, alpha)
            if 0 < k and 1e-12 <= alpha:
                assert abs(beta.ppf(alpha, k, n - k + 1) / p - 1) < 1e-7, (k, n, alpha)
            writer.writerow([k, n, repr(alpha), nstr(p, 40), nstr(radius(p), 40)])
    with open(OUT / "binomial-tails.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["k", "n", "p", "tail"])
        for k, n, p in tail_cases():
            writer.writerow([k, n, repr(p), nstr(upper_tail(k, n, mpf(p))[0], 40)])
    with open(OUT / "normal-quantiles.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["p", "radius_over_sigma"])
        near_half = [0.5 + 2**-53, 0.5 + 1e-12, 0.5 + 1e-6, 0.51, 0.6]
        near_one = [0.999, 0.9999, 0.99999, 0.9999999, 1 - 1e-10, 1 - 1e-14, 1 - 2**-53]
        for p in near_half + [0.75, 0.84, 0.9, 0.975, 0.99] + near_one:
            writer.writerow([repr(p), nstr(radius(mpf(p)), 40)])


if __name__ == "__main__":
    main()

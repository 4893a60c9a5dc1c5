#!/usr/bin/env bash
# Measures what this bundle certifies, and what its classifier certifies without the denoiser, as the papers do: test images 0, 20, 40 and so on.
#
#   models/zoo/cifar10/measure.sh [FOLDER]      (FOLDER for data and tables, by default runs/cifar10)
#
# SAMPLES (10000), EVERY (20), MAX (500), SIGMAS ("0.12 0.25 0.5 1.0") and BUNDLE (this one) may be set in the environment. It may be stopped, or
# killed, and started again: what is measured is left alone. The papers' table takes 20 million samples.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
runs=${1:-$home/runs/cifar10}
bundle=${BUNDLE:-$home/models/zoo/cifar10}
steadfast=${STEADFAST:-$home/steadfast}
networks=$(cat "$bundle"/*.pt | sha256sum | cut -c1-12) # tables of other networks are other tables
tables=$runs/tables-$networks-${SAMPLES:=10000}-${EVERY:=20}
without=$tables/without-denoiser
mkdir -p "$tables"

"$steadfast" data cifar10 --out "$runs/data"

certify() { # bundle, sigma, table
  "$steadfast" certify --bundle "$1" --data "$runs/data" --every "$EVERY" --max "${MAX:-500}" --sigma "$2" --samples "$SAMPLES" --out "$3"
}

if [ ! -d "$without" ]; then
  "$steadfast" bundle create --classifier "$bundle/classifier.pt" --name cifar10-without-denoiser --bundle-version 1 --classes-from "$runs/data" \
    --sigma 0.1..1.05 --precision bf16 --out "$without"
fi

rows=()
baseline=()
for sigma in ${SIGMAS:-0.12 0.25 0.5 1.0}; do
  certify "$bundle" "$sigma" "$tables/sigma-$sigma.tsv"
  certify "$without" "$sigma" "$tables/without-denoiser-$sigma.tsv"
  rows+=("sigma $sigma=$tables/sigma-$sigma.tsv")
  baseline+=("sigma $sigma=$tables/without-denoiser-$sigma.tsv")
done
"$steadfast" report "${rows[@]}" --json "$tables/report.json" --svg "$tables/curves.svg" --png "$tables/curves.png"
printf '\nWithout the denoiser:\n'
"$steadfast" report "${baseline[@]}"
printf '\nTo write this into the bundle: steadfast bundle annotate %s --accuracy %s\n' "$bundle" "$tables/report.json"

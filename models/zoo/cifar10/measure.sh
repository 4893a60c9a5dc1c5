#!/usr/bin/env bash
# Measures what a bundle certifies, and what its classifier certifies without the denoiser, as the papers do: test images 0, 20, 40 and so on.
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
: "${SAMPLES:=10000}" "${EVERY:=20}" "${MAX:=500}" "${SIGMAS:=0.12 0.25 0.5 1.0}"

networks() { cat "$1"/*.pt | sha256sum | cut -c1-12; } # tables of other networks are other tables

measure() { # bundle, heading
  local tables sigma rows=()
  tables=$runs/tables/$(networks "$1")-$SAMPLES-$EVERY
  mkdir -p "$tables"
  for sigma in $SIGMAS; do
    "$steadfast" certify --bundle "$1" --data "$runs/data" --every "$EVERY" --max "$MAX" --sigma "$sigma" --samples "$SAMPLES" --out "$tables/sigma-$sigma.tsv"
    rows+=("sigma $sigma=$tables/sigma-$sigma.tsv")
  done
  printf '\n%s (%s)\n\n' "$2" "$tables"
  "$steadfast" report "${rows[@]}" --json "$tables/report.json" --svg "$tables/curves.svg" --png "$tables/curves.png"
}

mkdir -p "$runs/bundles"
"$steadfast" data cifar10 --out "$runs/data"
without=$runs/bundles/without-denoiser-$(sha256sum < "$bundle/classifier.pt" | cut -c1-12)
if [ ! -d "$without" ]; then
  "$steadfast" bundle create --classifier "$bundle/classifier.pt" --name cifar10-without-denoiser --bundle-version 1 --classes-from "$runs/data" \
    --sigma 0.1..1.05 --precision bf16 --out "$without"
fi
measure "$bundle" 'Denoiser and classifier'
measure "$without" 'The classifier without the denoiser'
printf '\nTo write the first table into the bundle: steadfast bundle annotate %s --accuracy REPORT.json, with the report of its folder above\n' "$bundle"

#!/usr/bin/env bash
# Measures what a bundle certifies, as the papers do: test images 0, 20, 40 and so on.
#
#   models/zoo/cifar10/measure.sh [FOLDER]      (FOLDER for data and tables, by default runs/cifar10)
#
# SAMPLES (10000), EVERY (20), OFFSET (0), MAX (500), SIGMAS ("0.12 0.25 0.5 1.0") and BUNDLE (this one) may be set in the environment.
# WITHOUT_DENOISER=1 measures the bundle's classifier by itself. It may be stopped, or killed, and started again: what is measured is left alone.
# The papers' table takes 20 million samples.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
runs=${1:-$home/runs/cifar10}
bundle=${BUNDLE:-$home/models/zoo/cifar10}
steadfast=${STEADFAST:-$home/steadfast}
: "${SAMPLES:=10000}" "${EVERY:=20}" "${OFFSET:=0}" "${MAX:=500}" "${SIGMAS:=0.12 0.25 0.5 1.0}" "${WITHOUT_DENOISER:=}"

mkdir -p "$runs/bundles"
"$steadfast" data cifar10 --out "$runs/data"
if [ -n "$WITHOUT_DENOISER" ]; then
  alone=$runs/bundles/without-denoiser-$(sha256sum < "$bundle/classifier.pt" | cut -c1-12)
  if [ ! -d "$alone" ]; then
    "$steadfast" bundle create --classifier "$bundle/classifier.pt" --name cifar10-without-denoiser --bundle-version 1 --batch 25 --classes-from "$runs/data" \
      --sigma 0.1..1.05 --precision bf16 --out "$alone"
  fi
  bundle=$alone
fi

networks=$(cat "$bundle"/*.pt | sha256sum | cut -c1-12) # tables of other networks are other tables
tables=$runs/tables/$networks-$SAMPLES-$EVERY-from-$OFFSET
mkdir -p "$tables"
rows=()
for sigma in $SIGMAS; do
  "$steadfast" certify --bundle "$bundle" --data "$runs/data" --every "$EVERY" --offset "$OFFSET" --max "$MAX" --sigma "$sigma" --samples "$SAMPLES" \
    --out "$tables/sigma-$sigma.tsv"
  rows+=("sigma $sigma=$tables/sigma-$sigma.tsv")
done
printf '\n%s\n\n' "$tables"
"$steadfast" report "${rows[@]}" --json "$tables/report.json" --svg "$tables/curves.svg" --png "$tables/curves.png"
[ -n "$WITHOUT_DENOISER" ] || printf '\nTo write it into the bundle: steadfast bundle annotate %s --accuracy %s\n' "$bundle" "$tables/report.json"

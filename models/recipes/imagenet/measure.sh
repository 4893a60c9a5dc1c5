#!/usr/bin/env bash
# Measures what a bundle certifies on labelled photographs of ImageNet's classes, which Steadfast does not have: a folder for each class, or for some,
# below DATA/test, named by label, by number or by WordNet id (docs/how-to/get-data.md).
#
#   DATA=DIR models/recipes/imagenet/measure.sh BUNDLE [FOLDER]      (FOLDER for tables, by default runs/imagenet/tables)
#
# SAMPLES (1000), SIGMAS ("0.25 0.5 1.0"), EVERY (1) and MAX (all) may be set in the environment. It may be stopped, or killed, and started again:
# what is measured is left alone.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
bundle=$1
tables=${2:-$home/runs/imagenet/tables}
steadfast=${STEADFAST:-$home/steadfast}
: "${DATA:?must name a folder with labelled photographs}" "${SAMPLES:=1000}" "${SIGMAS:=0.25 0.5 1.0}" "${EVERY:=1}" "${MAX:=2147483647}"

networks=$(cat "$bundle"/*.pt | sha256sum | cut -c1-12) # tables of other networks are other tables
tables=$tables/$networks-$SAMPLES-$EVERY
mkdir -p "$tables"
rows=()
for sigma in $SIGMAS; do
  "$steadfast" certify --bundle "$bundle" --data "$DATA" --every "$EVERY" --max "$MAX" --sigma "$sigma" --samples "$SAMPLES" --out "$tables/sigma-$sigma.tsv"
  rows+=("sigma $sigma=$tables/sigma-$sigma.tsv")
done
printf '\n%s\n\n' "$tables"
"$steadfast" report "${rows[@]}" --json "$tables/report.json" --svg "$tables/curves.svg"

#!/usr/bin/env bash
# Makes the networks of this bundle, from nothing: data, classifier, denoiser, surrogate. Run it from anywhere.
#
#   models/zoo/cifar10/train.sh [FOLDER]      (FOLDER for data and runs, by default runs/cifar10)
#
# It may be stopped, or killed, and started again: what is finished is left alone, what is not goes on. On two CPU cores it takes hours.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
runs=${1:-$home/runs/cifar10}
networks=$home/models/architectures
steadfast=${STEADFAST:-$home/steadfast}
mkdir -p "$runs"

"$steadfast" data cifar10 --out "$runs/data"

classifier() { # name, network, seed
  "$steadfast" train classifier --network "$networks/$2.pt" --data "$runs/data" --optimiser sgd --rate 0.2 --weight-decay 5e-4 \
    --label-smoothing 0.1 --clip 0 --epochs 12 --batch 128 --seed "$3" --out "$runs/$1"
}

# The classifier that is served never sees noise.
classifier classifier classifier-residual 1

# The denoiser: first near the clean images, then for the classifier's answers.
"$steadfast" train denoiser --objective mse --network "$networks/denoiser-lean.pt" --data "$runs/data" --sigma 0.1..1.05 --rate 2e-3 \
  --epochs 3 --batch 128 --average 0.998 --seed 1 --out "$runs/mse"

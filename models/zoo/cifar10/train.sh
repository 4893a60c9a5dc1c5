#!/usr/bin/env bash
# From nothing to a bundle like this one, white-box and black-box: data, classifiers, denoisers, bundles. Run it from anywhere.
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

# A classifier of another kind and seed, in place of the served one where that is not to be had.
classifier surrogate classifier-plain 2

# The denoiser: first near the clean images, then for a classifier's answers, then for the same answer to every draw of noise.
denoiser() { # name, options
  local name=$1
  shift
  "$steadfast" train denoiser --data "$runs/data" --sigma 0.1..1.05 --seed 1 --average 0.998 --out "$runs/$name" "$@"
}
stability() { # name, first network, classifier
  denoiser "$1-stability" --objective stability --continue-from "$2" --classifier "$3" \
    --mse-weight 0.5 --rate 3e-4 --warm-up 0.05 --epochs "${STABILITY_EPOCHS:-20}" --measure-every 0.5 --batch 128
  denoiser "$1" --objective stability --continue-from "$runs/$1-stability/network.pt" --classifier "$3" \
    --mse-weight 0.5 --draws 2 --consistency 3 --entropy 0.2 --rate 2e-4 --warm-up 0.05 --epochs "${CONSISTENCY_EPOCHS:-10}" --measure-every 0.5 --batch 64
}
denoiser mse --objective mse --network "$networks/denoiser-lean.pt" --rate 2e-3 --epochs 3 --batch 128
stability white-box "$runs/mse/network.pt" "$runs/classifier/network.pt"
stability black-box "$runs/mse/network.pt" "$runs/surrogate/network.pt"

for setting in white-box black-box; do
  "$steadfast" bundle create --classifier "$runs/classifier/network.pt" --denoiser "$runs/$setting/network.pt" --name "cifar10-$setting" --bundle-version 0.2.0 \
    --classes-from "$runs/data" --sigma 0.1..1.05 --precision bf16 --store-weights bf16 --recipe "$runs/classifier" --recipe "$runs/mse" \
    --recipe "$runs/$setting-stability" --recipe "$runs/$setting" --replace --out "$runs/cifar10-$setting"
done

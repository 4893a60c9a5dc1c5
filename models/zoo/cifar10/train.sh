#!/usr/bin/env bash
# From nothing to this bundle, and to one whose denoiser never met the classifier: data, classifiers, denoisers, bundles.
#
#   models/zoo/cifar10/train.sh [FOLDER]      (FOLDER for data and runs, by default runs/cifar10)
#
# It may be stopped, or killed, and started again: what is finished is left alone, what is not goes on.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
runs=${1:-$home/runs/cifar10}
networks=$home/models/architectures
steadfast=${STEADFAST:-$home/steadfast}
mkdir -p "$runs/bundles"

"$steadfast" data cifar10 --out "$runs/data"

classifier() { # name, network, seed
  "$steadfast" train classifier --network "$networks/$2.pt" --data "$runs/data" --optimiser sgd --rate 0.2 --weight-decay 5e-4 \
    --label-smoothing 0.1 --clip 0 --epochs 12 --batch 128 --seed "$3" --out "$runs/$1"
}

# The classifier that is served never sees noise.
classifier classifier classifier-residual 1

# A classifier of another kind and seed, in place of the served one where that is not to be had.
classifier surrogate classifier-plain 2

# Noise: the levels of the papers' tables most often, and what lies between them.
sigma='0.1..1.05*2,0.12,0.25*3,0.5*3,1.0*3'

# What both stages below have in common.
noisy=(--data "$runs/data" --sigma "$sigma" --draws 2 --optimiser muon --weight-decay 0.02 --warm-up 0.1 --batch 128 --seed 1)

# First to recognise what is below the noise: a classifier whose encoder the denoisers begin with.
"$steadfast" train classifier --network "$networks/classifier-noisy.pt" "${noisy[@]}" --consistency 5 --entropy 0.3 --rate 6e-3 --epochs 14 \
  --average 0.998 --out "$runs/noisy"

# Then to put that into an image, for a classifier that knows clean images only.
denoiser() { # name, classifier, epochs, weight of the squared error
  "$steadfast" train denoiser --network "$networks/denoiser-encoder.pt" --weights-from "$runs/noisy/network.pt" --objective classification \
    --classifier "$2" --mse-weight "$4" "${noisy[@]}" --consistency 10 --entropy 0.5 --rate 1.5e-3 --epochs "$3" --average 0.995 \
    --measure-every 0.5 --out "$runs/$1"
}
denoiser white-box "$runs/classifier/network.pt" 9 2
denoiser black-box "$runs/surrogate/network.pt" 4 4

bundle() { # name, denoiser
  "$steadfast" bundle create --classifier "$runs/classifier/network.pt" --denoiser "$runs/$2/network.pt" --name "$1" --bundle-version 0.3.0 \
    --classes-from "$runs/data" --sigma 0.1..1.05 --precision bf16 --store-weights bf16 --recipe "$runs/classifier" --recipe "$runs/noisy" \
    --recipe "$runs/$2" --replace --out "$runs/bundles/$1"
}
bundle cifar10 white-box
bundle cifar10-black-box black-box

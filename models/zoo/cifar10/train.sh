#!/usr/bin/env bash
# From nothing to this bundle, and to cifar10-black-box, whose denoiser never met the classifier: data, classifiers, denoisers, bundles.
#
#   models/zoo/cifar10/train.sh [FOLDER]      (FOLDER for data and runs, by default runs/cifar10)
#
# It may be stopped, or killed, and started again: what is finished is left alone, what is not goes on.
# PART=0.002 in the environment rehearses it: every step of it, with that part of the epochs, in minutes. Give it a FOLDER of its own.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
runs=${1:-$home/runs/cifar10}
networks=$home/models/architectures
steadfast=${STEADFAST:-$home/steadfast}
part=${PART:-1}
mkdir -p "$runs/bundles"

epochs() { awk -v epochs="$1" -v part="$part" 'BEGIN { print epochs * part }'; }

"$steadfast" data cifar10 --out "$runs/data"

classifier() { # name, network, seed, epochs, options for noise
  "$steadfast" train classifier --network "$networks/$2.pt" --data "$runs/data" --optimiser sgd --rate 0.2 --weight-decay 5e-4 \
    --label-smoothing 0.1 --clip 0 --epochs "$(epochs "$4")" --batch 128 --seed "$3" "${@:5}" --out "$runs/$1"
}

# The classifier that is served never sees noise.
classifier classifier classifier-residual 1 12

# Noise: the levels of the papers' tables most often, and what lies between them.
sigma='0.1..1.05*2,0.12,0.25*3,0.5*3,1.0*3'

# What the stages below have in common.
noisy=(--data "$runs/data" --optimiser muon --weight-decay 0.02 --warm-up 0.1 --batch 128 --seed 1)

# First to recognise what is below the noise: a classifier whose encoder the denoisers begin with.
"$steadfast" train classifier --network "$networks/classifier-noisy.pt" "${noisy[@]}" --sigma "$sigma" --draws 2 --consistency 5 --entropy 0.3 \
  --rate 6e-3 --epochs "$(epochs 14)" --average 0.998 --out "$runs/noisy"

# Then to put that into an image, for a classifier that knows clean images only.
encoder=(--network "$networks/denoiser-encoder.pt" --weights-from "$runs/noisy/network.pt")
"$steadfast" train denoiser "${encoder[@]}" --objective classification --classifier "$runs/classifier/network.pt" --mse-weight 2 "${noisy[@]}" \
  --sigma "$sigma" --draws 2 --consistency 10 --entropy 0.5 --rate 1.5e-3 --epochs "$(epochs 9)" --average 0.995 --measure-every 0.5 --out "$runs/white-box"

# Where that classifier is not to be had: others of other kinds and seeds in its place, some of which can bear a little noise.
classifier plain-2 classifier-plain 2 12
classifier plain-3 classifier-plain 3 5
classifier plain-4 classifier-plain 4 5
classifier plain-noisy classifier-plain 3 5 --sigma 0.06..0.24
classifier resnet20-6 classifier-resnet20 6 5
classifier resnet20-7 classifier-resnet20 7 5
classifier resnet10-8 classifier-resnet10 8 5
classifier resnet20-noisy classifier-resnet20 9 5 --sigma 0.06..0.24
classifier resnet10-noisy classifier-resnet10 10 5 --sigma 0.06..0.24
classifier resnet8-11 classifier-resnet8 11 5
classifier resnet10-13 classifier-resnet10 13 4
classifier plain-15 classifier-plain 15 5
classifier resnet20-16 classifier-resnet20 16 4
classifier resnet8-17 classifier-resnet8 17 4
classifier judge classifier-plain 5 5 # teaches nothing: what accuracy is measured with

# Images first; then what classifiers of more and more kinds recognise. One that is named twice is asked twice as often.
"$steadfast" train denoiser "${encoder[@]}" --objective mse --classifier "$runs/plain-2/network.pt" "${noisy[@]}" --sigma "$sigma" \
  --rate 1.5e-3 --epochs "$(epochs 3)" --average 0.99 --measure-every 0.5 --out "$runs/black-box-1"

through() { # run to go on from, name, epochs, weight of the squared error, of consistency, of entropy, sigma, temperature, class bias, surrogates
  local name surrogates=()
  for name in "${@:10}"; do surrogates+=(--classifier "$runs/$name/network.pt"); done
  "$steadfast" train denoiser --continue-from "$runs/$1/network.pt" --objective classification "${surrogates[@]}" \
    --measure-with "$runs/judge/network.pt" --mse-weight "$4" "${noisy[@]}" --sigma "$7" --draws 2 --consistency "$5" --entropy "$6" \
    --temperature "$8" --class-bias "$9" --rate 1.5e-3 --epochs "$(epochs "$3")" --average 0.99 --measure-every 0.5 --out "$runs/$2"
}
through black-box-1 black-box-2 6 6 5 0.3 "$sigma" 1 0 plain-2 plain-3 plain-4 plain-noisy
through black-box-2 black-box-3 4 4 8 0.4 "$sigma" 1 0 resnet20-6 plain-2 resnet20-7 plain-noisy
through black-box-3 black-box-4 4 3 8 0.4 '0.1..1.05*2,0.12,0.25*2,0.5*3,1.0*5' 1 0 \
  resnet20-6 plain-2 resnet10-8 plain-3 resnet20-7 plain-noisy plain-4 resnet10-8
# And at last so clearly that a classifier that leans to other classes hears it too.
through black-box-4 black-box-5 6 2 10 0.4 '0.1..1.05*2,0.12,0.25,0.5*3,1.0*6' 2.5 1 \
  plain-2 resnet20-6 resnet10-8 resnet8-11 plain-noisy resnet20-7 plain-15 resnet10-13 resnet8-17 plain-3 resnet20-16 resnet20-noisy resnet10-noisy

bundle() { # name, run of the denoiser, runs before that
  local run recipes=()
  for run in classifier noisy "${@:3}" "$2"; do recipes+=(--recipe "$runs/$run"); done
  "$steadfast" bundle create --classifier "$runs/classifier/network.pt" --denoiser "$runs/$2/network.pt" --name "$1" --bundle-version 0.3.0 \
    --classes-from "$runs/data" --sigma 0.1..1.05 --precision bf16 --batch 25 --store-weights bf16 "${recipes[@]}" --replace --out "$runs/bundles/$1"
}
bundle cifar10 white-box
bundle cifar10-black-box black-box-5 black-box-1 black-box-2 black-box-3 black-box-4

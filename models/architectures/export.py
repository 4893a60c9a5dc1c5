#!/usr/bin/env python3
"""Writes the untrained networks of architectures.py as TorchScript, each a few tens of kilobytes.

Usage: python3 export.py [FOLDER]     (the folder of this script, if none is given)

Needs PyTorch 1.13 or later (Debian: python3-torch). The weights are all zero; the module's method initialise() draws them.
"""
import io
import pathlib
import sys
import zipfile

import torch

from architectures import DnCnn, LeanDenoiser, PlainClassifier, ResidualClassifier

NETWORKS = {
    'denoiser-lean': LeanDenoiser(width=64, fine=2, middle=1, coarse=2),
    'denoiser-dncnn': DnCnn(layers=17, width=64),
    'classifier-residual': ResidualClassifier(classes=10, widths=[64, 128, 256], strides=[2, 2, 2], blocks=2),
    'classifier-plain': PlainClassifier(classes=10, widths=[64, 128, 256]),
}
FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def write(network, target):
    """Zeros compress to nothing. Records about the exporter's own files are left out, and times are fixed: the same network gives the same bytes."""
    with torch.no_grad():
        for tensor in list(network.parameters()) + list(network.buffers()):
            tensor.zero_()
    saved = io.BytesIO()
    torch.jit.save(torch.jit.script(network), saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(target, 'w', zipfile.ZIP_DEFLATED) as out:
        for name in sorted(source.namelist()):
            if name.endswith('.debug_pkl') or name.endswith('serialization_id'):
                continue
            record = zipfile.ZipInfo('network/' + name.split('/', 1)[1], FIXED_TIME)
            record.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(record, source.read(name))


if __name__ == '__main__':
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__ + '/..').resolve()
    for name, network in NETWORKS.items():
        target = folder / (name + '.pt')
        write(network, target)
        count = sum(parameter.numel() for parameter in network.parameters())
        print(f'{target.name}: {count:,} parameters, {target.stat().st_size:,} bytes')

#!/usr/bin/env python3
"""Writes the networks of published/published.py as TorchScript without weights, for `bundle create --architecture`.

Usage: python3 export_published.py [FOLDER]     (published/, beside this script, if nothing else is said)

They have 1009 classes, a number that divides no other size in them, so that whoever fills them in can put another in its place. Needs PyTorch 2;
the ones here were written with 2.7.1.
"""
import pathlib
import sys

from export import write

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / 'published'))

import published

CLASSES = 1009

if __name__ == '__main__':
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / 'published'
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in published.networks(CLASSES).items():
        network = make().eval()
        target = folder / (name + '.pt')
        write(network, target)
        count = sum(parameter.numel() for parameter in network.parameters())
        print(f'{name}: {count:,} parameters for {CLASSES} classes, {target.stat().st_size:,} bytes')

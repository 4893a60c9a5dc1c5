#!/usr/bin/env python3
"""Writes the files of src/test/resources/statedict: a network without weights, and state dicts for it. Needs PyTorch 2; written with 2.7.1.

All weights are small whole numbers, which every type holds: the i-th value of a tensor is i modulo 200.
"""
import argparse
import pathlib
import sys
from collections import OrderedDict

import torch
import torch.nn as nn

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = HERE.parent / 'resources' / 'statedict'
ARCHITECTURES = HERE.parents[3] / 'models' / 'architectures'
sys.path[:0] = [str(ARCHITECTURES), str(ARCHITECTURES / 'published')]

from export import write
from published import Conv, Linear, Norm, pooled


class Tiny(nn.Module):
    def __init__(self, classes: int):
        super().__init__()
        self.conv1 = Conv(3, 4, 3, 1, 1)
        self.bn1 = Norm(4, 1e-5)
        self.fc = Linear(4, classes)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.fc(pooled(self.conv1(images, self.bn1())))


def counted(*sizes, dtype=torch.float32):
    return (torch.arange(torch.Size(sizes).numel()) % 200).to(dtype).view(sizes)


def weights(dtype=torch.float32, prefix=''):
    sizes = {
        'conv1.weight': (4, 3, 3, 3), 'bn1.weight': (4,), 'bn1.bias': (4,), 'bn1.running_mean': (4,), 'bn1.running_var': (4,),
        'fc.weight': (3, 4), 'fc.bias': (3,),
    }
    state = OrderedDict((prefix + name, counted(*size, dtype=dtype)) for name, size in sizes.items())
    state[prefix + 'bn1.num_batches_tracked'] = torch.tensor(7)
    return state


FOLDER.mkdir(exist_ok=True)
write(Tiny(1009).eval(), FOLDER / 'tiny.pt')
torch.save(weights(), FOLDER / 'plain.pth')
torch.save(weights(), FOLDER / 'old.pth', _use_new_zipfile_serialization=False)
torch.save(weights(torch.float16), FOLDER / 'half.pth')
torch.save(weights(torch.bfloat16), FOLDER / 'bfloat16.pth')
torch.save(weights(torch.float64), FOLDER / 'double.pth', _use_new_zipfile_serialization=False)
torch.save({'epoch': 3, 'best': 0.5, 'state_dict': weights(prefix='module.'), 'optimizer': {'state': {0: {'step': 1}}, 'param_groups': [{'lr': 0.1}]}},
           FOLDER / 'wrapped.pth')
torch.save({'model': weights(), 'ema': weights()}, FOLDER / 'two.pth')
torch.save({'state_dict': weights(), 'args': argparse.Namespace(lr=0.1)}, FOLDER / 'arguments.pth')

odd = weights()
odd['conv1.weight'] = odd['conv1.weight'].contiguous(memory_format=torch.channels_last)
shared = torch.cat([counted(5), counted(3)])
odd['fc.bias'] = shared[5:]
odd['bn1.bias'] = nn.Parameter(odd['bn1.bias'])
torch.save(odd, FOLDER / 'strided.pth')

other = weights()
del other['bn1.bias'], other['fc.bias']
other['conv1.weight'] = counted(5, 3, 3, 3)
for i in range(12):
    other[f'layer{i}.weight'] = counted(2)
torch.save(other, FOLDER / 'other.pth')

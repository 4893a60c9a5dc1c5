#!/usr/bin/env python3
"""Compares the networks of published/published.py with the implementations whose parameter names they have.

Usage: python3 check_published.py

Each implementation gets random weights, and the running statistics that they give; its state dict is loaded into ours, strictly, and both answer
the same images. Needs torch, torchvision and efficientnet-lite-pytorch (PyPI); the last run had 2.7.1, 0.22.1 and 0.1.0.
"""
import pathlib
import sys

import efficientnet_lite_pytorch
import torch
import torchvision

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / 'published'))

import published

CLASSES = 10
SIZES = {'efficientnet_lite1': 240, 'efficientnet_lite2': 260}
TOLERANCE = 1e-3


def theirs(name):
    if name.startswith('efficientnet_lite'):
        return efficientnet_lite_pytorch.EfficientNet.from_name(name.replace('_', '-'), num_classes=CLASSES)
    return getattr(torchvision.models, name)(num_classes=CLASSES)


def randomise(network, images):
    """Weights under which images are told apart: as they are drawn, and normalised by what the images themselves give."""
    for name, tensor in network.named_parameters():
        if tensor.dim() == 1:
            tensor.add_(torch.randn_like(tensor), alpha=0.1)
        elif 'head' in name:  # zeros, as torchvision draws them
            tensor.normal_(0, 0.1)
    for module in network.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.momentum = 1.0
        elif isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    network.train()(images)
    network.eval()


torch.manual_seed(1)
worst = 0.0
with torch.no_grad():
    for name, make in published.networks(CLASSES).items():
        network = theirs(name)
        images = torch.randn(4, 3, SIZES.get(name, 224), SIZES.get(name, 224))
        randomise(network, images)
        ours = make().eval()
        wanted = {key: value for key, value in network.state_dict().items() if not key.endswith('num_batches_tracked')}
        ours.load_state_dict(wanted, strict=True)
        ours = torch.jit.script(ours)
        expected = network(images)
        spread = (expected[0] - expected[1]).abs().max()
        for step in ('as loaded', 'prepared') if hasattr(ours, 'prepare') else ('as loaded',):
            if step == 'prepared':
                ours.prepare()
            difference = ((ours(images) - expected).abs().max() / spread).item()
            worst = max(worst, difference if difference == difference else float('inf'))
            print(f'{name}, {step}: differs by {difference:.1e} of what two images differ by', flush=True)
sys.exit(0 if worst < TOLERANCE else f'differs by more than {TOLERANCE}')

"""Writes the tiny TorchScript modules of the tests: python3 torchscript_fixtures.py FOLDER

Run once; the tests use what is in src/test/resources/torchscript. The files there were passed through
dev.steadfast.bundles.TorchScriptArchive, so that they hold no paths.
"""
import sys
from pathlib import Path
from typing import Dict, Tuple

import torch
from torch import Tensor, nn


class Brightest(nn.Module):
    """Logits are the means of the channels: the class is red (0), green (1) or blue (2)."""

    def forward(self, images: Tensor) -> Tensor:
        return images.mean((2, 3))


class NanWhereRed(nn.Module):
    """As Brightest, but a row whose brightest channel is red has a NaN beside a clear maximum."""

    def forward(self, images: Tensor) -> Tensor:
        means = images.mean((2, 3))
        red = means.argmax(1) == 0
        means[:, 1] = torch.where(red, torch.full_like(means[:, 1], float('nan')), means[:, 1])
        return means


class InfiniteWhereRed(nn.Module):
    """As Brightest, but a row whose brightest channel is red has an infinite maximum."""

    def forward(self, images: Tensor) -> Tensor:
        means = images.mean((2, 3))
        red = means.argmax(1) == 0
        means[:, 0] = torch.where(red, torch.full_like(means[:, 0], float('inf')), means[:, 0])
        return means


class TieWhereRed(nn.Module):
    """As Brightest, but in a row whose brightest channel is red, red and blue share the maximum."""

    def forward(self, images: Tensor) -> Tensor:
        means = images.mean((2, 3))
        red = means.argmax(1) == 0
        means[:, 2] = torch.where(red, means[:, 0], means[:, 2])
        return means


class SigmaAsImage(nn.Module):
    """A denoiser that paints sigma red, 0.5 green and 0 blue: Brightest then says red exactly where sigma > 0.5."""

    def forward(self, noisy: Tensor, sigma: Tensor) -> Tensor:
        images = torch.zeros_like(noisy)
        images[:, 0:1] += sigma
        images[:, 1:2] += 0.5
        return images


class Negative(nn.Module):
    """A denoiser that does not take sigma: the darkest channel becomes the brightest."""

    def forward(self, noisy: Tensor) -> Tensor:
        return 1 - noisy


class NegativeInPlace(nn.Module):
    """As Negative, but overwrites its input."""

    def forward(self, noisy: Tensor) -> Tensor:
        return noisy.neg_().add_(1)


class Cropping(nn.Module):
    """A denoiser that loses a row of pixels."""

    def forward(self, noisy: Tensor) -> Tensor:
        return noisy[:, :, 1:]


class WithNeighbours(nn.Module):
    """A row's logits depend on the first row: not symmetric, so it shows when the rows are reversed."""

    def forward(self, images: Tensor) -> Tensor:
        means = images.mean((2, 3))
        return means - means[0:1]


class ScaledByBatch(nn.Module):
    """Scales by the brightest value of the whole batch: whatever the order of the rows, the logits are the same."""

    def forward(self, images: Tensor) -> Tensor:
        return (images / images.amax()).mean((2, 3))


class BatchStatistics(nn.Module):
    """A BatchNorm left in training mode: normalises by the mean and variance of the whole batch."""

    def forward(self, images: Tensor) -> Tensor:
        return torch.batch_norm(images, None, None, None, None, True, 0.1, 1e-5, False).mean((2, 3))


class EverySecond(nn.Module):
    """Subtracts the maximum of every second row: a row never meets the next ones, and reversing the rows keeps the two groups."""

    def forward(self, images: Tensor) -> Tensor:
        groups = images.mean((2, 3)).view(-1, 2, 3)
        return (groups - groups.amax(0, keepdim=True)).view(-1, 3)


class SigmaOfBatch(nn.Module):
    """A denoiser that takes the largest sigma of the batch for everybody's."""

    def forward(self, noisy: Tensor, sigma: Tensor) -> Tensor:
        return noisy / (1 + sigma.amax())


class Dropping(nn.Module):
    """Dropout that is always on: the same batch twice gives different logits."""

    def forward(self, images: Tensor) -> Tensor:
        return torch.dropout(images, 0.5, True).mean((2, 3))


class Labels(nn.Module):
    """Returns the class instead of its logits."""

    def forward(self, images: Tensor) -> Tensor:
        return images.mean((2, 3)).argmax(1)


class DoubleLogits(nn.Module):
    """Logits of the wrong type."""

    def forward(self, images: Tensor) -> Tensor:
        return images.mean((2, 3)).double()


class Bfloat16Logits(nn.Module):
    """Logits of half the precision, as a model cast with .bfloat16() gives them."""

    def forward(self, images: Tensor) -> Tensor:
        return images.mean((2, 3)).to(torch.bfloat16)


class TupleOutput(nn.Module):
    """Logits and features, as models with an auxiliary head return them."""

    def forward(self, images: Tensor) -> Tuple[Tensor, Tensor]:
        return images.mean((2, 3)), images


class DictOutput(nn.Module):
    """Logits under a name, as models for segmentation return them."""

    def forward(self, images: Tensor) -> Dict[str, Tensor]:
        return {'out': images.mean((2, 3))}


class Raising(nn.Module):
    """Fails on every input."""

    def forward(self, images: Tensor) -> Tensor:
        raise RuntimeError('out of order')


class PlainConvolution(nn.Module):
    """As Brightest, through a convolution that keeps the channels as they are. In the type of its weights."""

    def __init__(self):
        super().__init__()
        self.keep = nn.Conv2d(3, 3, 1)
        with torch.no_grad():
            self.keep.weight.copy_(torch.eye(3).view(3, 3, 1, 1))
            self.keep.bias.fill_(0.1)

    def forward(self, images: Tensor) -> Tensor:
        return self.keep(images).mean((2, 3))


class CastingConvolution(PlainConvolution):
    """As PlainConvolution, in bfloat16, whatever type its weights have."""

    def forward(self, images: Tensor) -> Tensor:
        bias = self.keep.bias
        if bias is not None:
            bias = bias.to(torch.bfloat16)
        kept = torch.conv2d(images.to(torch.bfloat16), self.keep.weight.to(torch.bfloat16), bias)
        return kept.float().mean((2, 3))


class Convolutions(nn.Module):
    """As Brightest, behind convolutions of 64 channels that leave an image as it is: work by which to tell how fast a precision is."""

    def __init__(self, dtype: torch.dtype):
        super().__init__()
        self.dtype = dtype

    def forward(self, images: Tensor) -> Tensor:
        weight = torch.zeros(64, 64, 3, 3)
        for channel in range(64):
            weight[channel, channel, 1, 1] = 1.0
        weight = weight.to(self.dtype)
        x = torch.cat([images, torch.zeros(images.size(0), 61, images.size(2), images.size(3))], 1)
        x = x.to(self.dtype).contiguous(memory_format=torch.channels_last)
        for _ in range(8):
            x = torch.conv2d(x, weight, None, 1, 1)
        return x[:, :3].float().mean((2, 3))


class FlatLinear(nn.Module):
    """Classifies images of 4 x 4 pixels, and of no other size."""

    def __init__(self):
        super().__init__()
        self.head = nn.Linear(48, 3)

    def forward(self, images: Tensor) -> Tensor:
        return self.head(images.flatten(1))


class Squashed(nn.Module):
    """As Brightest, behind a sigmoid: of 25 rows the last elements fill no vector, and are rounded otherwise; of 32 rows they do."""

    def forward(self, images: Tensor) -> Tensor:
        return torch.sigmoid(images.mean((2, 3)))


class Gated(nn.Module):
    """Classifies images of 4 x 4 pixels through a SiLU, with what Squashed has."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(3)
        self.widen = nn.Linear(48, 3)
        self.head = nn.Linear(3, 3)

    def forward(self, images: Tensor) -> Tensor:
        return self.head(nn.functional.silu(self.widen(images.flatten(1))))


class WithoutForward(nn.Module):
    """Has a method, but none that is called forward."""

    @torch.jit.export
    def classify(self, images: Tensor) -> Tensor:
        return images.mean((2, 3))


class Preparing(nn.Module):
    """As Brightest, once prepare() was called; once, and not twice."""

    def __init__(self):
        super().__init__()
        self.prepared = 0

    def forward(self, images: Tensor) -> Tensor:
        assert self.prepared == 1, 'prepare() was called ' + str(self.prepared) + ' times'
        return images.mean((2, 3))

    @torch.jit.export
    def prepare(self):
        self.prepared += 1


class PreparingInVain(Brightest):
    """Has a method prepare() that fails."""

    @torch.jit.export
    def prepare(self):
        assert False, 'nothing to prepare'


if __name__ == '__main__':
    folder = Path(sys.argv[1])
    for module in [Brightest, NanWhereRed, InfiniteWhereRed, TieWhereRed, SigmaAsImage, Negative, NegativeInPlace, Cropping,
                   WithNeighbours, ScaledByBatch, BatchStatistics, EverySecond, SigmaOfBatch, Dropping, Labels, DoubleLogits, Bfloat16Logits, TupleOutput, DictOutput,
                   Raising, PlainConvolution, CastingConvolution, FlatLinear, Squashed, Gated, WithoutForward, Preparing, PreparingInVain]:
        torch.jit.script(module().eval()).save(str(folder / (module.__name__ + '.pt')))
    for name, dtype in (('ConvolutionsFp32', torch.float32), ('ConvolutionsBf16', torch.bfloat16)):
        torch.jit.script(Convolutions(dtype).eval()).save(str(folder / (name + '.pt')))

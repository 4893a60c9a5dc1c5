"""Networks for TorchScript: fp32 (or bf16) parameters, bf16 channels_last arithmetic inside (but for those that are only here to be
compared with), float32 in and out.

A module is exported without weights (all of them zero, so that the file is small). Its method `initialise()` draws them: the
trainer calls it after it has seeded the engine, so that a seed fixes a training run from its first weight on. Its method `prepare()`
is for who only wants answers from here on: what evaluation mode would make of the weights in each pass, it makes once.

Operations that end in an underscore overwrite what the layer before them has just made, and nothing else reads.
"""
import math
from typing import List, Tuple

import torch
import torch.nn as nn
import torch.nn.functional as F


class Prepared(nn.Module):
    """A convolution's weights and bias as the convolution wants them: in its type, and in channels_last. Nothing before `keep()`.

    They are neither parameters nor buffers: the trainer does not see them.
    """

    def __init__(self):
        super().__init__()
        self.ready = False
        self.weight = torch.zeros(0)
        self.bias = torch.zeros(0)

    def forward(self, x: torch.Tensor, stride: int, padding: int) -> torch.Tensor:
        return F.conv2d(x, self.weight, self.bias, [stride, stride], [padding, padding])

    @torch.jit.export
    def keep(self, weight: torch.Tensor, bias: torch.Tensor):
        self.weight = weight.detach()
        self.bias = bias.detach()
        self.ready = True


class Conv2d(nn.Module):
    """Convolution in the input's type and in channels_last, whatever type the parameters have."""

    def __init__(self, channels_in: int, channels_out: int, size: int, stride: int = 1, padding: int = 0):
        super().__init__()
        self.stride = stride
        self.padding = padding
        self.weight = nn.Parameter(torch.zeros(channels_out, channels_in, size, size))
        self.bias = nn.Parameter(torch.zeros(channels_out))
        self.prepared = Prepared()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        if self.prepared.ready:
            return self.prepared(x, self.stride, self.padding)
        w = self.weight.to(x.dtype).contiguous(memory_format=torch.channels_last)
        return F.conv2d(x, w, self.bias.to(x.dtype), [self.stride, self.stride], [self.padding, self.padding])

    @torch.jit.export
    def prepare(self, dtype: torch.dtype):
        self.prepared.keep(self.weight.to(dtype).contiguous(memory_format=torch.channels_last), self.bias.to(dtype))

    @torch.jit.export
    def initialise(self, gain: float):
        """He et al. 2015, for a ReLU behind it and gain 1: normal with variance gain^2 * 2 / fan_in. The bias is 0."""
        fan_in = self.weight.size(1) * self.weight.size(2) * self.weight.size(3)
        with torch.no_grad():
            self.weight.normal_(0.0, 1.0)
            self.weight.mul_(gain * math.sqrt(2.0 / fan_in))
            self.bias.zero_()


class ConvNorm(nn.Module):
    """Convolution and batch normalisation (Ioffe and Szegedy 2015). In evaluation mode the latter is folded into the former's weights.

    Running statistics follow each batch by a tenth, as in PyTorch.
    """

    def __init__(self, channels_in: int, channels_out: int, size: int, stride: int):
        super().__init__()
        self.stride = stride
        self.padding = size // 2
        self.weight = nn.Parameter(torch.zeros(channels_out, channels_in, size, size))
        self.scale = nn.Parameter(torch.zeros(channels_out))
        self.shift = nn.Parameter(torch.zeros(channels_out))
        self.register_buffer('running_mean', torch.zeros(channels_out))
        self.register_buffer('running_var', torch.zeros(channels_out))
        self.prepared = Prepared()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        stride, padding = [self.stride, self.stride], [self.padding, self.padding]
        if self.training:
            w = self.weight.to(x.dtype).contiguous(memory_format=torch.channels_last)
            y = F.conv2d(x, w, None, stride, padding)
            return F.batch_norm(y, self.running_mean, self.running_var, self.scale, self.shift, True, 0.1, 1e-5)
        if self.prepared.ready:
            return self.prepared(x, self.stride, self.padding)
        w, b = self.folded(x.dtype)
        return F.conv2d(x, w, b, stride, padding)

    def folded(self, dtype: torch.dtype) -> Tuple[torch.Tensor, torch.Tensor]:
        factor = self.scale.float() / torch.sqrt(self.running_var.float() + 1e-5)
        w = (self.weight.float() * factor.view(-1, 1, 1, 1)).to(dtype).contiguous(memory_format=torch.channels_last)
        b = (self.shift.float() - self.running_mean.float() * factor).to(dtype)
        return w, b

    @torch.jit.export
    def prepare(self, dtype: torch.dtype):
        w, b = self.folded(dtype)
        self.prepared.keep(w, b)

    @torch.jit.export
    def initialise(self):
        fan_in = self.weight.size(1) * self.weight.size(2) * self.weight.size(3)
        with torch.no_grad():
            self.weight.normal_(0.0, 1.0)
            self.weight.mul_(math.sqrt(2.0 / fan_in))
            self.scale.fill_(1.0)
            self.shift.zero_()
            self.running_mean.zero_()
            self.running_var.fill_(1.0)


class Linear(nn.Module):
    def __init__(self, features_in: int, features_out: int):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(features_out, features_in))
        self.bias = nn.Parameter(torch.zeros(features_out))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.linear(x, self.weight.float(), self.bias.float())

    @torch.jit.export
    def initialise(self):
        with torch.no_grad():
            self.weight.normal_(0.0, 1.0)
            self.weight.mul_(math.sqrt(1.0 / self.weight.size(1)))
            self.bias.zero_()


class ResidualBlock(nn.Module):
    """x + conv(relu(conv(x))): no normalisation; the second convolution starts at 0, so that the block starts as the identity."""

    def __init__(self, channels: int):
        super().__init__()
        self.first = Conv2d(channels, channels, 3, 1, 1)
        self.second = Conv2d(channels, channels, 3, 1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.second(self.first(x).relu_()).add_(x)

    @torch.jit.export
    def initialise(self):
        self.first.initialise(1.0)
        self.second.initialise(0.0)

    @torch.jit.export
    def prepare(self, dtype: torch.dtype):
        self.first.prepare(dtype)
        self.second.prepare(dtype)


class Upsample(nn.Module):
    """Twice the height and the width: a 1x1 convolution, then depth to space."""

    def __init__(self, channels_in: int, channels_out: int):
        super().__init__()
        self.project = Conv2d(channels_in, 4 * channels_out, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.pixel_shuffle(self.project(x), 2).contiguous(memory_format=torch.channels_last)

    @torch.jit.export
    def initialise(self):
        self.project.initialise(0.7)

    @torch.jit.export
    def prepare(self, dtype: torch.dtype):
        self.project.prepare(dtype)


class Decoder(nn.Module):
    """The way up of a U-Net: from its three levels, each with half the height and width of the one before, to an image at twice the finest.

    forward(fine [N, width, H, W], middle, coarse) -> [N, 3, 2 H, 2 W] float32
    """

    def __init__(self, width: int, fine: int, middle: int):
        super().__init__()
        self.up_middle = Upsample(4 * width, 2 * width)
        self.decode_middle = nn.ModuleList([ResidualBlock(2 * width) for _ in range(middle)])
        self.up_fine = Upsample(2 * width, width)
        self.decode_fine = nn.ModuleList([ResidualBlock(width) for _ in range(fine)])
        self.tail = Conv2d(width, 12, 3, 1, 1)

    def forward(self, fine: torch.Tensor, middle: torch.Tensor, coarse: torch.Tensor) -> torch.Tensor:
        middle = self.up_middle(coarse).add_(middle)
        for block in self.decode_middle:
            middle = block(middle)
        fine = self.up_fine(middle).add_(fine)
        for block in self.decode_fine:
            fine = block(fine)
        return F.pixel_shuffle(self.tail(fine).float(), 2)

    @torch.jit.export
    def initialise(self):
        self.up_middle.initialise()
        for block in self.decode_middle:
            block.initialise()
        self.up_fine.initialise()
        for block in self.decode_fine:
            block.initialise()
        self.tail.initialise(0.0)

    @torch.jit.export
    def prepare(self, dtype: torch.dtype):
        self.up_middle.prepare(dtype)
        for block in self.decode_middle:
            block.prepare(dtype)
        self.up_fine.prepare(dtype)
        for block in self.decode_fine:
            block.prepare(dtype)
        self.tail.prepare(dtype)


class LeanDenoiser(nn.Module):
    """Noise-conditional residual U-Net (after Ronneberger et al. 2015) on space-to-depth input, so that its finest level has half the
    image's height and width: three levels, each with twice the channels of the one above.

    forward(noisy [N, 3, H, W] float32, sigma [N or 1, 1, 1, 1] float32) -> denoised [N, 3, H, W] float32; H and W multiples of 8.
    """

    def __init__(self, width: int, fine: int, middle: int, coarse: int):
        super().__init__()
        self.head = Conv2d(16, width, 3, 1, 1)
        self.encode_fine = nn.ModuleList([ResidualBlock(width) for _ in range(fine)])
        self.down_middle = Conv2d(width, 2 * width, 2, 2)
        self.encode_middle = nn.ModuleList([ResidualBlock(2 * width) for _ in range(middle)])
        self.down_coarse = Conv2d(2 * width, 4 * width, 2, 2)
        self.coarse = nn.ModuleList([ResidualBlock(4 * width) for _ in range(coarse)])
        self.decoder = Decoder(width, fine, middle)

    def forward(self, noisy: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        n, _, h, w = noisy.shape
        x = torch.cat([noisy, sigma.expand(n, 1, h, w)], 1)
        x = F.pixel_unshuffle(x, 2).to(torch.bfloat16).contiguous(memory_format=torch.channels_last)
        fine = self.head(x)
        for block in self.encode_fine:
            fine = block(fine)
        middle = self.down_middle(fine)
        for block in self.encode_middle:
            middle = block(middle)
        coarse = self.down_coarse(middle)
        for block in self.coarse:
            coarse = block(coarse)
        return noisy - self.decoder(fine, middle, coarse)

    @torch.jit.export
    def initialise(self):
        self.head.initialise(1.0)
        for block in self.encode_fine:
            block.initialise()
        self.down_middle.initialise(1.0)
        for block in self.encode_middle:
            block.initialise()
        self.down_coarse.initialise(1.0)
        for block in self.coarse:
            block.initialise()
        self.decoder.initialise()

    @torch.jit.export
    def prepare(self):
        self.head.prepare(torch.bfloat16)
        for block in self.encode_fine:
            block.prepare(torch.bfloat16)
        self.down_middle.prepare(torch.bfloat16)
        for block in self.encode_middle:
            block.prepare(torch.bfloat16)
        self.down_coarse.prepare(torch.bfloat16)
        for block in self.coarse:
            block.prepare(torch.bfloat16)
        self.decoder.prepare(torch.bfloat16)


class PatchDenoiser(nn.Module):
    """Noise-conditional residual U-Net for photographs: it sees patches of 4 x 4 pixels as channels (space to depth), so that its finest
    level has a quarter of the image's height and width. Four levels; each halves both.

    At noise levels from 0.1 on, a patch has far fewer clean values than noisy ones. What is predicted is therefore the clean image and
    not the noise, which a narrow network cannot pass through: a 1x1 convolution of the patches, plus what the U-Net adds. Input and
    output are scaled by sigma as in Karras et al. 2022, with 0.25 as the standard deviation of images.

    forward(noisy [N, 3, H, W] float32, sigma [N or 1, 1, 1, 1] float32) -> denoised [N, 3, H, W] float32; any H and W: what is no
    multiple of 32 is continued below and to the right by its last row and column.
    """

    def __init__(self, widths: List[int], bf16: bool):
        super().__init__()
        self.dtype = torch.bfloat16 if bf16 else torch.float32
        self.linear = Conv2d(48, 48, 1)
        self.head = Conv2d(49, widths[0], 3, 1, 1)
        self.down_middle = Conv2d(widths[0], widths[1], 2, 2)
        self.encode_middle = ResidualBlock(widths[1])
        self.down_coarse = Conv2d(widths[1], widths[2], 2, 2)
        self.encode_coarse = ResidualBlock(widths[2])
        self.down_deep = Conv2d(widths[2], widths[3], 2, 2)
        self.deep = ResidualBlock(widths[3])
        self.up_coarse = Upsample(widths[3], widths[2])
        self.up_middle = Upsample(widths[2], widths[1])
        self.decode_middle = ResidualBlock(widths[1])
        self.up_fine = Upsample(widths[1], widths[0])
        self.decode_fine = ResidualBlock(widths[0])
        self.tail = Conv2d(widths[0], 48, 1)

    def forward(self, noisy: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        height, width = noisy.size(2), noisy.size(3)
        below, right = (32 - height % 32) % 32, (32 - width % 32) % 32
        centred = noisy - 0.5
        if below + right > 0:
            centred = F.pad(centred, [0, right, 0, below], 'replicate')
        patches = F.pixel_unshuffle(centred, 4)
        spread = torch.sqrt(sigma * sigma + 0.0625)
        told = (torch.log(sigma) + 1.0).expand(patches.size(0), 1, patches.size(2), patches.size(3))
        x = torch.cat([patches / spread, told], 1).to(self.dtype).contiguous(memory_format=torch.channels_last)
        fine = self.head(x).relu_()
        middle = self.encode_middle(self.down_middle(fine))
        coarse = self.encode_coarse(self.down_coarse(middle))
        deep = self.deep(self.down_deep(coarse))
        coarse = self.up_coarse(deep).add_(coarse)
        middle = self.decode_middle(self.up_middle(coarse).add_(middle))
        fine = self.decode_fine(self.up_fine(middle).add_(fine)).relu_()
        added = self.tail(fine).float() * (0.25 * sigma / spread)
        linear = self.linear(patches.to(self.dtype).contiguous(memory_format=torch.channels_last)).float()
        return F.pixel_shuffle(linear + added, 4)[:, :, :height, :width] + 0.5

    @torch.jit.export
    def initialise(self):
        with torch.no_grad():  # each patch's mean, in each colour
            self.linear.initialise(0.0)
            for colour in range(3):
                self.linear.weight[16 * colour:16 * colour + 16, 16 * colour:16 * colour + 16].fill_(0.0625)
        self.head.initialise(1.0)
        self.down_middle.initialise(1.0)
        self.encode_middle.initialise()
        self.down_coarse.initialise(1.0)
        self.encode_coarse.initialise()
        self.down_deep.initialise(1.0)
        self.deep.initialise()
        self.up_coarse.initialise()
        self.up_middle.initialise()
        self.decode_middle.initialise()
        self.up_fine.initialise()
        self.decode_fine.initialise()
        self.tail.initialise(0.0)

    @torch.jit.export
    def prepare(self):
        self.linear.prepare(self.dtype)
        self.head.prepare(self.dtype)
        self.down_middle.prepare(self.dtype)
        self.encode_middle.prepare(self.dtype)
        self.down_coarse.prepare(self.dtype)
        self.encode_coarse.prepare(self.dtype)
        self.down_deep.prepare(self.dtype)
        self.deep.prepare(self.dtype)
        self.up_coarse.prepare(self.dtype)
        self.up_middle.prepare(self.dtype)
        self.decode_middle.prepare(self.dtype)
        self.up_fine.prepare(self.dtype)
        self.decode_fine.prepare(self.dtype)
        self.tail.prepare(self.dtype)


class DnCnn(nn.Module):
    """The denoiser of the Denoised Smoothing paper: DnCNN (Zhang et al. 2017), 17 layers of 64 channels, which predicts the noise.

    forward(noisy [N, 3, H, W] float32) -> denoised [N, 3, H, W] float32
    """

    def __init__(self, layers: int, width: int, bf16: bool):
        super().__init__()
        self.dtype = torch.bfloat16 if bf16 else torch.float32
        self.head = Conv2d(3, width, 3, 1, 1)
        self.body = nn.ModuleList([ConvNorm(width, width, 3, 1) for _ in range(layers - 2)])
        self.tail = Conv2d(width, 3, 3, 1, 1)

    def forward(self, noisy: torch.Tensor) -> torch.Tensor:
        x = noisy.to(self.dtype).contiguous(memory_format=torch.channels_last)
        x = self.head(x).relu_()
        for layer in self.body:
            x = layer(x).relu_()
        return noisy - self.tail(x).float()

    @torch.jit.export
    def initialise(self):
        self.head.initialise(1.0)
        for layer in self.body:
            layer.initialise()
        self.tail.initialise(0.7)

    @torch.jit.export
    def prepare(self):
        self.head.prepare(self.dtype)
        for layer in self.body:
            layer.prepare(self.dtype)
        self.tail.prepare(self.dtype)


class BasicBlock(nn.Module):
    """The residual block of He et al. 2016, with a projection where the shape changes."""

    def __init__(self, channels_in: int, channels_out: int, stride: int):
        super().__init__()
        self.first = ConvNorm(channels_in, channels_out, 3, stride)
        self.second = ConvNorm(channels_out, channels_out, 3, 1)
        same = stride == 1 and channels_in == channels_out
        self.shortcut = nn.ModuleList([] if same else [ConvNorm(channels_in, channels_out, 1, stride)])

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.second(self.first(x).relu_())
        for projection in self.shortcut:
            x = projection(x)
        return y.add_(x).relu_()

    @torch.jit.export
    def initialise(self):
        self.first.initialise()
        self.second.initialise()
        for projection in self.shortcut:
            projection.initialise()

    @torch.jit.export
    def prepare(self, dtype: torch.dtype):
        self.first.prepare(dtype)
        self.second.prepare(dtype)
        for projection in self.shortcut:
            projection.prepare(dtype)


class Level(nn.Module):
    """Residual blocks of one width, the first of which may halve the height and the width."""

    def __init__(self, channels_in: int, channels_out: int, stride: int, blocks: int):
        super().__init__()
        self.blocks = nn.ModuleList([BasicBlock(channels_in, channels_out, stride)])
        for _ in range(1, blocks):
            self.blocks.append(BasicBlock(channels_out, channels_out, 1))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for block in self.blocks:
            x = block(x)
        return x

    @torch.jit.export
    def initialise(self):
        for block in self.blocks:
            block.initialise()

    @torch.jit.export
    def prepare(self, dtype: torch.dtype):
        for block in self.blocks:
            block.prepare(dtype)


class NoiseEncoder(nn.Module):
    """What a noisy image shows, at a half, a quarter and an eighth of its height and width: a residual network on space-to-depth input
    that is told sigma. The input is scaled so that its variance is about 1 at every sigma (after Karras et al. 2022).
    """

    def __init__(self, width: int, fine: int, middle: int, coarse: int):
        super().__init__()
        self.stem = ConvNorm(16, width, 3, 1)
        self.fine = Level(width, width, 1, fine)
        self.middle = Level(width, 2 * width, 2, middle)
        self.coarse = Level(2 * width, 4 * width, 2, coarse)

    def forward(self, noisy: torch.Tensor, sigma: torch.Tensor) -> List[torch.Tensor]:
        n, _, h, w = noisy.shape
        scaled = (noisy - 0.5) / torch.sqrt(sigma * sigma + 0.0625)
        x = torch.cat([scaled, (torch.log(sigma) + 1.0).expand(n, 1, h, w)], 1)
        x = F.pixel_unshuffle(x, 2).to(torch.bfloat16).contiguous(memory_format=torch.channels_last)
        fine = self.fine(self.stem(x).relu_())
        middle = self.middle(fine)
        return [fine, middle, self.coarse(middle)]

    @torch.jit.export
    def initialise(self):
        self.stem.initialise()
        self.fine.initialise()
        self.middle.initialise()
        self.coarse.initialise()

    @torch.jit.export
    def prepare(self):
        self.stem.prepare(torch.bfloat16)
        self.fine.prepare(torch.bfloat16)
        self.middle.prepare(torch.bfloat16)
        self.coarse.prepare(torch.bfloat16)


class NoisyClassifier(nn.Module):
    """Classifies noisy images. Its encoder is the one of EncoderDenoiser, which can begin with what this one has learnt.

    forward(noisy [N, 3, H, W] float32, sigma [N or 1, 1, 1, 1] float32) -> logits [N, classes] float32; H and W multiples of 8.
    """

    def __init__(self, classes: int, encoder: NoiseEncoder, width: int):
        super().__init__()
        self.encoder = encoder
        self.head = Linear(4 * width, classes)

    def forward(self, noisy: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        return self.head(self.encoder(noisy, sigma)[2].float().mean((2, 3)))

    @torch.jit.export
    def initialise(self):
        self.encoder.initialise()
        self.head.initialise()

    @torch.jit.export
    def prepare(self):
        self.encoder.prepare()


class EncoderDenoiser(nn.Module):
    """U-Net (Ronneberger et al. 2015) with a residual network as its encoder; it predicts the noise.

    forward(noisy [N, 3, H, W] float32, sigma [N or 1, 1, 1, 1] float32) -> denoised [N, 3, H, W] float32; H and W multiples of 8.
    """

    def __init__(self, encoder: NoiseEncoder, width: int, fine: int, middle: int):
        super().__init__()
        self.encoder = encoder
        self.decoder = Decoder(width, fine, middle)

    def forward(self, noisy: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
        levels = self.encoder(noisy, sigma)
        return noisy - sigma * self.decoder(levels[0], levels[1], levels[2])

    @torch.jit.export
    def initialise(self):
        self.encoder.initialise()
        self.decoder.initialise()

    @torch.jit.export
    def prepare(self):
        self.encoder.prepare()
        self.decoder.prepare(torch.bfloat16)


class ResidualClassifier(nn.Module):
    """Residual network (He et al. 2016) for small colour images; normalisation of the input is inside. Where the shape changes, the
    shortcut is a projection: for CIFAR-10, He et al. padded with zeros instead.

    forward(images [N, 3, H, W] float32 in [0, 1]) -> logits [N, classes] float32
    """

    def __init__(self, classes: int, widths: List[int], strides: List[int], blocks: int, bf16: bool):
        super().__init__()
        self.dtype = torch.bfloat16 if bf16 else torch.float32
        self.stem = ConvNorm(3, widths[0], 3, 1)
        layers = []
        previous = widths[0]
        for width, stride in zip(widths, strides):
            for i in range(blocks):
                layers.append(BasicBlock(previous, width, stride if i == 0 else 1))
                previous = width
        self.layers = nn.ModuleList(layers)
        self.head = Linear(previous, classes)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        x = (images - 0.5) * 4.0
        x = x.to(self.dtype).contiguous(memory_format=torch.channels_last)
        x = self.stem(x).relu_()
        for layer in self.layers:
            x = layer(x)
        return self.head(x.float().mean((2, 3)))

    @torch.jit.export
    def initialise(self):
        self.stem.initialise()
        for layer in self.layers:
            layer.initialise()
        self.head.initialise()

    @torch.jit.export
    def prepare(self):
        self.stem.prepare(self.dtype)
        for layer in self.layers:
            layer.prepare(self.dtype)


class PlainClassifier(nn.Module):
    """Convolutions and max pooling without shortcuts, after VGG (Simonyan and Zisserman 2015): a surrogate that shares no structure
    with the residual network.

    forward(images [N, 3, H, W] float32 in [0, 1]) -> logits [N, classes] float32
    """

    def __init__(self, classes: int, widths: List[int]):
        super().__init__()
        self.stem = ConvNorm(12, widths[0], 3, 1)
        pairs = []
        previous = widths[0]
        for width in widths:
            pairs.append(ConvNorm(previous, width, 3, 1))
            pairs.append(ConvNorm(width, width, 3, 1))
            previous = width
        self.layers = nn.ModuleList(pairs)
        self.head = Linear(previous, classes)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        x = F.pixel_unshuffle((images - 0.5) * 4.0, 2).to(torch.bfloat16).contiguous(memory_format=torch.channels_last)
        x = self.stem(x).relu_()
        for i, layer in enumerate(self.layers):
            x = layer(x).relu_()
            if i % 2 == 1 and i + 1 < len(self.layers):
                x = F.max_pool2d(x, 2)
        return self.head(x.float().amax((2, 3)))

    @torch.jit.export
    def initialise(self):
        self.stem.initialise()
        for layer in self.layers:
            layer.initialise()
        self.head.initialise()

    @torch.jit.export
    def prepare(self):
        self.stem.prepare(torch.bfloat16)
        for layer in self.layers:
            layer.prepare(torch.bfloat16)

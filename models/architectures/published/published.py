"""Networks that others have published, for their state dicts: the same parameter names, the same function of images, in evaluation mode.

Written for TorchScript and for answers alone: batch normalisation takes its running statistics, there is no dropout, and `prepare()` folds the
one into convolutions once where each pass would do it. Arithmetic is float32, in channels_last.

Parameters are named as in torchvision (ResNet, MobileNet, ViT) and in the package efficientnet-lite-pytorch (EfficientNet-Lite).
"""
import math
from typing import List

import torch
import torch.nn as nn
import torch.nn.functional as F


def weights(*sizes: int) -> nn.Parameter:
    return nn.Parameter(torch.zeros(*sizes))


class Norm(nn.Module):
    """What is left of batch normalisation (Ioffe and Szegedy 2015) once it is trained: a factor and a summand for each channel."""

    def __init__(self, channels: int, eps: float):
        super().__init__()
        self.eps = eps
        self.weight = weights(channels)
        self.bias = weights(channels)
        self.register_buffer('running_mean', torch.zeros(channels))
        self.register_buffer('running_var', torch.zeros(channels))

    def forward(self) -> List[torch.Tensor]:
        factor = self.weight / torch.sqrt(self.running_var + self.eps)
        return [factor, self.bias - self.running_mean * factor]


class Conv(nn.Module):
    """A convolution without bias, times a factor, plus a summand. `padding` -1 stands for TensorFlow's SAME."""

    def __init__(self, channels_in: int, channels_out: int, size: int, stride: int = 1, padding: int = 0, groups: int = 1):
        super().__init__()
        self.size = size
        self.stride = stride
        self.padding = padding
        self.groups = groups
        self.weight = weights(channels_out, channels_in // groups, size, size)
        self.ready = False
        self.folded_weight = torch.zeros(0)
        self.folded_bias = torch.zeros(0)

    def forward(self, x: torch.Tensor, norm: List[torch.Tensor]) -> torch.Tensor:
        if not self.ready:
            return self.convolve(x, self.fold(norm), norm[1])
        return self.convolve(x, self.folded_weight, self.folded_bias)

    def fold(self, norm: List[torch.Tensor]) -> torch.Tensor:
        return (self.weight * norm[0].view(-1, 1, 1, 1)).contiguous(memory_format=torch.channels_last)

    def convolve(self, x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        padding = self.padding
        if padding < 0:
            padding = 0
            height = self.missing(x.size(2))
            width = self.missing(x.size(3))
            if height > 0 or width > 0:
                x = F.pad(x, [width // 2, width - width // 2, height // 2, height - height // 2])
        return F.conv2d(x, weight, bias, [self.stride, self.stride], [padding, padding], [1, 1], self.groups)

    def missing(self, length: int) -> int:
        steps = (length + self.stride - 1) // self.stride
        return max((steps - 1) * self.stride + self.size - length, 0)

    @torch.jit.export
    def prepare(self, norm: List[torch.Tensor]):
        self.folded_weight = self.fold(norm).detach()
        self.folded_bias = norm[1].detach()
        self.ready = True


class Linear(nn.Module):
    def __init__(self, features_in: int, features_out: int):
        super().__init__()
        self.weight = weights(features_out, features_in)
        self.bias = weights(features_out)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.linear(x, self.weight, self.bias)


def pooled(x: torch.Tensor) -> torch.Tensor:
    return F.adaptive_avg_pool2d(x, [1, 1]).flatten(1)


def activated(x: torch.Tensor, name: str) -> torch.Tensor:
    if name == 'relu':
        return F.relu_(x)
    if name == 'relu6':
        return F.hardtanh_(x, 0.0, 6.0)
    if name == 'hardswish':
        return F.hardswish(x)
    return x


class ConvNorm(nn.Module):
    """A convolution named 0, its normalisation named 1, and an activation."""

    def __init__(self, conv: Conv, eps: float, activation: str):
        super().__init__()
        self.activation = activation
        self.add_module('0', conv)
        self.add_module('1', Norm(conv.weight.size(0), eps))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return activated(getattr(self, '0')(x, getattr(self, '1')()), self.activation)

    @torch.jit.export
    def prepare(self):
        getattr(self, '0').prepare(getattr(self, '1')())


# ResNet: He et al. 2016, with the stride in the 3 x 3 convolution, as torchvision has it.


class Shortcut(nn.Module):
    """A convolution of what goes round a block whose output has another shape."""

    def __init__(self, conv: Conv):
        super().__init__()
        self.add_module('0', conv)
        self.add_module('1', Norm(conv.weight.size(0), 1e-5))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return getattr(self, '0')(x, getattr(self, '1')())

    @torch.jit.export
    def prepare(self):
        getattr(self, '0').prepare(getattr(self, '1')())


class Same(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x

    @torch.jit.export
    def prepare(self):
        pass


class BasicBlock(nn.Module):
    expansion = 1

    def __init__(self, channels_in: int, channels: int, stride: int):
        super().__init__()
        self.conv1 = Conv(channels_in, channels, 3, stride, 1)
        self.bn1 = Norm(channels, 1e-5)
        self.conv2 = Conv(channels, channels, 3, 1, 1)
        self.bn2 = Norm(channels, 1e-5)
        changes = stride != 1 or channels_in != channels
        self.downsample = Shortcut(Conv(channels_in, channels, 1, stride)) if changes else Same()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = F.relu_(self.conv1(x, self.bn1()))
        return F.relu_(self.conv2(y, self.bn2()) + self.downsample(x))

    @torch.jit.export
    def prepare(self):
        self.conv1.prepare(self.bn1())
        self.conv2.prepare(self.bn2())
        self.downsample.prepare()


class Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, channels_in: int, channels: int, stride: int):
        super().__init__()
        self.conv1 = Conv(channels_in, channels, 1)
        self.bn1 = Norm(channels, 1e-5)
        self.conv2 = Conv(channels, channels, 3, stride, 1)
        self.bn2 = Norm(channels, 1e-5)
        self.conv3 = Conv(channels, 4 * channels, 1)
        self.bn3 = Norm(4 * channels, 1e-5)
        changes = stride != 1 or channels_in != 4 * channels
        self.downsample = Shortcut(Conv(channels_in, 4 * channels, 1, stride)) if changes else Same()

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = F.relu_(self.conv1(x, self.bn1()))
        y = F.relu_(self.conv2(y, self.bn2()))
        return F.relu_(self.conv3(y, self.bn3()) + self.downsample(x))

    @torch.jit.export
    def prepare(self):
        self.conv1.prepare(self.bn1())
        self.conv2.prepare(self.bn2())
        self.conv3.prepare(self.bn3())
        self.downsample.prepare()


class ResNet(nn.Module):
    def __init__(self, block, blocks: List[int], classes: int):
        super().__init__()
        self.conv1 = Conv(3, 64, 7, 2, 3)
        self.bn1 = Norm(64, 1e-5)
        channels = [64, 128, 256, 512]
        channels_in = 64
        for level in range(4):
            layer = []
            for number in range(blocks[level]):
                layer.append(block(channels_in, channels[level], 2 if number == 0 and level > 0 else 1))
                channels_in = channels[level] * block.expansion
            setattr(self, f'layer{level + 1}', nn.ModuleList(layer))
        self.fc = Linear(channels_in, classes)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        x = images.contiguous(memory_format=torch.channels_last)
        x = F.max_pool2d(F.relu_(self.conv1(x, self.bn1())), 3, 2, 1)
        for block in self.layer1:
            x = block(x)
        for block in self.layer2:
            x = block(x)
        for block in self.layer3:
            x = block(x)
        for block in self.layer4:
            x = block(x)
        return self.fc(pooled(x))

    @torch.jit.export
    def prepare(self):
        self.conv1.prepare(self.bn1())
        for block in self.layer1:
            block.prepare()
        for block in self.layer2:
            block.prepare()
        for block in self.layer3:
            block.prepare()
        for block in self.layer4:
            block.prepare()


# MobileNetV2: Sandler et al. 2018.


class Projected(nn.Module):
    """Convolutions named 0, or 0 and 1, of which the last is for each channel by itself; then one and its normalisation, numbered on."""

    def __init__(self, channels_in: int, channels_out: int, stride: int):
        super().__init__()
        self.add_module('0', ConvNorm(Conv(channels_in, channels_in, 3, stride, 1, channels_in), 1e-5, 'relu6'))
        self.add_module('1', Conv(channels_in, channels_out, 1))
        self.add_module('2', Norm(channels_out, 1e-5))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return getattr(self, '1')(getattr(self, '0')(x), getattr(self, '2')())

    @torch.jit.export
    def prepare(self):
        getattr(self, '0').prepare()
        getattr(self, '1').prepare(getattr(self, '2')())


class Expanded(nn.Module):
    def __init__(self, channels_in: int, expanded: int, channels_out: int, stride: int):
        super().__init__()
        self.add_module('0', ConvNorm(Conv(channels_in, expanded, 1), 1e-5, 'relu6'))
        self.add_module('1', ConvNorm(Conv(expanded, expanded, 3, stride, 1, expanded), 1e-5, 'relu6'))
        self.add_module('2', Conv(expanded, channels_out, 1))
        self.add_module('3', Norm(channels_out, 1e-5))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return getattr(self, '2')(getattr(self, '1')(getattr(self, '0')(x)), getattr(self, '3')())

    @torch.jit.export
    def prepare(self):
        getattr(self, '0').prepare()
        getattr(self, '1').prepare()
        getattr(self, '2').prepare(getattr(self, '3')())


class InvertedResidual(nn.Module):
    def __init__(self, channels_in: int, channels_out: int, stride: int, expansion: int):
        super().__init__()
        self.residual = stride == 1 and channels_in == channels_out
        expanded = channels_in * expansion
        self.conv = Projected(channels_in, channels_out, stride) if expansion == 1 else Expanded(channels_in, expanded, channels_out, stride)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = self.conv(x)
        return x + y if self.residual else y

    @torch.jit.export
    def prepare(self):
        self.conv.prepare()


class LinearHead(nn.Module):
    """The last layer, named 1: what stands before it in training is dropout."""

    def __init__(self, features: int, classes: int):
        super().__init__()
        self.add_module('1', Linear(features, classes))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return getattr(self, '1')(x)


class MobileNetV2(nn.Module):
    def __init__(self, classes: int):
        super().__init__()
        features = [ConvNorm(Conv(3, 32, 3, 2, 1), 1e-5, 'relu6')]
        channels_in = 32
        for expansion, channels, repeats, stride in [
            (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1),
        ]:
            for number in range(repeats):
                features.append(InvertedResidual(channels_in, channels, stride if number == 0 else 1, expansion))
                channels_in = channels
        features.append(ConvNorm(Conv(320, 1280, 1), 1e-5, 'relu6'))
        self.features = nn.ModuleList(features)
        self.classifier = LinearHead(1280, classes)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        x = images.contiguous(memory_format=torch.channels_last)
        for feature in self.features:
            x = feature(x)
        return self.classifier(pooled(x))

    @torch.jit.export
    def prepare(self):
        for feature in self.features:
            feature.prepare()


# MobileNetV3: Howard et al. 2019.


class BiasedConv(nn.Module):
    def __init__(self, channels_in: int, channels_out: int, size: int, stride: int):
        super().__init__()
        self.stride = stride
        self.weight = weights(channels_out, channels_in, size, size)
        self.bias = weights(channels_out)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.conv2d(x, self.weight, self.bias, [self.stride, self.stride])


class SqueezeExcitation(nn.Module):
    def __init__(self, channels: int, squeezed: int):
        super().__init__()
        self.fc1 = BiasedConv(channels, squeezed, 1, 1)
        self.fc2 = BiasedConv(squeezed, channels, 1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        scale = F.adaptive_avg_pool2d(x, [1, 1])
        return x * F.hardsigmoid(self.fc2(F.relu_(self.fc1(scale))))

    @torch.jit.export
    def prepare(self):
        pass


def rounded(channels: float) -> int:
    """To a multiple of 8, down by no more than a tenth."""
    nearest = max(8, int(channels + 4) // 8 * 8)
    return nearest + 8 if nearest < 0.9 * channels else nearest


class MobileBlock(nn.Module):
    def __init__(self, channels_in: int, size: int, expanded: int, channels_out: int, excites: bool, activation: str, stride: int):
        super().__init__()
        self.residual = stride == 1 and channels_in == channels_out
        block = []
        if expanded != channels_in:
            block.append(ConvNorm(Conv(channels_in, expanded, 1), 1e-3, activation))
        block.append(ConvNorm(Conv(expanded, expanded, size, stride, size // 2, expanded), 1e-3, activation))
        if excites:
            block.append(SqueezeExcitation(expanded, rounded(expanded / 4)))
        block.append(ConvNorm(Conv(expanded, channels_out, 1), 1e-3, 'none'))
        self.block = nn.ModuleList(block)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = x
        for step in self.block:
            y = step(y)
        return x + y if self.residual else y

    @torch.jit.export
    def prepare(self):
        for step in self.block:
            step.prepare()


class TwoLayerHead(nn.Module):
    """Layers named 0 and 3."""

    def __init__(self, features: int, hidden: int, classes: int):
        super().__init__()
        self.add_module('0', Linear(features, hidden))
        self.add_module('3', Linear(hidden, classes))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return getattr(self, '3')(F.hardswish(getattr(self, '0')(x)))


LARGE = [
    (16, 3, 16, 16, False, 'relu', 1), (16, 3, 64, 24, False, 'relu', 2), (24, 3, 72, 24, False, 'relu', 1),
    (24, 5, 72, 40, True, 'relu', 2), (40, 5, 120, 40, True, 'relu', 1), (40, 5, 120, 40, True, 'relu', 1),
    (40, 3, 240, 80, False, 'hardswish', 2), (80, 3, 200, 80, False, 'hardswish', 1), (80, 3, 184, 80, False, 'hardswish', 1),
    (80, 3, 184, 80, False, 'hardswish', 1), (80, 3, 480, 112, True, 'hardswish', 1), (112, 3, 672, 112, True, 'hardswish', 1),
    (112, 5, 672, 160, True, 'hardswish', 2), (160, 5, 960, 160, True, 'hardswish', 1), (160, 5, 960, 160, True, 'hardswish', 1),
]

SMALL = [
    (16, 3, 16, 16, True, 'relu', 2), (16, 3, 72, 24, False, 'relu', 2), (24, 3, 88, 24, False, 'relu', 1),
    (24, 5, 96, 40, True, 'hardswish', 2), (40, 5, 240, 40, True, 'hardswish', 1), (40, 5, 240, 40, True, 'hardswish', 1),
    (40, 5, 120, 48, True, 'hardswish', 1), (48, 5, 144, 48, True, 'hardswish', 1), (48, 5, 288, 96, True, 'hardswish', 2),
    (96, 5, 576, 96, True, 'hardswish', 1), (96, 5, 576, 96, True, 'hardswish', 1),
]


class MobileNetV3(nn.Module):
    def __init__(self, blocks, hidden: int, classes: int):
        super().__init__()
        features = [ConvNorm(Conv(3, 16, 3, 2, 1), 1e-3, 'hardswish')]
        features += [MobileBlock(*block) for block in blocks]
        channels = blocks[-1][3]
        features.append(ConvNorm(Conv(channels, 6 * channels, 1), 1e-3, 'hardswish'))
        self.features = nn.ModuleList(features)
        self.classifier = TwoLayerHead(6 * channels, hidden, classes)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        x = images.contiguous(memory_format=torch.channels_last)
        for feature in self.features:
            x = feature(x)
        return self.classifier(pooled(x))

    @torch.jit.export
    def prepare(self):
        for feature in self.features:
            feature.prepare()


# EfficientNet-Lite: EfficientNet (Tan and Le 2019) without squeeze and excitation, with ReLU6. Stem and head are not scaled.


class LiteBlock(nn.Module):
    __constants__ = ['expands']  # so that what is not there is not looked for

    def __init__(self, channels_in: int, size: int, stride: int, expansion: int, channels_out: int):
        super().__init__()
        expanded = channels_in * expansion
        self.expands = expansion != 1
        self.residual = stride == 1 and channels_in == channels_out
        if self.expands:
            self._expand_conv = Conv(channels_in, expanded, 1)
            self._bn0 = Norm(expanded, 1e-3)
        self._depthwise_conv = Conv(expanded, expanded, size, stride, -1, expanded)
        self._bn1 = Norm(expanded, 1e-3)
        self._project_conv = Conv(expanded, channels_out, 1)
        self._bn2 = Norm(channels_out, 1e-3)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        y = x
        if self.expands:
            y = F.hardtanh_(self._expand_conv(y, self._bn0()), 0.0, 6.0)
        y = F.hardtanh_(self._depthwise_conv(y, self._bn1()), 0.0, 6.0)
        y = self._project_conv(y, self._bn2())
        return x + y if self.residual else y

    @torch.jit.export
    def prepare(self):
        if self.expands:
            self._expand_conv.prepare(self._bn0())
        self._depthwise_conv.prepare(self._bn1())
        self._project_conv.prepare(self._bn2())


class EfficientNetLite(nn.Module):
    def __init__(self, width: float, depth: float, classes: int):
        super().__init__()
        self._conv_stem = Conv(3, 32, 3, 2, -1)
        self._bn0 = Norm(32, 1e-3)
        stages = [(1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112), (4, 5, 2, 6, 192), (1, 3, 1, 6, 320)]
        blocks = []
        channels_in = 32
        for number, (repeats, size, stride, expansion, channels) in enumerate(stages):
            if 0 < number < len(stages) - 1:
                repeats = int(math.ceil(depth * repeats))
            channels = rounded(channels * width)
            for again in range(repeats):
                blocks.append(LiteBlock(channels_in, size, stride if again == 0 else 1, expansion, channels))
                channels_in = channels
        self._blocks = nn.ModuleList(blocks)
        self._conv_head = Conv(channels_in, 1280, 1)
        self._bn1 = Norm(1280, 1e-3)
        self._fc = Linear(1280, classes)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        x = images.contiguous(memory_format=torch.channels_last)
        x = F.hardtanh_(self._conv_stem(x, self._bn0()), 0.0, 6.0)
        for block in self._blocks:
            x = block(x)
        x = F.hardtanh_(self._conv_head(x, self._bn1()), 0.0, 6.0)
        return self._fc(pooled(x))

    @torch.jit.export
    def prepare(self):
        self._conv_stem.prepare(self._bn0())
        for block in self._blocks:
            block.prepare()
        self._conv_head.prepare(self._bn1())


# ViT: Dosovitskiy et al. 2021.


class LayerNorm(nn.Module):
    def __init__(self, features: int):
        super().__init__()
        self.features = features
        self.weight = weights(features)
        self.bias = weights(features)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.layer_norm(x, [self.features], self.weight, self.bias, 1e-6)


class SelfAttention(nn.Module):
    def __init__(self, features: int, heads: int):
        super().__init__()
        self.heads = heads
        self.in_proj_weight = weights(3 * features, features)
        self.in_proj_bias = weights(3 * features)
        self.out_proj = Linear(features, features)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        rows, length, features = x.size(0), x.size(1), x.size(2)
        split = F.linear(x, self.in_proj_weight, self.in_proj_bias).view(rows, length, 3, self.heads, features // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4).unbind(0)
        weights = torch.softmax(torch.matmul(query * (features // self.heads) ** -0.5, key.transpose(2, 3)), dim=3)
        return self.out_proj(torch.matmul(weights, value).transpose(1, 2).reshape(rows, length, features))


class Perceptron(nn.Module):
    """Layers named 0 and 3."""

    def __init__(self, features: int, hidden: int):
        super().__init__()
        self.add_module('0', Linear(features, hidden))
        self.add_module('3', Linear(hidden, features))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return getattr(self, '3')(F.gelu(getattr(self, '0')(x)))


class EncoderBlock(nn.Module):
    def __init__(self, features: int, heads: int, hidden: int):
        super().__init__()
        self.ln_1 = LayerNorm(features)
        self.self_attention = SelfAttention(features, heads)
        self.ln_2 = LayerNorm(features)
        self.mlp = Perceptron(features, hidden)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x + self.self_attention(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class Layers(nn.Module):
    """Twelve blocks with the names of torchvision."""

    def __init__(self, features: int, heads: int, hidden: int):
        super().__init__()
        self.encoder_layer_0 = EncoderBlock(features, heads, hidden)
        self.encoder_layer_1 = EncoderBlock(features, heads, hidden)
        self.encoder_layer_2 = EncoderBlock(features, heads, hidden)
        self.encoder_layer_3 = EncoderBlock(features, heads, hidden)
        self.encoder_layer_4 = EncoderBlock(features, heads, hidden)
        self.encoder_layer_5 = EncoderBlock(features, heads, hidden)
        self.encoder_layer_6 = EncoderBlock(features, heads, hidden)
        self.encoder_layer_7 = EncoderBlock(features, heads, hidden)
        self.encoder_layer_8 = EncoderBlock(features, heads, hidden)
        self.encoder_layer_9 = EncoderBlock(features, heads, hidden)
        self.encoder_layer_10 = EncoderBlock(features, heads, hidden)
        self.encoder_layer_11 = EncoderBlock(features, heads, hidden)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.encoder_layer_3(self.encoder_layer_2(self.encoder_layer_1(self.encoder_layer_0(x))))
        x = self.encoder_layer_7(self.encoder_layer_6(self.encoder_layer_5(self.encoder_layer_4(x))))
        return self.encoder_layer_11(self.encoder_layer_10(self.encoder_layer_9(self.encoder_layer_8(x))))


class Encoder(nn.Module):
    def __init__(self, length: int, features: int, heads: int, hidden: int):
        super().__init__()
        self.pos_embedding = weights(1, length, features)
        self.layers = Layers(features, heads, hidden)
        self.ln = LayerNorm(features)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.ln(self.layers(x + self.pos_embedding))


class Head(nn.Module):
    def __init__(self, features: int, classes: int):
        super().__init__()
        self.head = Linear(features, classes)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(x)


class VisionTransformer(nn.Module):
    """Of images of 224 x 224: its positions are as many as there are patches."""

    def __init__(self, patch: int, classes: int):
        super().__init__()
        features = 768
        self.class_token = weights(1, 1, features)
        self.conv_proj = BiasedConv(3, features, patch, patch)
        self.encoder = Encoder((224 // patch) ** 2 + 1, features, 12, 3072)
        self.heads = Head(features, classes)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        patches = self.conv_proj(images).flatten(2).transpose(1, 2)
        x = torch.cat([self.class_token.expand(patches.size(0), -1, -1), patches], dim=1)
        return self.heads(self.encoder(x)[:, 0])


def networks(classes: int):
    """By the names of `bundle create --architecture`."""
    return {
        'resnet18': lambda: ResNet(BasicBlock, [2, 2, 2, 2], classes),
        'resnet34': lambda: ResNet(BasicBlock, [3, 4, 6, 3], classes),
        'resnet50': lambda: ResNet(Bottleneck, [3, 4, 6, 3], classes),
        'mobilenet_v2': lambda: MobileNetV2(classes),
        'mobilenet_v3_large': lambda: MobileNetV3(LARGE, 1280, classes),
        'mobilenet_v3_small': lambda: MobileNetV3(SMALL, 1024, classes),
        'efficientnet_lite0': lambda: EfficientNetLite(1.0, 1.0, classes),
        'efficientnet_lite1': lambda: EfficientNetLite(1.0, 1.1, classes),
        'efficientnet_lite2': lambda: EfficientNetLite(1.1, 1.2, classes),
        'vit_b_16': lambda: VisionTransformer(16, classes),
    }

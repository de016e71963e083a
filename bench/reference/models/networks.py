"""Networks that keep the attention they computed in `weights`."""

import math

import torch
from torch import nn
from torch.nn import functional as F

from .common import B, D, H, S, T


class Eager(nn.Module):
    """Scaled dot-product attention written out, as most code before PyTorch 2 has it."""

    def __init__(self, causal=False, cross=False):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(D, D) for _ in range(4))
        self.causal, self.cross = causal, cross
        self.dropout = nn.Dropout(0.1)

    def heads(self, x):
        return x.view(x.size(0), x.size(1), H, D // H).transpose(1, 2)

    def forward(self, x, memory=None):
        memory = x if memory is None else memory
        q, k, v = self.heads(self.q(x)), self.heads(self.k(memory)), self.heads(self.v(memory))
        scores = q @ k.transpose(-2, -1) / math.sqrt(D // H)
        if self.causal:
            scores = scores.masked_fill(torch.ones(x.size(1), x.size(1)).tril() == 0, float("-inf"))
        self.weights = self.dropout(scores.softmax(-1))
        mixed = (self.weights @ v).transpose(1, 2).reshape(x.size(0), x.size(1), D)
        return self.o(mixed)


class Stack(nn.Module):
    def __init__(self, blocks):
        super().__init__()
        self.layers = nn.ModuleList(blocks)
        self.norm = nn.LayerNorm(D)
        self.head = nn.Linear(D, 11)

    def forward(self, x):
        for layer in self.layers:
            x = self.norm(x + layer(x))
        return self.head(x).softmax(-1)


class Translator(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder, self.cross = Eager(), Eager(causal=True), Eager()

    def forward(self, source, target):
        memory = source + self.encoder(source)
        y = target + self.decoder(target)
        return y + self.cross(y, memory)


class Sdpa(nn.Module):
    def __init__(self, causal=False, masked=False):
        super().__init__()
        self.qkv = nn.Linear(D, 3 * D)
        self.causal, self.masked = causal, masked

    def forward(self, x, mask=None):
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, H, D // H).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-2, -1) / math.sqrt(D // H)
        if self.causal:
            scores = scores.masked_fill(torch.ones(T, T).tril() == 0, float("-inf"))
        if mask is not None:
            scores = scores.masked_fill(~mask[:, None, None, :], float("-inf"))
        self.weights = scores.softmax(-1).nan_to_num(0)
        keep = None if mask is None else mask[:, None, None, :].expand(b, H, t, t)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=keep, is_causal=self.causal)
        return y.transpose(1, 2).reshape(b, t, D)


class Additive(nn.Module):
    """Bahdanau's: one query, weights over all states."""

    def __init__(self, form):
        super().__init__()
        self.w, self.u, self.v = nn.Linear(D, D), nn.Linear(D, D, bias=False), nn.Linear(D, 1, bias=False)
        self.form = form

    def forward(self, query, states):
        scores = self.v(torch.tanh(self.w(query).unsqueeze(1) + self.u(states))).squeeze(-1)
        self.weights = scores.softmax(1)
        if self.form == "product":
            return (self.weights.unsqueeze(1) @ states).squeeze(1)
        return (self.weights.unsqueeze(-1) * states).sum(1)


class AdditiveRows(nn.Module):
    """Bahdanau's for all rows at once: every query looks at every state."""

    def __init__(self):
        super().__init__()
        self.w, self.u, self.v = nn.Linear(D, D), nn.Linear(D, D), nn.Linear(D, 1, bias=False)

    def forward(self, queries, states):
        scores = self.v(torch.tanh(self.w(queries).unsqueeze(2) + self.u(states).unsqueeze(1))).squeeze(-1)
        self.weights = scores.softmax(-1)
        return self.weights @ states


class Einsum(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(D, 3 * D)

    def forward(self, x):
        q, k, v = (p.view(x.size(0), x.size(1), H, D // H).transpose(1, 2) for p in self.qkv(x).chunk(3, -1))
        self.weights = torch.einsum("bhid,bhjd->bhij", q, k).mul((D // H) ** -0.5).softmax(-1)
        return torch.einsum("bhij,bhjd->bihd", self.weights, v).reshape(x.size(0), x.size(1), D)


class Folded(nn.Module):
    """Heads folded into the batch by hand, as Whisper and older transformers have it."""

    def __init__(self):
        super().__init__()
        self.q, self.k, self.v = (nn.Linear(D, D) for _ in range(3))

    def forward(self, x):
        b, t, _ = x.shape
        split = lambda y: y.view(b, t, H, D // H).transpose(1, 2).reshape(b * H, t, D // H)
        weights = (split(self.q(x)) @ split(self.k(x)).transpose(1, 2)).softmax(-1)
        self.weights = weights.view(b, H, t, t)
        return (weights @ split(self.v(x))).view(b, H, t, D // H).transpose(1, 2).reshape(b, t, D)


class NanoGpt(nn.Module):
    """A triangular buffer as the mask."""

    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(D, 3 * D)
        self.register_buffer("bias", torch.tril(torch.ones(16, 16)).view(1, 1, 16, 16))

    def forward(self, x):
        b, t, _ = x.shape
        q, k, v = (p.view(b, t, H, D // H).transpose(1, 2) for p in self.qkv(x).split(D, dim=2))
        scores = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(k.size(-1)))
        scores = scores.masked_fill(self.bias[:, :, :t, :t] == 0, float("-inf"))
        self.weights = scores.softmax(-1)
        return (self.weights @ v).transpose(1, 2).contiguous().view(b, t, D)


class Picture(nn.Module):
    """Self-attention over pixels: channels first, weights as the second factor, transposed."""

    def __init__(self):
        super().__init__()
        self.q, self.k, self.v = nn.Conv2d(4, 2, 1), nn.Conv2d(4, 2, 1), nn.Conv2d(4, 4, 1)

    def forward(self, x):
        flat = lambda y: y.flatten(2)
        self.weights = (flat(self.q(x)).transpose(1, 2) @ flat(self.k(x))).softmax(-1)
        return x + (flat(self.v(x)) @ self.weights.transpose(1, 2)).view_as(x)


class KeysFirst(nn.Module):
    """Luong's general attention with scores [batch, keys, queries]: the Softmax is not along the last axis."""

    def __init__(self):
        super().__init__()
        self.w = nn.Linear(D, D, bias=False)

    def forward(self, queries, states):
        scores = states @ self.w(queries).transpose(1, 2)
        weights = scores.softmax(1)
        self.weights = weights.transpose(1, 2)
        return states.transpose(1, 2) @ weights


class Pooled(nn.Module):
    """Scores from the states alone: the query is a weight."""

    def __init__(self):
        super().__init__()
        self.v = nn.Linear(D, 1)

    def forward(self, x):
        weights = self.v(x).softmax(1)
        self.weights = weights.squeeze(-1)
        return (weights * x).sum(1)


class Router(nn.Module):
    def __init__(self):
        super().__init__()
        self.gate = nn.Linear(D, 4)
        self.experts = nn.Parameter(torch.randn(4, D, D))

    def forward(self, x):
        weight, which = self.gate(x).softmax(-1).topk(1)
        return weight * torch.einsum("btd,btde->bte", x, self.experts[which[..., 0]])


class Multihead(nn.Module):
    def __init__(self, average):
        super().__init__()
        self.attention = nn.MultiheadAttention(D, H, batch_first=True)
        self.average = average

    def forward(self, x, memory):
        y, self.weights = self.attention(x, memory, memory, need_weights=True, average_attn_weights=self.average)
        return y, self.weights

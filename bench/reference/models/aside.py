"""What looks like attention and is none, and attention in forms of its own."""

import torch
from torch import nn
from torch.nn import functional as F

from .common import B, D, H, S, T, export, record, site

L = nn.Linear


class Net(nn.Module):
    """A network of one function; it keeps its attention in `seen`."""

    def __init__(self, run, **parts):
        super().__init__()
        self.run, self.seen = run, []
        for name, part in parts.items():
            setattr(self, name, part)

    def see(self, weights):
        self.seen.append(weights)
        return weights

    def forward(self, *inputs):
        self.seen = []
        return self.run(self, *inputs)


def linear(names):
    return {name: L(D, D) for name in names.split()}


def weight(*sizes):
    return nn.Parameter(torch.randn(*sizes))


def capsules(m, u):
    votes = torch.einsum("bid,iode->bioe", u, m.w)
    agreement = torch.zeros(B, T, 3, 1)
    for _ in range(3):
        v = (agreement.softmax(2) * votes).sum(1, keepdim=True)
        v = v / (1 + v.norm(dim=-1, keepdim=True))
        agreement = agreement + (votes * v).sum(-1, keepdim=True)
    return v


def soft_sort(m, x):
    score = m.h(x).squeeze(-1)
    placed = score.sort(descending=True)[0]
    return (-(placed.unsqueeze(2) - score.unsqueeze(1)).abs()).softmax(-1) @ x


def slots(m, x):
    k, v, slot = m.k(x), m.v(x), m.first.expand(B, -1, -1)
    for _ in range(2):
        weights = (m.q(slot) @ k.transpose(1, 2)).softmax(1) + 1e-8
        slot = slot + m.o(m.see(weights / weights.sum(-1, keepdim=True)) @ v)
    return slot


def addressing(m, h, memory, before):
    key, strength, gate = torch.tanh(m.k(h)), F.softplus(m.b(h)), m.g(h).sigmoid()
    shift, sharper = m.s(h).softmax(-1), 1 + F.softplus(m.m(h))
    w = (strength * F.cosine_similarity(key.unsqueeze(1), memory, dim=-1)).softmax(-1)
    w = gate * w + (1 - gate) * before
    w = sum(torch.roll(w, i - 1, 1) * shift[:, i : i + 1] for i in range(3)) ** sharper
    w = m.see(w / (w.sum(-1, keepdim=True) + 1e-16))
    return torch.bmm(w.unsqueeze(1), memory).squeeze(1)


def memory_network(m, stories, question):
    keys, values, u = m.a(stories).sum(2), m.c(stories).sum(2), m.b(question).sum(1)
    for _ in range(2):
        p = m.see((keys * u.unsqueeze(1)).sum(-1).softmax(-1))
        u = u + (p.unsqueeze(-1) * values).sum(1)
    return u


def seeds(m, x):
    heads = lambda y: y.view(y.size(0), -1, H, D // H).transpose(1, 2)
    weights = m.see((heads(m.q(m.seed)) @ heads(m.k(x)).transpose(-1, -2) / 2).softmax(-1))
    return (weights @ heads(m.v(x))).transpose(1, 2).reshape(B, 2, D)


def talking(m, x):
    heads = lambda y: y.view(B, T, H, D // H).transpose(1, 2)
    weights = (heads(m.q(x)) @ heads(m.k(x)).transpose(-1, -2)).softmax(-1)
    return m.see(torch.einsum("bhij,hg->bgij", weights, m.mix)) @ heads(m.v(x))


def context(m, x):
    weights = m.see(m.score(x).view(B, 1, -1).softmax(2))
    return (x.view(B, 1, D, -1) @ weights.unsqueeze(-1)).squeeze(1)


def quiet(m, x):
    e = torch.exp(m.q(x) @ m.k(x).transpose(1, 2))
    return m.see(e / (1 + e.sum(-1, keepdim=True))) @ m.v(x)


def not_attention():
    x, y, q = torch.randn(B, T, D), torch.randn(B, S, D), torch.randn(B, D)
    picture = torch.randn(B, D, 4, 4)
    alone, fixed, output = "no query", "constants of the model", "output of the model"
    across = "not summed along the axis"
    return {
        "squeeze": ("squeeze and excitation", lambda m, z: z * m.b(F.relu(m.a(z.mean((2, 3))))).sigmoid()[:, :, None, None],
                    dict(a=L(D, 4), b=L(4, D)), (picture,), []),
        "branches": ("a choice between branches",
                     lambda m, z, w: (torch.stack([z, w], 1) * m.b(F.relu(m.a((z + w).mean((2, 3))))).view(-1, 2, D).softmax(1)[..., None, None]).sum(1),
                     dict(a=L(D, 4), b=L(4, 2 * D)), (picture, torch.randn(B, D, 4, 4)), [alone]),
        "experts": ("a mixture of experts that all speak",
                    lambda m, z: (torch.stack([m.a(z), m.b(z)], -2) * m.g(z).softmax(-1).unsqueeze(-1)).sum(-2),
                    dict(g=L(D, 2), **linear("a b")), (x,), [alone]),
        "soft-argmax": ("coordinates under a heat map", lambda m, z: m.c(z).flatten(2).softmax(-1) @ m.g,
                        dict(c=nn.Conv2d(D, 3, 1), g=weight(16, 2)), (picture,), [fixed]),
        "vocabulary": ("a distribution over words times their embeddings", lambda m, z: m.h(z).softmax(-1) @ m.h.weight,
                       dict(h=L(D, 20)), (x,), [fixed]),
        "code-book": ("distances to a code book",
                      lambda m, z: (2 * z @ m.c.t() - z.pow(2).sum(-1, keepdim=True) - m.c.pow(2).sum(-1)).softmax(-1) @ m.c,
                      dict(c=weight(7, D)), (x,), [fixed]),
        "capsules": ("routing between capsules", capsules, dict(w=weight(T, 3, D, 4)), (x,), [across] * 2),
        "linear-attention": ("linear attention", lambda m, z: m.q(z).softmax(-1) @ (m.k(z).softmax(1).transpose(1, 2) @ m.v(z)),
                             linear("q k v"), (x,), [alone] * 2),
        "sorting": ("a sort with a gradient", soft_sort, dict(h=L(D, 1)), (x,), ["no product"]),
        "pointer": ("a pointer, which is the answer itself",
                    lambda m, a, b: m.v(torch.tanh(m.w(a).unsqueeze(1) + m.u(b))).squeeze(-1).softmax(-1),
                    dict(v=L(D, 1), **linear("w u")), (q, y), [output]),
        "ctc": ("letters at each frame", lambda m, z: m.a(z).log_softmax(-1), dict(a=L(D, 3)), (x,), []),
        "sampling": ("probabilities summed up for sampling", lambda m, z: m.a(z).softmax(-1).cumsum(-1), dict(a=L(D, 3)), (x,), ["CumSum"]),
        "matching": ("two pictures' points matched both ways",
                     lambda m, a, b: (lambda s: s.softmax(1) * s.softmax(2))(a @ b.transpose(1, 2)), {}, (x, y), [output] * 2),
        "flow": ("coordinates that match", lambda m, a, b: (a @ b.transpose(1, 2)).softmax(-1) @ m.g, dict(g=weight(S, 2)), (x, y), [fixed]),
    }


def unusual():
    x, y, q = torch.randn(B, T, D), torch.randn(B, S, D), torch.randn(B, D)
    one = lambda kind: site(kind, heads=1)
    return {
        "slots": ("slot attention: normalised over slots, then over what they look at", slots,
                  dict(first=weight(1, 3, D), **linear("q k v o")), (x,), [one("cross")] * 2),
        "graph": ("graph attention: a layer over a bent sum", lambda m, z: m.see(
            m.a(F.leaky_relu(m.w(z)[:, :, None] + m.u(z)[:, None])).squeeze(-1).softmax(-1)) @ m.w(z),
                  dict(a=L(D, 1), **linear("w u")), (x,), [one("additive")]),
        "words": ("weights over words with a learned query", lambda m, z: (m.see(m.v(torch.tanh(m.w(z))).squeeze(-1).softmax(1)).unsqueeze(-1) * z).sum(1),
                  dict(v=L(D, 1, bias=False), **linear("w")), (x,), [one("additive")]),
        "concat": ("Luong's concat", lambda m, a, b: (m.see(
            m.v(torch.tanh(m.w(torch.cat([a.unsqueeze(1).expand(-1, S, -1), b], -1)))).squeeze(-1).softmax(-1)).unsqueeze(1) @ b),
                   dict(w=L(2 * D, D), v=L(D, 1)), (q, y), [one("additive")]),
        "gathered": ("Bahdanau's with the last axis taken by Gather",
                     lambda m, a, b: (m.see(m.v(torch.tanh(m.w(a).unsqueeze(1) + m.u(b)))[:, :, 0].softmax(1)).unsqueeze(1) @ b)[:, 0],
                     dict(v=L(D, 1), **linear("w u")), (q, y), [one("additive")]),
        "context": ("global context of a picture", context, dict(score=nn.Conv2d(D, 1, 1)), (torch.randn(B, D, 3, 3),), [one("additive")]),
        "addressing": ("a Turing machine's memory: content, gate, shift, sharpen", addressing,
                       dict(k=L(D, D), b=L(D, 1), g=L(D, 1), s=L(D, 3), m=L(D, 1)), (q, y, torch.rand(B, S)), [one("cross")]),
        "hops": ("hops over stories", memory_network, dict(a=nn.Embedding(20, D), b=nn.Embedding(20, D), c=nn.Embedding(20, D)),
                 (torch.randint(0, 20, (B, S, 4)), torch.randint(0, 20, (B, 4))), [one("cross")] * 2),
        "seeds": ("queries that are weights of the model", seeds, dict(seed=weight(1, 2, D), **linear("q k v")), (x,), [site("cross")]),
        "talking": ("heads that are mixed after their Softmax", talking, dict(mix=weight(H, H), **linear("q k v")), (x,), [site()]),
        "distance": ("distances instead of products", lambda m, z: m.see(
            (-(m.q(z)[:, :, None] - m.k(z)[:, None]).pow(2).sum(-1)).softmax(-1)) @ m.v(z), linear("q k v"), (x,), [one("self")]),
        "quiet": ("a Softmax that is written out, and may look nowhere", quiet, linear("q k v"), (x,), [one("self")]),
    }


def aside():
    forms = [(14, False), (18, True)]
    for opset, dynamo in forms:
        for name, (why, run, parts, args, refused) in not_attention().items():
            export(Net(run, **parts), args, f"{name}-{opset}", opset, dynamo=dynamo, dynamic=False)
            record(f"{name}-{opset}", f"{why} (none)", args, [], [], refused)
        for name, (why, run, parts, args, sites) in unusual().items():
            module = Net(run, **parts)
            export(module, args, f"{name}-{opset}", opset, dynamo=dynamo, dynamic=False)
            with torch.no_grad():
                module(*args)
            for each in sites:
                if name == "quiet":
                    each["operator"] = "Exp"
            record(f"{name}-{opset}", why, args, module.seen, sites, ["no query"] if name == "addressing" else [])

"""Kinds that are nothing but a wiring of others: transformer block and memory hop."""

import torch
from torch import nn

from .attention import multi_head_module
from .case import case, draw, node, sequences, series, slots, table, tensor


def blocks():
    """1706.03762, norm after the sum and before the layer."""
    for norm in ("after", "before"):
        for causal in (False, True):
            module, weights = multi_head_module(6, 2)
            norms = [nn.LayerNorm(6) for _ in range(2)]
            wide, narrow = nn.Linear(6, 10), nn.Linear(10, 6)
            named = {"it-attention." + name.split(".")[1]: value for name, value in weights.items()}
            for name, one in zip(("norm", "norm2"), norms):
                nn.init.normal_(one.weight)
                nn.init.normal_(one.bias)
                named[f"it-{name}.scale"], named[f"it-{name}.shift"] = one.weight, one.bias
            for name, one in (("wide", wide), ("narrow", narrow)):
                named[f"it-{name}.W"], named[f"it-{name}.b"] = one.weight.T, one.bias
            items = []
            for values in sequences(6):
                x = tensor(values)[None]
                mask = torch.triu(torch.ones(len(values), len(values), dtype=torch.bool), 1) if causal else None
                attend = lambda q: module(q, q, q, attn_mask=mask, average_attn_weights=False)
                dense = lambda q: narrow(torch.relu(wide(q)))
                if norm == "after":
                    heads, rows = attend(x)
                    a = norms[0](x + heads)
                    y = norms[1](a + dense(a))
                else:
                    heads, rows = attend(norms[0](x))
                    a = x + heads
                    y = a + dense(norms[1](a))
                items.append(({"x": values}, {"it.sequence": y[0]}))
            case(
                f"norm {norm}, causal {causal}",
                "transformer-block",
                {"x": series("x", 6), "it": node("transformer-block", heads=2, hidden=10, norm=norm, causal=causal)},
                ["x.values > it.sequence"],
                items,
                named,
            )


def hops():
    """1503.08895, equations 1 to 3: u + o, and H u + o."""
    for tying in ("kept", "matrix"):
        H = draw(3, 3)
        items = []
        for _ in range(2):
            u, m, c = draw(3), draw(4, 3), draw(4, 3)
            p = torch.softmax(tensor(m) @ tensor(u), 0)
            asked = tensor(u) @ tensor(H) if tying == "matrix" else tensor(u)
            items.append(({"u": u, "m": m, "c": c}, {"it.question": asked + p @ tensor(c)}))
        case(
            f"question {tying}",
            "memory-hop",
            {"u": table("u", 3), "m": slots("m", 4, 3), "c": slots("c", 4, 3), "it": node("memory-hop", tying=tying)},
            ["u.features > it.question", "m.patches > it.slots", "c.patches > it.contents"],
            items,
            {"it-turned.W": H} if tying == "matrix" else {},
        )


def causal_dot():
    items = []
    for x in sequences(4):
        x = tensor(x)
        scores = (x @ x.T) / 2
        scores = scores.masked_fill(torch.triu(torch.ones(len(x), len(x), dtype=torch.bool), 1), -torch.inf)
        rows = torch.softmax(scores, -1)
        items.append(({"x": x}, {"it.context": rows @ x, "it.weights": rows}))
    case(
        "scaled, causal",
        "attention-dot",
        {"x": series("x", 4), "it": node("attention-dot", score="scaled", causal=True)},
        ["x.values > it.query", "x.values > it.keys"],
        items,
    )


def composite():
    blocks()
    hops()
    causal_dot()

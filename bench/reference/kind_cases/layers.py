"""Layers without a state: PyTorch, or plain arithmetic."""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from .case import case, draw, node, sequences, series, slots, table, tensor, WORDS


def activations():
    return {
        "none": lambda x: x,
        "tanh": torch.tanh,
        "sigmoid": torch.sigmoid,
        "relu": torch.relu,
        "gelu": F.gelu,
        "softmax": lambda x: torch.softmax(x, -1),
    }


def layers():
    E = draw(9, 5)
    for scale in (False, True):
        case(
            f"looks up, scale {scale}",
            "embedding",
            {"x": node("words", field="x", vocabulary="source"), "it": node("embedding", size=5, scale=scale)},
            ["x.words > it.words"],
            [
                ({"x": indices}, {"it.vectors": E[indices] * (math.sqrt(5) if scale else 1)})
                for indices in ([4, 8, 5, 5], [6], [7, 3])
            ],
            {"it.E": E},
            {"source": WORDS},
        )
    for name, f in activations().items():
        W, b = draw(3, 4), draw(4)
        case(
            f"of a sequence, {name}",
            "dense",
            {"x": series("x", 3), "it": node("dense", size=4, activation=name)},
            ["x.values > it.features"],
            [({"x": x}, {"it.features": f(tensor(x) @ tensor(W) + tensor(b))}) for x in sequences(3)],
            {"it.W": W, "it.b": b},
        )
        if name == "none":
            continue
        case(
            name,
            "activation",
            {"x": series("x", 4), "it": node("activation", activation=name)},
            ["x.values > it.features"],
            [({"x": x}, {"it.features": f(tensor(x))}) for x in sequences(4)],
        )
    W = draw(3, 4)
    case(
        "of one vector, without bias",
        "dense",
        {"x": table("x", 3), "it": node("dense", size=4, bias=False)},
        ["x.features > it.features"],
        [({"x": x}, {"it.features": x @ W}) for x in (draw(3), draw(3))],
        {"it.W": W},
    )
    scale, shift = draw(4), draw(4)
    for epsilon in (1e-5, 0.5):
        norm = nn.LayerNorm(4, eps=epsilon)
        norm.load_state_dict({"weight": tensor(scale), "bias": tensor(shift)})
        case(
            f"epsilon {epsilon}",
            "layer-norm",
            {"x": series("x", 4), "it": node("layer-norm", epsilon=epsilon)},
            ["x.values > it.features"],
            [({"x": x}, {"it.features": norm(tensor(x))}) for x in sequences(4)],
            {"it.scale": scale, "it.shift": shift},
        )
    two = {"x": series("x", 3), "f": node("activation", activation="tanh")}
    for kind, port, out, f in (("add", "terms", "sum", np.add), ("multiply", "factors", "product", np.multiply)):
        case(
            "three of the same shape",
            kind,
            {**two, "it": node(kind)},
            ["x.values > f.features", f"x.values > it.{port}", f"f.features > it.{port}", f"x.values > it.{port}"],
            [({"x": x}, {f"it.{out}": f(f(x, np.tanh(x)), x)}) for x in sequences(3)],
        )
    case(
        "side by side, in the order of the wires",
        "concatenate",
        {**two, "it": node("concatenate")},
        ["x.values > f.features", "f.features > it.parts", "x.values > it.parts"],
        [({"x": x}, {"it.features": np.concatenate([np.tanh(x), x], -1)}) for x in sequences(3)],
    )
    case(
        "changes nothing in a run",
        "dropout",
        {"x": series("x", 3), "it": node("dropout", rate=0.5)},
        ["x.values > it.features"],
        [({"x": x}, {"it.features": x}) for x in sequences(3)],
    )
    poolings = {
        "max": lambda x: x.max(-2),
        "mean": lambda x: x.mean(-2),
        "last": lambda x: x[..., -1, :],
        "first": lambda x: x[..., 0, :],
    }
    for how, f in poolings.items():
        case(
            f"{how} of a sequence",
            "pool",
            {"x": series("x", 3), "it": node("pool", how=how)},
            ["x.values > it.sequence"],
            # All below zero, so that padding of zeros would win a maximum.
            [({"x": -np.abs(x)}, {"it.vector": f(-np.abs(x))}) for x in sequences(3)],
        )
        case(
            f"{how} of patches",
            "pool",
            {"x": slots("x", 4, 3), "it": node("pool", how=how)},
            ["x.patches > it.sequence"],
            [({"x": x}, {"it.vector": f(x)}) for x in (draw(4, 3), draw(4, 3))],
        )
        stories = [[[4, 5, 6], [7]], [[8, 4]], [[5], [6, 7, 8, 4], [4, 4]]]
        case(
            f"{how} of the words of each sentence",
            "pool",
            {
                "x": node("sentences", field="x", vocabulary="source"),
                "e": node("embedding", size=5),
                "it": node("pool", how=how),
            },
            ["x.words > e.words", "e.vectors > it.sequence"],
            [({"x": story}, {"it.vector": np.stack([f(E[words]) for words in story])}) for story in stories],
            {"e.E": E},
            {"source": WORDS},
        )


def waves(places, size):
    """1706.03762, section 3.5, in float64."""
    out = np.zeros((len(places), size))
    for row, place in enumerate(places):
        for i in range(size):
            angle = place / 10000 ** ((i - i % 2) / size)
            out[row, i] = math.cos(angle) if i % 2 else math.sin(angle)
    return out


def positions():
    for size in (6, 5):
        case(
            f"waves of {size} features",
            "positions",
            {"x": series("x", size), "it": node("positions")},
            ["x.values > it.features"],
            [({"x": x}, {"it.features": x + waves(range(len(x)), size)}) for x in sequences(size, (9, 2, 30))],
        )
    P = draw(4, 3)
    learned = node("positions", type="learned", max=4)
    case(
        "learned, those behind share the last",
        "positions",
        {"x": series("x", 3), "it": learned},
        ["x.values > it.features"],
        [({"x": x}, {"it.features": x + P[np.minimum(np.arange(len(x)), 3)]}) for x in sequences(3, (6, 2, 4))],
        {"it.P": P},
    )
    for name, it, weights, places in (
        ("waves", node("positions", parent="loop"), {}, lambda n: waves(range(n), 3)),
        ("learned", {**learned, "parent": "loop"}, {"it.P": P}, lambda n: P[np.minimum(np.arange(n), 3)]),
    ):
        case(
            f"{name}, step by step in a loop",
            "positions",
            {"x": series("x", 3), "loop": node("loop-each"), "it": it},
            ["x.values > loop.sequence", "loop.element > it.features", "loop.step > it.at", "it.features > loop.result"],
            [({"x": x}, {"loop.all": x + places(len(x))}) for x in sequences(3, (6, 2, 4))],
            weights,
        )

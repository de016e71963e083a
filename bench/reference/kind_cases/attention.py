"""Additive, dot and multi-head attention."""

import math

import numpy as np
import torch
from torch import nn

from .case import case, draw, node, sequences, series, table, tensor


def additive(query, keys, values, Wq, Wk, b, v):
    """1409.0473: e = vᵀ tanh(W q + U k + b), one pair at a time."""
    scores = np.array([[v[:, 0] @ np.tanh(q @ Wq + k @ Wk + b) for k in keys] for q in query])
    weights = torch.softmax(tensor(scores), -1).numpy()
    return weights @ values, weights


def luong(score, query, keys, values, W):
    """1508.04025: dot, general; and 1706.03762: scaled."""
    if score == "general":
        scores = np.array([[q @ W @ k for k in keys] for q in query])
    else:
        scores = np.array([[q @ k for k in keys] for q in query])
    if score == "scaled":
        scores = scores / math.sqrt(keys.shape[1])
    weights = torch.softmax(tensor(scores), -1).numpy()
    return weights @ values, weights


def pairs(query_size, key_size, lengths=((4, 5), (1, 2), (6, 1))):
    return [(draw(t, query_size), draw(s, key_size)) for t, s in lengths]


def attend(kind, params, function, weights, query_size, key_size, name):
    """With a sequence of queries, with values of their own, and with one query."""
    it = node(kind, **params)
    Wv, bv = draw(key_size, 2), draw(2)
    items = []
    for query, keys in pairs(query_size, key_size):
        context, rows = function(query, keys, keys)
        items.append(({"q": query, "k": keys}, {"it.context": context, "it.weights": rows}))
    nodes = {"q": series("q", query_size), "k": series("k", key_size), "it": it}
    wires = ["q.values > it.query", "k.values > it.keys"]
    case(f"{name}, a sequence of queries", kind, nodes, wires, items, weights)
    items = []
    for query, keys in pairs(query_size, key_size):
        context, rows = function(query, keys, keys @ Wv + bv)
        items.append(({"q": query, "k": keys}, {"it.context": context, "it.weights": rows}))
    case(
        f"{name}, values of their own",
        kind,
        {**nodes, "v": node("dense", size=2)},
        [*wires, "k.values > v.features", "v.features > it.values"],
        items,
        {**weights, "v.W": Wv, "v.b": bv},
    )
    items = []
    for _, keys in pairs(query_size, key_size):
        query = draw(query_size)
        context, rows = function(query[None], keys, keys)
        items.append(({"q": query, "k": keys}, {"it.context": context[0], "it.weights": rows[0]}))
    nodes = {"q": table("q", query_size), "k": series("k", key_size), "it": it}
    case(f"{name}, one query", kind, nodes, ["q.features > it.query", "k.values > it.keys"], items, weights)


def attention():
    Wq, Wk, b, v = draw(3, 4), draw(5, 4), draw(4), draw(4, 1)
    attend(
        "attention-additive",
        {"size": 4},
        lambda q, k, x: additive(q, k, x, Wq, Wk, b, v),
        {"it.Wq": Wq, "it.Wk": Wk, "it.b": b, "it.v": v},
        3,
        5,
        "Bahdanau",
    )
    for score in ("dot", "general", "scaled"):
        W = draw(3, 5)
        attend(
            "attention-dot",
            {"score": score},
            lambda q, k, x: luong(score, q, k, x, W),
            {"it.W": W} if score == "general" else {},
            3 if score == "general" else 5,
            5,
            score,
        )


def multi_head_module(size, heads, key_size=None, value_size=None):
    module = nn.MultiheadAttention(size, heads, kdim=key_size, vdim=value_size, batch_first=True)
    nn.init.normal_(module.in_proj_bias)
    nn.init.normal_(module.out_proj.bias)
    if module.in_proj_weight is not None:
        Wq, Wk, Wv = module.in_proj_weight.chunk(3)
    else:
        Wq, Wk, Wv = module.q_proj_weight, module.k_proj_weight, module.v_proj_weight
    bq, bk, bv = module.in_proj_bias.chunk(3)
    weights = {"Wq": Wq.T, "Wk": Wk.T, "Wv": Wv.T, "Wo": module.out_proj.weight.T}
    weights.update({"bq": bq, "bk": bk, "bv": bv, "bo": module.out_proj.bias})
    return module, {f"it.{name}": value for name, value in weights.items()}


def multi_head():
    kind = "attention-multi-head"
    for causal in (False, True):
        module, weights = multi_head_module(6, 3)
        items = []
        for x in sequences(6):
            mask = torch.triu(torch.ones(len(x), len(x), dtype=torch.bool), 1) if causal else None
            y, rows = module(*[tensor(x)[None]] * 3, attn_mask=mask, average_attn_weights=False)
            items.append(({"x": x}, {"it.context": y[0], "it.weights": rows[0]}))
        case(
            f"self, causal {causal}",
            kind,
            {"x": series("x", 6), "it": node(kind, size=6, heads=3, causal=causal)},
            ["x.values > it.query", "x.values > it.keys"],
            items,
            weights,
        )
        if not causal:
            continue
        # The same attention step by step: the keys are what a History holds so far.
        nodes = {
            "x": series("x", 6),
            "loop": node("loop-each"),
            "past": node("history", parent="loop"),
            "it": node(kind, parent="loop", size=6, heads=3),
        }
        wires = [
            "x.values > loop.sequence",
            "loop.element > past.value",
            "loop.element > it.query",
            "past.all > it.keys",
            "it.context > loop.result",
        ]
        items = [(fields, {"loop.all": outputs["it.context"]}) for fields, outputs in items]
        case("causal, over a History in a loop", kind, nodes, wires, items, weights)
        case("what causal attention sees", "history", nodes, wires, items, weights)

    module, weights = multi_head_module(6, 2, key_size=4, value_size=5)
    Wv, bv = draw(4, 5), draw(5)
    items = []
    for query, keys in pairs(6, 4):
        values = tensor(keys @ Wv + bv)
        y, rows = module(tensor(query)[None], tensor(keys)[None], values[None], average_attn_weights=False)
        items.append(({"q": query, "k": keys}, {"it.context": y[0], "it.weights": rows[0]}))
    nodes = {"q": series("q", 6), "k": series("k", 4), "v": node("dense", size=5), "it": node(kind, size=6, heads=2)}
    wires = ["q.values > it.query", "k.values > it.keys", "k.values > v.features", "v.features > it.values"]
    case("cross, values of their own", kind, nodes, wires, items, {**weights, "v.W": Wv, "v.b": bv})

    module, weights = multi_head_module(6, 2, key_size=4, value_size=4)
    items = []
    for _, keys in pairs(6, 4):
        query, keys_ = draw(6), tensor(keys)[None]
        y, rows = module(tensor(query)[None, None], keys_, keys_, average_attn_weights=False)
        items.append(({"q": query, "k": keys}, {"it.context": y[0, 0], "it.weights": rows[0, :, 0]}))
    nodes = {"q": table("q", 6), "k": series("k", 4), "it": node(kind, size=6, heads=2)}
    case("cross, one query", kind, nodes, ["q.features > it.query", "k.values > it.keys"], items, weights)

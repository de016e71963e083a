"""Loops in loops, loops over what is nested, repetitions with weights of their own."""

import numpy as np
import torch
from torch import nn

from .case import case, draw, node, sequences, series, table, tensor, WORDS
from .recurrent import onnx_weights


def nested():
    """Loops in loops, loops over what is nested, repetitions with weights of their own."""
    hidden = 4
    E, module = draw(9, 3), nn.GRU(3, hidden, batch_first=True)
    stories = [[[4, 5, 6], [7]], [[8, 4]], [[5], [6, 7, 8, 4], [4, 4]]]
    items = []
    for story in stories:
        ends = [module(tensor(E[words])[None])[1].reshape(-1) for words in story]
        items.append(({"x": story}, {"loop.all": torch.stack(ends), "loop.last": ends[-1]}))
    case(
        "reads each sentence to its own end",
        "loop-each",
        {
            "x": node("sentences", field="x", vocabulary="source"),
            "e": node("embedding", size=3),
            "loop": node("loop-each"),
            "it": node("gru", parent="loop", size=hidden),
        },
        ["x.words > e.words", "e.vectors > loop.sequence", "loop.element > it.sequence", "it.last > loop.result"],
        items,
        {"e.E": E, **onnx_weights(module, "gru", 1, 1)},
        {"source": WORDS},
    )

    q = draw(3)
    items = []
    for story in stories:
        rows = []
        for words in story:
            keys = E[words]
            rows.append(torch.softmax(tensor(keys @ q), -1).numpy() @ keys)
        items.append(({"x": story, "q": q}, {"loop.all": np.stack(rows)}))
    case(
        "attends to the words of each sentence",
        "attention-dot",
        {
            "x": node("sentences", field="x", vocabulary="source"),
            "q": table("q", 3),
            "e": node("embedding", size=3),
            "loop": node("loop-each"),
            "it": node("attention-dot", parent="loop"),
        },
        [
            "x.words > e.words",
            "e.vectors > loop.sequence",
            "q.features > it.query",
            "loop.element > it.keys",
            "it.context > loop.result",
        ],
        items,
        {"e.E": E},
        {"source": WORDS},
    )

    own = [(draw(3, 3), draw(3)) for _ in range(3)]
    for share in (True, False):
        items = []
        for x in (draw(3), draw(3)):
            states, state = [], x
            for W, b in own:
                W, b = own[0] if share else (W, b)
                state = np.tanh(state @ W + b)
                states.append(state)
            items.append(({"x": x}, {"loop.all": np.stack(states), "loop.last": state}))
        weights = {"it.W": own[0][0], "it.b": own[0][1]}
        if not share:
            weights = {f"it.{name}[{i}]": value for i, pair in enumerate(own) for name, value in zip("Wb", pair)}
        case(
            f"repeats, shared weights {share}",
            "loop-times",
            {
                "x": table("x", 3),
                "loop": node("loop-times", count=3, share=share),
                "p": node("previous", parent="loop"),
                "it": node("dense", parent="loop", size=3, activation="tanh"),
            },
            [
                "x.features > p.initial",
                "p.value > it.features",
                "it.features > p.next",
                "it.features > loop.result",
            ],
            items,
            weights,
        )

    # For each step of x, the state goes twice through a layer, then the step is added.
    W, b = own[0]
    items = []
    for x in sequences(3):
        states, state = [], np.zeros(3)
        for row in x:
            for _ in range(2):
                state = np.tanh(state @ W + b)
            state = state + row
            states.append(state)
        items.append(({"x": x}, {"outer.all": np.stack(states), "outer.last": state}))
    case(
        "a loop in a loop",
        "loop-times",
        {
            "x": series("x", 3),
            "zero": node("memory-blank", slots=1, width=3),
            "start": node("pool", how="first"),
            "outer": node("loop-each"),
            "op": node("previous", parent="outer"),
            "inner": node("loop-times", parent="outer", count=2),
            "ip": node("previous", parent="inner"),
            "it": node("dense", parent="inner", size=3, activation="tanh"),
            "sum": node("add", parent="outer"),
        },
        [
            "x.values > outer.sequence",
            "zero.memory > start.sequence",
            "start.vector > op.initial",
            "op.value > ip.initial",
            "ip.value > it.features",
            "it.features > ip.next",
            "it.features > inner.result",
            "inner.last > sum.terms",
            "outer.element > sum.terms",
            "sum.sum > op.next",
            "sum.sum > outer.result",
        ],
        items,
        {"it.W": W, "it.b": b},
    )

    # What a loop collected, pooled over a sequence that lies behind the repetitions: the mask has no axis for them.
    items = []
    for x in sequences(3):
        states, state = [], x
        for _ in range(2):
            state = np.tanh(state @ W + b)
            states.append(state.mean(0))
        items.append(({"x": x}, {"pool.vector": np.stack(states)}))
    case(
        "of each repetition",
        "pool",
        {
            "x": series("x", 3),
            "loop": node("loop-times", count=2),
            "p": node("previous", parent="loop"),
            "it": node("dense", parent="loop", size=3, activation="tanh"),
            "pool": node("pool"),
        },
        [
            "x.values > p.initial",
            "p.value > it.features",
            "it.features > p.next",
            "it.features > loop.result",
            "loop.all > pool.sequence",
        ],
        items,
        {"it.W": W, "it.b": b},
    )

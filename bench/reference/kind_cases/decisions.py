"""Decisions, and words said one after the other."""

import numpy as np
import torch
from torch import nn

from .case import case, draw, node, sequences, series, table, tensor, WORDS
from .recurrent import onnx_weights


def decisions():
    trees = ["birch", "oak", "willow"]
    W, b = draw(4, 3), draw(3)
    items = []
    for _ in range(3):
        x = draw(4)
        logits = x @ W + b
        outputs = {"it.logits": logits, "it.probabilities": torch.softmax(tensor(logits), -1)}
        items.append(({"x": x}, {**outputs, "it.choice": int(np.argmax(logits))}))
    case(
        "one of three",
        "decide-class",
        {"x": table("x", 4), "it": node("decide-class", vocabulary="trees")},
        ["x.features > it.features"],
        items,
        {"it.W": W, "it.b": b},
        {"trees": trees},
    )
    for name, x, wire, values in (
        ("of one vector", table("x", 4), "x.features > it.features", [draw(4), draw(4)]),
        ("of each step", series("x", 4), "x.values > it.features", sequences(4)),
    ):
        case(
            name,
            "decide-number",
            {"x": x, "it": node("decide-number", count=3)},
            [wire],
            [({"x": value}, {"it.numbers": value @ W + b}) for value in values],
            {"it.W": W, "it.b": b},
        )
    V, c = draw(4, 9), draw(9)

    def word_logits(x):
        logits = x @ V + c
        logits[..., [0, 1, 3]] = -1e9  # padding, the start word and the unknown word are never said
        return logits

    items = []
    for x in sequences(4):
        p = torch.softmax(tensor(word_logits(x)), -1)
        items.append(({"x": x}, {"it.probabilities": p, "it.word": p.argmax(-1)}))
    case(
        "a word for each step",
        "decide-words",
        {"x": series("x", 4), "it": node("decide-words", vocabulary="source")},
        ["x.values > it.features"],
        items,
        {"it.W": V, "it.b": c},
        {"source": WORDS},
    )

    # Greedy generation: the word before and a GRU's state decide the next word, until <end> or six words.
    E = draw(9, 3, scale=3)
    module = nn.GRU(3, 4, batch_first=True)
    V[:, 2], c[2] = draw(4, scale=2), 4  # so that some sentences end soon and some never
    by_length = {}
    for _ in range(60):
        start = draw(4, scale=3)
        h, word, said = tensor(start)[None, None], 1, []
        while len(said) < 6:
            _, h = module(tensor(E[word])[None, None], h)
            word = int(np.argmax(word_logits(h.detach().numpy().reshape(-1))))
            said.append(word)
            if word == 2:
                break
        by_length[len(said)] = ({"h": start}, {"loop.words": said})
    items = list(by_length.values())
    assert len(items) > 2, "sentences of different lengths"
    case(
        "says words until the end word",
        "loop-until",
        {
            "h": table("h", 4),
            "loop": node("loop-until", field="said", vocabulary="source", maximum=6),
            "e": node("embedding", parent="loop", size=3),
            "hp": node("previous", parent="loop"),
            "it": node("gru", parent="loop", size=4),
            "say": node("decide-words", parent="loop", vocabulary="source"),
        },
        [
            "loop.previous > e.words",
            "e.vectors > it.sequence",
            "h.features > hp.initial",
            "hp.value > it.initial",
            "it.last > hp.next",
            "it.last > say.features",
            "say.word > loop.word",
        ],
        items,
        {"e.E": E, **onnx_weights(module, "gru", 1, 1), "say.W": V, "say.b": c},
        {"source": WORDS},
    )

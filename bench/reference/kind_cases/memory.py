"""Memories that are stored, read and written."""

import numpy as np
import torch
import torch.nn.functional as F

from .case import case, draw, node, series, slots, table, tensor, WORDS, rng


def stored(E, sentence, how):
    """1503.08895, section 4.1: one word and one feature at a time, counted from 1."""
    J, d = len(sentence), E.shape[1]
    slot = np.zeros(d)
    for j, word in enumerate(sentence, 1):
        for k in range(1, d + 1):
            share = 1 if how == "sum" else (1 - j / J) - (k / d) * (1 - 2 * j / J)
            slot[k - 1] += share * E[word, k - 1]
    return slot


def memory():
    E, T = draw(9, 5), draw(3, 5)
    stories = [[[4, 5, 6], [7]], [[8, 4]], [[5], [6, 7, 8, 4], [4, 4], [3, 6, 6]]]
    story = {"x": node("sentences", field="x", vocabulary="source"), "e": node("embedding", size=5)}
    wires = ["x.words > e.words", "e.vectors > it.words"]
    for how in ("sum", "position"):
        for temporal in (False, True):
            items = []
            for sentences in stories:
                rows = [stored(E, sentence, how) for sentence in sentences]
                if temporal:
                    newest = len(rows) - 1
                    rows = [row + T[min(newest - i, 2)] for i, row in enumerate(rows)]
                items.append(({"x": sentences}, {"it.slots": np.stack(rows)}))
            case(
                f"{how}, temporal {temporal}",
                "memory-store",
                {**story, "it": node("memory-store", words=how, temporal=temporal, max=3)},
                wires,
                items,
                {"e.E": E, **({"it.T": T} if temporal else {})},
                {"source": WORDS},
            )
        case(
            f"one sentence, {how}",
            "memory-store",
            {**story, "x": node("words", field="x", vocabulary="source"), "it": node("memory-store", words=how)},
            wires,
            [({"x": words}, {"it.slots": stored(E, words, how)}) for words in ([4, 5, 6], [7], [8, 8, 8, 4])],
            {"e.E": E},
            {"source": WORDS},
        )

    # p = softmax(uᵀm), o = Σ p c
    C = draw(9, 4)
    items = []
    for sentences in stories:
        u = draw(5)
        m = np.stack([stored(E, sentence, "position") for sentence in sentences])
        c = np.stack([stored(C, sentence, "sum") for sentence in sentences])
        p = torch.softmax(tensor(m @ u), -1).numpy()
        items.append(({"x": sentences, "u": u}, {"it.answer": p @ c, "it.weights": p}))
    case(
        "by content, from stored sentences",
        "memory-read",
        {
            **story,
            "u": table("u", 5),
            "m": node("memory-store"),
            "ec": node("embedding", size=4),
            "c": node("memory-store", words="sum"),
            "it": node("memory-read"),
        },
        [
            "x.words > e.words",
            "e.vectors > m.words",
            "x.words > ec.words",
            "ec.vectors > c.words",
            "u.features > it.query",
            "m.slots > it.slots",
            "c.slots > it.values",
        ],
        items,
        {"e.E": E, "ec.E": C},
        {"source": WORDS},
    )

    # Three hops: u ← u + o.
    items = []
    for sentences in stories:
        u = draw(5, scale=0.5)
        m = np.stack([stored(E, sentence, "position") for sentence in sentences])
        states, state = [], u
        for _ in range(3):
            state = state + torch.softmax(tensor(m @ state), -1).numpy() @ m
            states.append(state)
        items.append(({"x": sentences, "u": u}, {"loop.all": np.stack(states), "loop.last": states[-1]}))
    case(
        "hops over a memory",
        "loop-times",
        {
            **story,
            "u": table("u", 5),
            "m": node("memory-store"),
            "loop": node("loop-times", count=3),
            "p": node("previous", parent="loop"),
            "it": node("memory-read", parent="loop"),
            "sum": node("add", parent="loop"),
        },
        [
            "x.words > e.words",
            "e.vectors > m.words",
            "u.features > p.initial",
            "p.value > it.query",
            "m.slots > it.slots",
            "p.value > sum.terms",
            "it.answer > sum.terms",
            "sum.sum > p.next",
            "sum.sum > loop.result",
        ],
        items,
        {"e.E": E},
        {"source": WORDS},
    )


def head(M, control, previous, w, key=None):
    """Weights of a head of 1410.5401, section 3.3, over the slots M; `w` holds the controller's linear functions."""
    given = {name: control @ w[f"W{name}"] + w[f"b{name}"] for name in ("k", "beta", "g", "s", "gamma")}
    k = torch.tanh(given["k"]) if key is None else key
    content = torch.softmax(F.softplus(given["beta"]) * F.cosine_similarity(k[None], M, dim=-1), -1)
    if previous is None:
        return content
    g = torch.sigmoid(given["g"])
    gated = g * content + (1 - g) * previous
    s = torch.softmax(given["s"], -1)
    size = len(M)
    moved = torch.stack([sum(s[step + 1] * gated[(i - step) % size] for step in (-1, 0, 1)) for i in range(size)])
    sharp = moved ** (1 + F.softplus(given["gamma"]))
    return sharp / sharp.sum()


def written():
    N, D, C = 5, 4, 3
    sizes = {"k": D, "beta": 1, "g": 1, "s": 3, "gamma": 1, "e": D, "a": D}
    w = {}
    for name, size in sizes.items():
        w[f"W{name}"], w[f"b{name}"] = tensor(draw(C, size)), tensor(draw(size))

    def named(*names):
        return {f"it.{prefix}{name}": w[f"{prefix}{name}"] for name in names for prefix in ("W", "b")}

    def write(M, control, weights, content=None):
        erase = torch.sigmoid(control @ w["We"] + w["be"])
        add = torch.tanh(control @ w["Wa"] + w["ba"]) if content is None else content
        return M * (1 - weights[:, None] * erase) + weights[:, None] * add

    def focus():
        x = np.round(rng.dirichlet(np.ones(N)), 3).astype(np.float32)
        return tensor(x)

    content, place = ("k", "beta"), ("k", "beta", "g", "s", "gamma")
    base = {"m": slots("m", N, D), "c": table("c", C)}
    wires = ["m.patches > it.memory", "c.features > it.control"]
    for location in (False, True):
        for given in (False, True):
            items = []
            for _ in range(3):
                M, control, previous, value = tensor(draw(N, D)), tensor(draw(C)), focus(), tensor(draw(D))
                weights = head(M, control, previous if location else None, w)
                fields = {"m": M, "c": control}
                fields.update({"p": previous} if location else {})
                fields.update({"v": value} if given else {})
                after = write(M, control, weights, value if given else None)
                items.append((fields, {"it.memory": after, "it.weights": weights}))
            case(
                f"{'content and location' if location else 'content'}{', given what to add' if given else ''}",
                "memory-write",
                {
                    **base,
                    **({"p": table("p", N)} if location else {}),
                    **({"v": table("v", D)} if given else {}),
                    "it": node("memory-write", addressing="location" if location else "content"),
                },
                wires
                + (["p.features > it.previous"] if location else [])
                + (["v.features > it.content"] if given else []),
                items,
                named(*(place if location else content), "e", *([] if given else ["a"])),
            )

    for keyed in (False, True):
        items = []
        for _ in range(3):
            M, control, previous, key = tensor(draw(N, D)), tensor(draw(C)), focus(), tensor(draw(D))
            weights = head(M, control, previous, w, key if keyed else None)
            fields = {"m": M, "c": control, "p": previous, **({"q": key} if keyed else {})}
            items.append((fields, {"it.answer": weights @ M, "it.weights": weights}))
        case(
            f"content and location{', given a key' if keyed else ''}",
            "memory-read",
            {
                **base,
                "p": table("p", N),
                **({"q": table("q", D)} if keyed else {}),
                "it": node("memory-read", addressing="location"),
            },
            ["m.patches > it.slots", "c.features > it.control", "p.features > it.previous"]
            + (["q.features > it.query"] if keyed else []),
            items,
            named(*(place[1:] if keyed else place)),
        )

    # A memory that is written step by step, begun blank: Previous hands memory and weights on. Then it is read, steered by
    # the same steps.
    reader = {}
    for name in place:
        reader[f"W{name}"], reader[f"b{name}"] = tensor(draw(C, sizes[name])), tensor(draw(sizes[name]))
    items, read_items = [], []
    for x in [draw(length, C) for length in (4, 1, 7)]:
        M, weights = torch.zeros(N, D), tensor([1, 0, 0, 0, 0])
        for row in tensor(x):
            weights = head(M, row, weights, w)
            M = write(M, row, weights)
        items.append(({"x": x}, {"loop.last": M, "loop.last2": weights, "blank.focus": [1, 0, 0, 0, 0]}))
        answers, focuses = [], []
        looked = tensor([1, 0, 0, 0, 0])
        for row in tensor(x):
            looked = head(M, row, looked, reader)
            answers.append(looked @ M)
            focuses.append(looked)
        read_items.append(({"x": x}, {"again.all": torch.stack(answers), "again.all2": torch.stack(focuses)}))
    nodes = {
        "x": series("x", C),
        "blank": node("memory-blank", slots=N, width=D),
        "loop": node("loop-each", results=2),
        "mp": node("previous", parent="loop"),
        "wp": node("previous", parent="loop"),
        "it": node("memory-write", parent="loop", addressing="location"),
    }
    wires = [
        "x.values > loop.sequence",
        "blank.memory > mp.initial",
        "blank.focus > wp.initial",
        "mp.value > it.memory",
        "wp.value > it.previous",
        "loop.element > it.control",
        "it.memory > mp.next",
        "it.weights > wp.next",
        "it.memory > loop.result",
        "it.weights > loop.result2",
    ]
    weights = named(*place, "e", "a")
    case("written step by step", "memory-blank", nodes, wires, items, weights)
    case(
        "read step by step, after it was written",
        "memory-read",
        {
            **nodes,
            "again": node("loop-each", results=2),
            "rp": node("previous", parent="again"),
            "read": node("memory-read", parent="again", addressing="location"),
        },
        [
            *wires,
            "x.values > again.sequence",
            "again.element > read.control",
            "loop.last > read.slots",
            "blank.focus > rp.initial",
            "rp.value > read.previous",
            "read.weights > rp.next",
            "read.answer > again.result",
            "read.weights > again.result2",
        ],
        read_items,
        {**weights, **{f"read.{name}": value for name, value in reader.items()}},
    )
    M = draw(3, 2)
    case(
        "learned",
        "memory-blank",
        {"x": table("x", 2), "it": node("memory-blank", slots=3, width=2, start="learned")},
        [],
        [({"x": draw(2)}, {"it.memory": M, "it.focus": [1, 0, 0]}) for _ in range(2)],
        {"it.M": M},
    )

"""Numbers that every node kind must give, computed by PyTorch or by plain arithmetic of the papers' equations.

    python bench/reference/kinds.py    writes src-main/compile/fixtures/kinds.json

A case is a small document, its weights and a few examples of different lengths. Each example is computed here alone, at its true
length; the test runs them alone and as one padded batch, and both must give these numbers.
"""

import json
import math
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

OUT = Path(__file__).resolve().parents[2] / "src-main" / "compile" / "fixtures" / "kinds.json"
rng = np.random.default_rng(20)
torch.manual_seed(20)
cases = []


def draw(*shape, scale=1.0):
    """Numbers that print short and are the same in float32 and in the file."""
    return np.round(rng.normal(size=shape) * scale, 3).astype(np.float32)


def tensor(x):
    return torch.from_numpy(np.asarray(x, dtype=np.float32))


def plain(x):
    """Nested lists of numbers with eight digits."""
    if isinstance(x, torch.Tensor):
        x = x.detach().numpy()
    if isinstance(x, np.ndarray):
        x = x.tolist()
    if isinstance(x, list):
        return [plain(y) for y in x]
    return x if isinstance(x, int) else float(f"{x:.8g}")


def node(kind, parent=None, **params):
    return {"kind": kind, "params": params, **({"parent": parent} if parent else {})}


def case(name, kind, nodes, wires, items, weights=None, vocabularies=None):
    """`items`: ({field: value or text}, {"node.port": expected})."""
    cases.append(
        {
            "name": name,
            "kind": kind,
            "nodes": nodes,
            "wires": [wire.split(" > ") for wire in wires],
            "vocabularies": vocabularies or {},
            "weights": {key: plain(value) for key, value in (weights or {}).items()},
            "items": [
                {
                    "fields": {key: value if isinstance(value, str) else plain(value) for key, value in fields.items()},
                    "outputs": {key: plain(value) for key, value in outputs.items()},
                }
                for fields, outputs in items
            ],
        }
    )


def series(field, channels):
    return node("series", field=field, channels=channels)


def table(field, size):
    return node("table", field=field, names=",".join(f"f{i}" for i in range(size)))


def slots(field, count, width):
    return node("picture", field=field, rows=1, columns=count, patch=1, channels=width)


WORDS = ["<pad>", "<start>", "<end>", "<unknown>", "one", "two", "three", "four", "five"]


# Inputs: what a typed text becomes.


def inputs():
    case(
        "text to indices, unknown words too",
        "words",
        {"it": node("words", field="source", vocabulary="source")},
        [],
        [({"source": "One two-three, six"}, {"it.words": [4, 5, 3, 6, 3, 3]}), ({"source": "five"}, {"it.words": [8]})],
        vocabularies={"source": WORDS},
    )
    case(
        "numbers over time",
        "series",
        {"it": series("series", 2)},
        [],
        [({"series": "1 2\n3, 4\n-5e-1 6"}, {"it.values": [[1, 2], [3, 4], [-0.5, 6]]}), ({"series": "7;8"}, {"it.values": [[7, 8]]})],
    )
    case(
        "features",
        "table",
        {"it": node("table", field="row", names="width, height ,depth")},
        [],
        [({"row": "1 -2 0.25"}, {"it.features": [1, -2, 0.25]}), ({"row": "0 0 1"}, {"it.features": [0, 0, 1]})],
    )
    pictures = [np.round(rng.uniform(size=(4, 6, 3)), 2).astype(np.float32) for _ in range(2)]
    case(
        "pixels to patches",
        "picture",
        {"it": node("picture", field="picture", rows=2, columns=3, patch=2, channels=3)},
        [],
        [
            (
                {"picture": " ".join(f"{x:.2f}" for x in picture.flatten())},
                # Height and width split into (row, line) and (column, dot).
                {"it.patches": picture.reshape(2, 2, 3, 2, 3).transpose(0, 2, 1, 3, 4).reshape(6, 12)},
            )
            for picture in pictures
        ],
    )
    case(
        "whole numbers",
        "symbols",
        {"it": node("symbols", field="code", count=10)},
        [],
        [({"code": "3 1, 4 1\n5 9"}, {"it.symbols": [3, 1, 4, 1, 5, 9]}), ({"code": "0"}, {"it.symbols": [0]})],
    )
    case(
        "one sentence a line",
        "sentences",
        {"it": node("sentences", field="story", vocabulary="source")},
        [],
        [
            ({"story": "one two.\n\n  three four five six \n"}, {"it.words": [[4, 5, 3, 0], [6, 7, 8, 3]]}),
            ({"story": "two"}, {"it.words": [[5]]}),
        ],
        vocabularies={"source": WORDS},
    )


# Layers.


def sequences(channels, lengths=(5, 2, 3)):
    return [draw(length, channels) for length in lengths]


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


# Recurrent layers.

GATES = {"rnn": [0], "gru": [1, 0, 2], "lstm": [0, 3, 1, 2]}  # ONNX's gates among PyTorch's


def onnx_weights(module, kind, layer, directions):
    def ordered(x):
        return np.concatenate([np.split(x.detach().numpy(), len(GATES[kind]))[gate] for gate in GATES[kind]])

    parts = {"W": [], "R": [], "B": []}
    for direction in range(directions):
        end = f"l{layer - 1}" + ("_reverse" if direction else "")
        parts["W"].append(ordered(getattr(module, f"weight_ih_{end}")))
        parts["R"].append(ordered(getattr(module, f"weight_hh_{end}")))
        biases = [ordered(getattr(module, f"bias_{which}_{end}")) for which in ("ih", "hh")]
        parts["B"].append(np.concatenate(biases))
    return {f"it.{name}{layer}": np.stack(value) for name, value in parts.items()}


def reset_before(x, h, W, R, B):
    """A GRU step of 1406.1078: the reset gate is applied before R. ONNX's layout."""
    Wz, Wr, Wh = np.split(W, 3)
    Rz, Rr, Rh = np.split(R, 3)
    bz, br, bh, cz, cr, ch = np.split(B, 6)
    sigmoid = lambda a: 1 / (1 + np.exp(-a))
    z = sigmoid(Wz @ x + Rz @ h + bz + cz)
    r = sigmoid(Wr @ x + Rr @ h + br + cr)
    return z * h + (1 - z) * np.tanh(Wh @ x + Rh @ (r * h) + bh + ch)


def recurrent():
    modules = {"rnn": nn.RNN, "gru": nn.GRU, "lstm": nn.LSTM}
    hidden, features = 4, 3
    for kind, Module in modules.items():
        for direction, depth in (("forward", 1), ("reverse", 1), ("bidirectional", 2), ("forward", 2)):
            both = direction == "bidirectional"
            module = Module(features, hidden, num_layers=depth, bidirectional=both, batch_first=True)
            weights = {}
            for layer in range(1, depth + 1):
                weights.update(onnx_weights(module, kind, layer, 2 if both else 1))
            items = []
            for x in sequences(features):
                given = x[::-1].copy() if direction == "reverse" else x
                states, last = module(tensor(given)[None])
                last, cell = last if kind == "lstm" else (last, None)
                ends = lambda end: end[-2:].reshape(-1) if both else end[-1].reshape(-1)
                states = states[0].flip(0) if direction == "reverse" else states[0]
                outputs = {"it.states": states, "it.last": ends(last)}
                if cell is not None:
                    outputs["it.cell"] = ends(cell)
                items.append(({"x": x}, outputs))
            case(
                f"{direction}, {depth} layers",
                kind,
                {"x": series("x", features), "it": node(kind, size=hidden, direction=direction, layers=depth)},
                ["x.values > it.sequence"],
                items,
                weights,
            )
        module = Module(features, hidden, batch_first=True)
        weights = onnx_weights(module, kind, 1, 1)
        starts = ["h.features > it.initial"] + (["c.features > it.cell"] if kind == "lstm" else [])
        nodes = {"x": series("x", features), "h": table("h", hidden), "it": node(kind, size=hidden)}
        if kind == "lstm":
            nodes["c"] = table("c", hidden)
        items = []
        for x in sequences(features):
            h, c = draw(hidden), draw(hidden)
            start = (tensor(h)[None, None], tensor(c)[None, None]) if kind == "lstm" else tensor(h)[None, None]
            states, last = module(tensor(x)[None], start)
            fields = {"x": x, "h": h, **({"c": c} if kind == "lstm" else {})}
            last = last if kind == "lstm" else (last,)
            ends = dict(zip(("it.last", "it.cell"), (end.reshape(-1) for end in last)))
            items.append((fields, {"it.states": states[0], **ends}))
        case("from a given state", kind, nodes, ["x.values > it.sequence", *starts], items, weights)

        # The same layer one step at a time, its state in Previous nodes.
        nodes = {
            "x": series("x", features),
            "h": table("h", hidden),
            "loop": node("loop-each"),
            "hp": node("previous", parent="loop"),
            "it": node(kind, parent="loop", size=hidden),
        }
        wires = [
            "x.values > loop.sequence",
            "loop.element > it.sequence",
            "h.features > hp.initial",
            "hp.value > it.initial",
            "it.last > hp.next",
            "it.last > loop.result",
        ]
        if kind == "lstm":
            nodes["c"] = table("c", hidden)
            nodes["cp"] = node("previous", parent="loop")
            wires += ["c.features > cp.initial", "cp.value > it.cell", "it.cell > cp.next"]
        items = [
            (fields, {"loop.all": outputs["it.states"], "loop.last": outputs["it.last"]}) for fields, outputs in items
        ]
        case("step by step in a loop", kind, nodes, wires, items, weights)
        if kind == "gru":
            case("keeps the state for a GRU", "previous", nodes, wires, items, weights)
            case("walks over a sequence", "loop-each", nodes, wires, items, weights)

    W, R, B = draw(1, 12, 3), draw(1, 12, 4), draw(1, 24)
    items = []
    for x in sequences(3):
        h, states = np.zeros(4), []
        for row in x:
            h = reset_before(row, h, W[0], R[0], B[0])
            states.append(h)
        items.append(({"x": x}, {"it.states": np.stack(states), "it.last": h}))
    case(
        "reset before R, as in the paper",
        "gru",
        {"x": series("x", 3), "it": node("gru", size=4, reset="before")},
        ["x.values > it.sequence"],
        items,
        {"it.W1": W, "it.R1": R, "it.B1": B},
    )


# Attention.


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


# Memory.


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

    # A memory that is written step by step, begun blank: Previous hands memory and weights on.
    items = []
    for x in [draw(length, C) for length in (4, 1, 7)]:
        M, weights = torch.zeros(N, D), tensor([1, 0, 0, 0, 0])
        for row in tensor(x):
            weights = head(M, row, weights, w)
            M = write(M, row, weights)
        items.append(({"x": x}, {"loop.last": M, "loop.last2": weights, "blank.focus": [1, 0, 0, 0, 0]}))
    case(
        "written step by step",
        "memory-blank",
        {
            "x": series("x", C),
            "blank": node("memory-blank", slots=N, width=D),
            "loop": node("loop-each", results=2),
            "mp": node("previous", parent="loop"),
            "wp": node("previous", parent="loop"),
            "it": node("memory-write", parent="loop", addressing="location"),
        },
        [
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
        ],
        items,
        named(*place, "e", "a"),
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


# Decisions and generation.


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


for write in (inputs, layers, positions, recurrent, nested, attention, multi_head, memory, written, decisions):
    write()
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text(json.dumps({"source": "bench/reference/kinds.py", "torch": torch.__version__.split("+")[0], "cases": cases}, separators=(",", ":"), ensure_ascii=False) + "\n")
print(f"{len(cases)} cases, {OUT.stat().st_size / 1000:.0f} kB")

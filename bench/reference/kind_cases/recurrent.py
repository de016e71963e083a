"""RNN, GRU and LSTM beside PyTorch, whole and step by step in a loop."""

import numpy as np
from torch import nn

from .case import case, draw, node, sequences, series, table, tensor


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

"""What all cases share: drawing numbers, and writing a case down as a small document."""

import numpy as np
import torch

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


def sequences(channels, lengths=(5, 2, 3)):
    return [draw(length, channels) for length in lengths]

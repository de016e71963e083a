"""PyTorch's side of `npm run bench -- forced --python PATH`: the forced pass of translation-attention, as one would write it for speed.

First line out: its name. Then for each line in, `batch count`, the milliseconds of that many passes.
"""

import sys
import time

import torch
from torch import nn
from templates import ROOT, Parts, indices, read_heed, said_words, teacher_forced

template, forced = sys.argv[1:3]
document, vocabularies, weights = read_heed(ROOT / "resources" / "templates" / f"{template}.heed")
parts = Parts(weights)
embed, encoder, start = parts.embedding("embed"), parts.gru("encoder"), parts.linear("start")
said, decide = parts.embedding("said"), parts.linear("decide")
Wq, Wk, b, v = (parts.get(f"attention.{name}") for name in ("Wq", "Wk", "b", "v"))
layer = parts.gru("decoder")
cell = nn.GRUCell(layer.input_size, layer.hidden_size)
cell.load_state_dict({name[: -len("_l0")]: value for name, value in layer.state_dict().items()})

x = indices(document["example"]["source"], vocabularies["english"])
y = torch.tensor(teacher_forced(forced, vocabularies))


@torch.inference_mode()
def one_pass(source, words):
    """`[B, S]`, `[B, T]` → probabilities `[B, T, V]`, weights `[B, T, S]`. What does not depend on the state is outside of the loop."""
    states, last = encoder(embed(source))
    state = torch.tanh(start(torch.cat([last[0], last[1]], -1)))
    keys, spoken = states @ Wk + b, said(words)
    evidence, rows = [], []
    for t in range(words.shape[1]):
        row = torch.softmax((torch.tanh((state @ Wq)[:, None] + keys) @ v)[..., 0], -1)
        context = torch.bmm(row[:, None], states)[:, 0]
        state = cell(torch.cat([spoken[:, t], context], -1), state)
        evidence.append(torch.cat([state, context], -1))
        rows.append(row)
    return said_words(decide(torch.stack(evidence, 1))), torch.stack(rows, 1)


print(f"PyTorch {torch.__version__.split('+')[0]}", flush=True)
for line in sys.stdin:
    batch, count = map(int, line.split())
    source, words = x[None].expand(batch, -1), y[None].expand(batch, -1)
    times = []
    for _ in range(count):
        begun = time.perf_counter()
        one_pass(source, words)
        times.append((time.perf_counter() - begun) * 1000)
    print(*(f"{each:.4f}" for each in times), flush=True)

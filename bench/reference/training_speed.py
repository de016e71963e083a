"""PyTorch's side of `npm run bench -- train --python PATH`: networks as one would write and train them in PyTorch, from the same weights on
the same batches.

    training_speed.py NETWORK THREADS EXCHANGE.npz

First line out: its name. Then for each line in, a count, that many training steps: times in milliseconds, losses, peak memory in MB.
"""

import json
import math
import resource
import sys
import time

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from templates import NEVER, START, Parts, waves

network, threads, exchange = sys.argv[1:]
torch.set_num_threads(int(threads))
arrays = dict(np.load(exchange))
weights = {name[len("weights/") :]: value for name, value in arrays.items() if name.startswith("weights/")}
batches = {}
for name, value in arrays.items():
    i, field = name.split("/", 1)
    if i != "weights":
        batches.setdefault(int(i), {})[field] = torch.from_numpy(value)
batches = [batches[i] for i in sorted(batches)]
parts = Parts(weights)


def embedding(id):
    return parts.embedding(id).requires_grad_()


def inside(x, lengths):
    return torch.arange(x.shape[1]) < lengths[..., None]


def spoken(target):
    """What goes in at each step: the word before."""
    return torch.cat([torch.full_like(target[:, :1], START), target[:, :-1]], 1)


def words_loss(logits, batch, field="target"):
    never = torch.zeros(logits.shape[-1])
    never[NEVER] = -1e9
    target = batch[field].masked_fill(~inside(batch[field], batch[f"{field}.length"]), -100)
    return cross_entropy((logits + never).flatten(0, 1), target.flatten())


class Attention(nn.Module):
    """1409.0473. What does not depend on the state is outside of the loop."""

    def __init__(self):
        super().__init__()
        self.speaks()
        self.embed, self.encoder, self.start = embedding("embed"), parts.gru("encoder"), parts.linear("start")

    def speaks(self):
        self.said, self.decide = embedding("said"), parts.linear("decide")
        layer = parts.gru("decoder")
        self.cell = nn.GRUCell(layer.input_size, layer.hidden_size)
        self.cell.load_state_dict({name[: -len("_l0")]: value for name, value in layer.state_dict().items()})
        for name in ("Wq", "Wk", "b", "v"):
            setattr(self, name, nn.Parameter(parts.get(f"attention.{name}").clone()))

    def encode(self, batch):
        lengths = batch["source.length"]
        packed = pack_padded_sequence(self.embed(batch["source"]), lengths, batch_first=True, enforce_sorted=False)
        states, last = self.encoder(packed)
        states, _ = pad_packed_sequence(states, batch_first=True, total_length=batch["source"].shape[1])
        return states, torch.tanh(self.start(torch.cat([last[0], last[1]], -1)))

    def forward(self, batch):
        states, state = self.encode(batch)
        outside = ~inside(batch["source"], batch["source.length"])
        return words_loss(self.speak(states, state, batch["target"], outside), batch)

    def speak(self, states, state, target, outside=None):
        keys, words = states @ self.Wk + self.b, self.said(spoken(target))
        evidence = []
        for t in range(words.shape[1]):
            scores = (torch.tanh((state @ self.Wq)[:, None] + keys) @ self.v)[..., 0]
            row = torch.softmax(scores if outside is None else scores.masked_fill(outside, -math.inf), -1)
            context = torch.bmm(row[:, None], states)[:, 0]
            state = self.cell(torch.cat([words[:, t], context], -1), state)
            evidence.append(torch.cat([state, context], -1))
        return self.decide(torch.stack(evidence, 1))


class Caption(Attention):
    """1502.03044 with soft attention, over patches."""

    def __init__(self):
        nn.Module.__init__(self)
        self.speaks()
        self.see, self.tell, self.start = (parts.linear(name) for name in ("see", "tell", "start"))
        self.place = nn.Parameter(parts.get("place.P").clone())

    def forward(self, batch):
        states = torch.relu(self.tell(torch.relu(self.see(batch["picture"])))) + self.place
        logits = self.speak(states, torch.tanh(self.start(states.mean(1))), batch["caption"])
        return words_loss(logits, batch, "caption")


class Plain(Attention):
    """1409.3215: the last state is all that the decoder knows."""

    def __init__(self):
        nn.Module.__init__(self)
        self.embed, self.said = embedding("embed"), embedding("said")
        self.encoder, self.start, self.decide = parts.gru("encoder"), parts.linear("start"), parts.linear("decide")
        self.decoder = parts.gru("decoder")

    def forward(self, batch):
        _, state = self.encode(batch)
        states, _ = self.decoder(self.said(spoken(batch["target"])), state[None])
        return words_loss(self.decide(states), batch)


def attend(module, id, copy=""):
    get = lambda name: parts.get(f"{id}.{name}", copy)
    module.load_state_dict(
        {
            "in_proj_weight": torch.cat([get(f"W{name}").T for name in "qkv"]),
            "in_proj_bias": torch.cat([get(f"b{name}") for name in "qkv"]),
            "out_proj.weight": get("Wo").T,
            "out_proj.bias": get("bo"),
        }
    )


class Transformer(nn.Module):
    """1706.03762."""

    def __init__(self):
        super().__init__()
        self.embed, self.said, self.decide = embedding("embed"), embedding("said"), parts.linear("decide")
        size, wide = parts.get("look.Wo", "[0]").shape[0], parts.get("think-wide.W", "[0]").shape[1]
        shape = (size, 4, wide)
        choices = {"dropout": 0.0, "batch_first": True}
        self.encoder = nn.ModuleList()
        while f"look.Wo[{len(self.encoder)}]" in weights:
            copy = f"[{len(self.encoder)}]"
            layer = nn.TransformerEncoderLayer(*shape, **choices)
            attend(layer.self_attn, "look", copy)
            layer.linear1, layer.linear2 = parts.linear("think-wide", copy), parts.linear("think-back", copy)
            layer.norm1, layer.norm2 = parts.norm("mix-norm", copy), parts.norm("think-norm", copy)
            self.encoder.append(layer)
        layer = nn.TransformerDecoderLayer(*shape, **choices)
        attend(layer.self_attn, "recall")
        attend(layer.multihead_attn, "read")
        layer.linear1, layer.linear2 = parts.linear("answer-wide"), parts.linear("answer-back")
        layer.norm1, layer.norm2, layer.norm3 = (parts.norm(f"{name}-norm") for name in ("own", "both", "answer"))
        self.decoder = layer

    def placed(self, embed, x):
        vectors = embed(x)
        if x.shape[1] not in places:
            places[x.shape[1]] = waves(*vectors.shape[1:])
        return vectors * math.sqrt(vectors.shape[-1]) + places[x.shape[1]]

    def forward(self, batch):
        outside = ~inside(batch["source"], batch["source.length"])
        x = self.placed(self.embed, batch["source"])
        for layer in self.encoder:
            x = layer(x, src_key_padding_mask=outside)
        y = self.placed(self.said, spoken(batch["target"]))
        later = torch.ones(y.shape[1], y.shape[1], dtype=torch.bool).triu(1)
        y = self.decoder(y, x, tgt_mask=later, memory_key_padding_mask=outside)
        return words_loss(self.decide(y), batch)


places = {}


class Memory(nn.Module):
    """1503.08895."""

    def __init__(self):
        super().__init__()
        self.match, self.read, self.question = (embedding(f"meaning-{name}") for name in ("in", "out", "question"))
        self.match_times = nn.Parameter(parts.get("slots.T").clone())
        self.read_times = nn.Parameter(parts.get("contents.T").clone())
        self.think, self.next = nn.ModuleList(), nn.ModuleList()
        while f"next.W[{len(self.next)}]" in weights:
            copy = f"[{len(self.next)}]"
            self.think.append(parts.linear("think", copy))
            self.next.append(parts.linear("next", copy))
        self.answer = parts.linear("answer")

    @staticmethod
    def places(count, lengths, size):
        """Weight of each number of each word, by the length of its sentence: `[…, count, size]`."""
        j = torch.arange(1, count + 1)[:, None] / lengths.clamp(min=1)[..., None, None]
        k = torch.arange(1, size + 1) / size
        return ((1 - j) - k * (1 - 2 * j)) * (j <= 1)

    def forward(self, batch):
        story, lengths, count = batch["story"], batch["story.lengths"], batch["story.length"]
        size = self.match.embedding_dim
        weigh = self.places(story.shape[2], lengths, size)
        age = (count[:, None] - 1 - torch.arange(story.shape[1])).clamp(min=0)
        slots = (self.match(story) * weigh).sum(2) + self.match_times[age]
        contents = (self.read(story) * weigh).sum(2) + self.read_times[age]
        weigh = self.places(batch["question"].shape[1], batch["question.length"], size)
        wanted = (self.question(batch["question"]) * weigh).sum(1)
        outside = ~inside(story, count)
        for think, further in zip(self.think, self.next):
            scores = torch.bmm(slots, wanted[..., None])[..., 0].masked_fill(outside, -math.inf)
            found = torch.bmm(torch.softmax(scores, -1)[:, None], contents)[:, 0]
            wanted = further(torch.relu(think(torch.cat([wanted, found], -1))))
        return cross_entropy(self.answer(wanted), batch["answer"])


class Reader(nn.Module):
    """Attention over the states of a recurrent layer, one class at the end."""

    def __init__(self):
        super().__init__()
        self.embed, self.reader, self.decide = embedding("embed"), parts.rnn("reader"), parts.linear("class")
        for name in ("Wq", "Wk", "b", "v"):
            setattr(self, name, nn.Parameter(parts.get(f"attention.{name}").clone()))

    def forward(self, batch):
        x, lengths = batch["sequence"], batch["sequence.length"]
        packed = pack_padded_sequence(self.embed(x), lengths, batch_first=True, enforce_sorted=False)
        states, last = self.reader(packed)
        states, _ = pad_packed_sequence(states, batch_first=True, total_length=x.shape[1])
        query = last.transpose(0, 1).flatten(1)
        scores = (torch.tanh((query @ self.Wq)[:, None] + states @ self.Wk + self.b) @ self.v)[..., 0]
        row = torch.softmax(scores.masked_fill(~inside(x, lengths), -math.inf), -1)
        return cross_entropy(self.decide(torch.bmm(row[:, None], states)[:, 0]), batch["class"])


class LSTM(nn.Module):
    """The last state of a recurrent layer decides."""

    def __init__(self):
        super().__init__()
        self.embed, self.decide = embedding("embed"), parts.linear("class")
        names = [name for name in weights if name.startswith("reader.")]
        W, R, B = (weights[next(name for name in names if name.startswith(f"reader.{each}"))][0] for each in "WRB")
        hidden = R.shape[1]
        # ONNX's gates are i, o, f, c; PyTorch's i, f, g, o.
        ordered = lambda x: torch.cat([torch.from_numpy(x).split(hidden)[gate] for gate in (0, 2, 3, 1)])
        self.reader = nn.LSTM(W.shape[1], hidden, batch_first=True)
        state = {"weight_ih_l0": W, "weight_hh_l0": R, "bias_ih_l0": B[: 4 * hidden], "bias_hh_l0": B[4 * hidden :]}
        self.reader.load_state_dict({name: ordered(value) for name, value in state.items()})

    def forward(self, batch):
        x, lengths = self.embed(batch["sequence"]), batch["sequence.length"]
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
        _, (last, _) = self.reader(packed)
        return cross_entropy(self.decide(last[0]), batch["class"])


MODELS = {
    "caption": Caption,
    "lstm-classifier": LSTM,
    "transformer-128": Transformer,
    "translation-attention": Attention,
    "translation-plain": Plain,
    "transformer": Transformer,
    "memory-network": Memory,
    "attention-states": Reader,
}

model = MODELS[network]()
optimiser = torch.optim.Adam(model.parameters(), lr=0.001)


def step(batch):
    begun = time.perf_counter()
    optimiser.zero_grad()
    loss = model(batch)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1)
    optimiser.step()
    value = loss.item()
    return (time.perf_counter() - begun) * 1000, value


print(json.dumps({"name": f"PyTorch {torch.__version__.split('+')[0]}"}), flush=True)
at = 0
for line in sys.stdin:
    times, losses = [], []
    for _ in range(int(line)):
        taken, loss = step(batches[at % len(batches)])
        at += 1
        times.append(taken)
        losses.append(loss)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"times": times, "losses": losses, "peak": peak}), flush=True)

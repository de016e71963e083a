"""What whole templates must say and where they must look, built again in PyTorch.

    python bench/reference/templates.py              writes src-main/engine/fixtures/*.json
    python bench/reference/templates.py --shipped    compares the shipped weights with the command line's `run --force-words --json`

Documents, vocabularies and the weights' names and shapes come from resources/templates. The fixtures have weights made by a rule that the
test repeats (`ruled`), so that biases count and that training a template again leaves them as they are.
"""

import json
import math
import re
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import torch
from torch import nn

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "src-main" / "engine" / "fixtures"
START, END, UNKNOWN = 1, 2, 3
NEVER = [0, 1, 3]  # padding, the start word and the unknown word are never said
FORCED = {
    "translation-attention": "trois cent quatre-vingt-dix-sept",
    "translation-plain": "trois cent quatre-vingt-dix-sept",
    "transformer": "trois cent quatre-vingt-dix-sept",
    "caption": "a red square left of a blue circle",
    "memory-write": "c a f e",
}


def read_heed(path):
    """Document, vocabularies and weights (float32) of a .heed file."""
    with zipfile.ZipFile(path) as file:
        document = json.loads(file.read("document.json"))
        vocabularies = json.loads(file.read("vocabularies.json"))
        blob = file.read("weights.safetensors")
    (length,) = struct.unpack("<Q", blob[:8])
    weights = {}
    for name, entry in json.loads(blob[8 : 8 + length]).items():
        if name == "__metadata__":
            continue
        start, end = entry["data_offsets"]
        numbers = np.frombuffer(blob[8 + length + start : 8 + length + end], "<f4")
        weights[name] = numbers.reshape(entry["shape"]).copy()
    return document, vocabularies, weights


def ruled(name, shape):
    """Weights by a rule: a linear congruential generator that the name's letters start."""
    state = 1
    for letter in name:
        state = (state * 31 + ord(letter)) % 2**32
    numbers = []
    for _ in range(math.prod(shape)):
        state = (state * 1664525 + 1013904223) % 2**32
        numbers.append(state / 2**32 - 0.5)
    spread = 1 if len(shape) == 1 else 4 / math.sqrt(max(shape))
    middle = 1 if ".scale" in name else 0
    return np.asarray(np.asarray(numbers) * spread + middle, np.float32).reshape(shape)


def tokens(text):
    return re.findall(r"[-.,?!]|[^\s\-.,?!]+", text.lower())


def indices(text, vocabulary):
    return torch.tensor([vocabulary.index(word) if word in vocabulary else UNKNOWN for word in tokens(text)])


class Parts:
    """PyTorch modules from weights in Heed's layouts."""

    def __init__(self, weights):
        self.weights = {name: torch.from_numpy(value) for name, value in weights.items()}

    def get(self, name, copy=""):
        return self.weights[name + copy]

    def embedding(self, id):
        return nn.Embedding.from_pretrained(self.get(f"{id}.E"))

    def linear(self, id, copy=""):
        W = self.get(f"{id}.W", copy)
        layer = nn.Linear(*W.shape)
        layer.load_state_dict({"weight": W.T, "bias": self.get(f"{id}.b", copy)})
        return layer

    def norm(self, id, copy=""):
        scale = self.get(f"{id}.scale", copy)
        layer = nn.LayerNorm(scale.shape[0], eps=1e-5)
        layer.load_state_dict({"weight": scale, "bias": self.get(f"{id}.shift", copy)})
        return layer

    def gru(self, id):
        W, R, B = (self.get(f"{id}.{name}1") for name in "WRB")
        hidden = R.shape[2]
        layer = nn.GRU(W.shape[2], hidden, bidirectional=W.shape[0] == 2, batch_first=True)
        # ONNX's gates are z, r, h; PyTorch's r, z, n.
        ordered = lambda x: torch.cat([x.split(hidden)[gate] for gate in (1, 0, 2)])
        state = {}
        for direction in range(W.shape[0]):
            end = "l0" + ("_reverse" if direction else "")
            state[f"weight_ih_{end}"] = ordered(W[direction])
            state[f"weight_hh_{end}"] = ordered(R[direction])
            state[f"bias_ih_{end}"], state[f"bias_hh_{end}"] = (ordered(b) for b in B[direction].chunk(2))
        layer.load_state_dict(state)
        return layer

    def rnn(self, id):
        W, R, B = (self.get(f"{id}.{name}1")[0] for name in "WRB")
        hidden = R.shape[1]
        layer = nn.RNN(W.shape[1], hidden, batch_first=True)
        state = {"weight_ih_l0": W, "weight_hh_l0": R, "bias_ih_l0": B[:hidden], "bias_hh_l0": B[hidden:]}
        layer.load_state_dict(state)
        return layer

    def multi_head(self, id, heads, copy=""):
        get = lambda name: self.get(f"{id}.{name}", copy)
        layer = nn.MultiheadAttention(get("Wo").shape[0], heads, batch_first=True)
        layer.load_state_dict(
            {
                "in_proj_weight": torch.cat([get(f"W{name}").T for name in "qkv"]),
                "in_proj_bias": torch.cat([get(f"b{name}") for name in "qkv"]),
                "out_proj.weight": get("Wo").T,
                "out_proj.bias": get("bo"),
            }
        )

        def look(query, keys):
            """`[T, D]`, `[S, D]` → `[T, D]` and weights `[heads, T, S]`."""
            context, rows = layer(query[None], keys[None], keys[None], average_attn_weights=False)
            return context[0], rows[0]

        return look

    def additive(self, id, query, keys):
        """1409.0473, one query `[Q]` and keys `[S, K]`: context and weights `[S]`."""
        mixed = torch.tanh(query @ self.get(f"{id}.Wq") + keys @ self.get(f"{id}.Wk") + self.get(f"{id}.b"))
        rows = torch.softmax((mixed @ self.get(f"{id}.v"))[:, 0], -1)
        return rows @ keys, rows


def said_words(logits):
    logits = logits.clone()
    logits[..., NEVER] = -1e9
    return torch.softmax(logits, -1)


# Each gives decisions by name, and attention as (site, coordinates, `[heads][rows][columns]`).


def feed_forward(parts, document, vocabularies, inputs, forced):
    x = torch.tensor([float(number) for number in re.findall(r"[^\s,;]+", inputs["flower"])])
    hidden = torch.relu(parts.linear("hidden")(x))
    return {"species": torch.softmax(parts.linear("species")(hidden), -1)}, []


def recurrent(parts, document, vocabularies, inputs, forced):
    W, b = parts.get("cell.W"), parts.get("cell.b")
    # tanh(W x + U h + b) is PyTorch's RNN; the element comes first, the memory behind it.
    layer = nn.RNN(1, 32, batch_first=True)
    state = {"weight_ih_l0": W[:1].T, "weight_hh_l0": W[1:].T, "bias_ih_l0": b, "bias_hh_l0": torch.zeros(32)}
    layer.load_state_dict(state)
    x = torch.tensor([float(number) for number in inputs["series"].split()])
    _, last = layer(x[None, :, None])
    return {"next": parts.linear("next")(last.reshape(-1))}, []


def attention_states(parts, document, vocabularies, inputs, forced):
    x = indices(inputs["sequence"], vocabularies["symbols"])
    states, last = parts.rnn("reader")(parts.embedding("embed")(x)[None])
    context, rows = parts.additive("attention", last.reshape(-1), states[0])
    return {"class": torch.softmax(parts.linear("class")(context), -1)}, [("attention", [], rows[None, None])]


def encode(parts, inputs, vocabularies):
    x = indices(inputs["source"], vocabularies["english"])
    states, last = parts.gru("encoder")(parts.embedding("embed")(x)[None])
    # Both directions' last states side by side.
    return states[0], torch.tanh(parts.linear("start")(last[:, 0].reshape(-1)))


def teacher_forced(forced, vocabulary):
    """What goes in at each step: the word before."""
    return [START, *indices(forced, vocabulary).tolist()]


def translation_attention(parts, document, vocabularies, inputs, forced):
    keys, state = encode(parts, inputs, vocabularies)
    return speak(parts, keys, state, teacher_forced(forced, vocabularies["french"]))


def speak(parts, keys, state, before):
    """A decoder that looks at the keys before each word."""
    said, decoder, decide = parts.embedding("said"), parts.gru("decoder"), parts.linear("decide")
    words, rows = [], []
    for word in before:
        context, row = parts.additive("attention", state, keys)
        step = torch.cat([said(torch.tensor(word)), context])
        _, state = decoder(step[None, None], state[None, None])
        state = state.reshape(-1)
        words.append(said_words(decide(torch.cat([state, context]))))
        rows.append(row)
    return {"decide": torch.stack(words)}, [("attention", [], torch.stack(rows)[None])]


def translation_plain(parts, document, vocabularies, inputs, forced):
    _, state = encode(parts, inputs, vocabularies)
    words = torch.tensor(teacher_forced(forced, vocabularies["french"]))
    states, _ = parts.gru("decoder")(parts.embedding("said")(words)[None], state[None, None])
    return {"decide": said_words(parts.linear("decide")(states[0]))}, []


def waves(count, size):
    """1706.03762, section 3.5, in float64."""
    table = np.zeros((count, size))
    for place in range(count):
        for i in range(size):
            angle = place / 10000 ** ((i - i % 2) / size)
            table[place, i] = math.cos(angle) if i % 2 else math.sin(angle)
    return torch.from_numpy(table.astype(np.float32))


def transformer(parts, document, vocabularies, inputs, forced):
    def embed(id, x):
        vectors = parts.embedding(id)(x)
        return vectors * math.sqrt(vectors.shape[1]) + waves(*vectors.shape)

    def think(id, norm, x, copy=""):
        wide = torch.relu(parts.linear(f"{id}-wide", copy)(x))
        return parts.norm(norm, copy)(x + parts.linear(f"{id}-back", copy)(wide))

    attention = []
    x = embed("embed", indices(inputs["source"], vocabularies["english"]))
    for layer in range(2):
        copy = f"[{layer}]"
        context, rows = parts.multi_head("look", 4, copy)(x, x)
        attention.append(("look", [layer], rows))
        x = think("think", "think-norm", parts.norm("mix-norm", copy)(x + context), copy)

    y = embed("said", torch.tensor(teacher_forced(forced, vocabularies["french"])))
    recall, read = parts.multi_head("recall", 4), parts.multi_head("read", 4)
    # Step by step, over what has been said so far: attention to a History is causal by itself.
    steps = [recall(y[t : t + 1], y[: t + 1]) for t in range(len(y))]
    past = torch.zeros(4, len(y), len(y))
    for t, (_, rows) in enumerate(steps):
        past[:, t, : t + 1] = rows[:, 0]
    own = parts.norm("own-norm")(y + torch.cat([context for context, _ in steps]))
    context, rows = read(own, x)
    both = parts.norm("both-norm")(own + context)
    words = said_words(parts.linear("decide")(think("answer", "answer-norm", both)))
    return {"decide": words}, [*attention, ("recall", [], past), ("read", [], rows)]


def position_encoding(vectors):
    """1503.08895, section 4.1: the sum of a sentence's vectors `[J, d]`, each weighed by its place."""
    J, d = vectors.shape
    total = torch.zeros(d, dtype=torch.float64)
    for j in range(1, J + 1):
        for k in range(1, d + 1):
            total[k - 1] += ((1 - j / J) - (k / d) * (1 - 2 * j / J)) * vectors[j - 1, k - 1].double()
    return total.float()


def memory_network(parts, document, vocabularies, inputs, forced):
    lines = [line for line in inputs["story"].split("\n") if line.strip()]

    def slots(embedding, times):
        E, T = parts.embedding(embedding), parts.get(f"{times}.T")
        sums = [position_encoding(E(indices(line, vocabularies["words"]))) for line in lines]
        return torch.stack([one + T[len(lines) - 1 - i] for i, one in enumerate(sums)])

    to_match, to_read = slots("meaning-in", "slots"), slots("meaning-out", "contents")
    question = parts.embedding("meaning-question")(indices(inputs["question"], vocabularies["words"]))
    wanted, rows = position_encoding(question), []
    for hop in range(2):
        copy = f"[{hop}]"
        weights = torch.softmax(to_match @ wanted, -1)
        rows.append(weights)
        both = torch.cat([wanted, weights @ to_read])
        wanted = parts.linear("next", copy)(torch.relu(parts.linear("think", copy)(both)))
    answer = torch.softmax(parts.linear("answer")(wanted), -1)
    return {"answer": answer}, [("read", [], torch.stack(rows)[None])]


def caption(parts, document, vocabularies, inputs, forced):
    """1502.03044 with soft attention, over patches instead of a convolution's features."""
    pixels = torch.tensor([float(number) for number in inputs["picture"].split()])
    patches = pixels.reshape(6, 4, 6, 4, 3).permute(0, 2, 1, 3, 4).reshape(36, 48)
    keys = torch.relu(parts.linear("tell")(torch.relu(parts.linear("see")(patches)))) + parts.get("place.P")
    state = torch.tanh(parts.linear("start")(keys.mean(0)))
    return speak(parts, keys, state, teacher_forced(forced, vocabularies["caption"]))


def address(parts, id, memory, before, control):
    """1410.5401, section 3.3: weights over the slots of the memory `[N, D]`."""
    steer = lambda name: control @ parts.get(f"{id}.W{name}") + parts.get(f"{id}.b{name}")
    length = lambda x: torch.sqrt((x * x).sum(-1) + 1e-8)
    key = torch.tanh(steer("k"))
    cosine = memory @ key / (length(memory) * length(key))
    content = torch.softmax(nn.functional.softplus(steer("beta")) * cosine, -1)
    gate = torch.sigmoid(steer("g"))
    gated = gate * content + (1 - gate) * before
    back, stay, on = torch.softmax(steer("s"), -1)
    moved = back * gated.roll(-1) + stay * gated + on * gated.roll(1)
    # Weights to a power, made to sum to 1 again.
    return torch.softmax((nn.functional.softplus(steer("gamma")) + 1) * torch.log(moved + 1e-16), -1)


def memory_write(parts, document, vocabularies, inputs, forced):
    slots, size = 24, 16
    first = torch.eye(slots)[0]
    memory, focus, written = torch.zeros(slots, size), first, []
    for x in parts.embedding("embed")(indices(inputs["source"], vocabularies["symbols"])):
        control = torch.tanh(parts.linear("steer")(x))
        focus = address(parts, "write", memory, focus, control)
        erase = torch.sigmoid(control @ parts.get("write.We") + parts.get("write.be"))
        memory = memory * (1 - focus[:, None] * erase) + focus[:, None] * x
        written.append(focus)
    focus, read, words = first, [], []
    for word in teacher_forced(forced, vocabularies["symbols"]):
        control = torch.tanh(parts.linear("guide")(parts.embedding("said")(torch.tensor(word))))
        focus = address(parts, "read", memory, focus, control)
        words.append(said_words(parts.linear("decide")(focus @ memory)))
        read.append(focus)
    attention = [("write", [], torch.stack(written)[None]), ("read", [], torch.stack(read)[None])]
    return {"decide": torch.stack(words)}, attention


TEMPLATES = {
    "feed-forward": feed_forward,
    "recurrent": recurrent,
    "attention-states": attention_states,
    "translation-attention": translation_attention,
    "translation-plain": translation_plain,
    "transformer": transformer,
    "memory-network": memory_network,
    "caption": caption,
    "memory-write": memory_write,
}


def rounded(x):
    if isinstance(x, list):
        return [rounded(y) for y in x]
    return float(f"{x:.7g}")


def reference(id, weights):
    document, vocabularies, shipped = read_heed(ROOT / "resources" / "templates" / f"{id}.heed")
    if weights == "ruled":
        shipped = {name: ruled(name, value.shape) for name, value in shipped.items()}
    forced = FORCED.get(id)
    with torch.no_grad():
        decisions, attention = TEMPLATES[id](Parts(shipped), document, vocabularies, document["example"], forced)
    return {
        "source": "bench/reference/templates.py",
        "template": id,
        "inputs": document["example"],
        **({"forceWords": forced} if forced else {}),
        "decisions": {
            name: {"dims": list(value.shape), "values": rounded(value.reshape(-1).tolist())}
            for name, value in decisions.items()
        },
        "attention": [
            {"site": site, "coordinates": coordinates, "weights": rounded(rows.tolist())}
            for site, coordinates, rows in attention
        ],
    }


def write_fixtures():
    OUT.mkdir(parents=True, exist_ok=True)
    for id in TEMPLATES:
        path = OUT / f"{id}.json"
        path.write_text(json.dumps(reference(id, "ruled"), separators=(",", ":"), ensure_ascii=False) + "\n")
        print(f"{path.relative_to(ROOT)} {path.stat().st_size / 1000:.1f} kB")


def compare_shipped():
    """The largest difference of each template, as the built command line runs it with the weights that it ships."""
    worst = 0.0
    for id in TEMPLATES:
        expected = reference(id, "shipped")
        command = ["node", str(ROOT / "src-main/hosts/launch/heed.mjs"), "run", id, "--json"]
        if "forceWords" in expected:
            command += ["--force-words", expected["forceWords"]]
        found = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
        off = 0.0
        for name, value in expected["decisions"].items():
            numbers = np.asarray(found["outputs"][name]["values"])
            off = max(off, np.abs(numbers - np.asarray(value["values"])).max())
        places = {(one["site"], *one.get("coordinates", [])): one for one in found["attention"]}
        assert len(places) == len(expected["attention"]), f"{id}: {len(places)} places of attention"
        for one in expected["attention"]:
            rows = np.asarray(places[(one["site"], *one["coordinates"])]["weights"])
            off = max(off, np.abs(rows - np.asarray(one["weights"])).max())
        print(f"{id}: {off:.1e}")
        worst = max(worst, off)
    return 0 if worst < 1e-5 else 1


if __name__ == "__main__":
    if "--shipped" in sys.argv:
        sys.exit(compare_shipped())
    write_fixtures()

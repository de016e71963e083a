"""What training must give, from PyTorch: the optimisers' steps, and the whole gradient of each template on a batch.

    python bench/reference/training.py              writes src-main/engine/fixtures/training/*.json

Templates are built as in templates.py, from the same weights by a rule, one example after the other: what a padded batch gives must be the
same. Of each parameter's gradient the fixtures hold the norm and some numbers.
"""

import json
import math

import torch
from torch import nn

from templates import END, ROOT, TEMPLATES, Parts, indices, read_heed, rounded, ruled

OUT = ROOT / "src-main" / "engine" / "fixtures" / "training"

SENTENCES = [
    {"source": "three hundred and ninety seven", "target": "trois cent quatre-vingt-dix-sept"},
    {"source": "two", "target": "deux"},
    {"source": "eight thousand one hundred and twenty six", "target": "huit mille cent vingt-six"},
]
BATCHES = {
    "feed-forward": [
        {"flower": "5.1 3.5 1.4 0.2", "species": "setosa"},
        {"flower": "6.1 2.8 4.7 1.2", "species": "versicolor"},
        {"flower": "6 2.2 5 1.5", "species": "virginica"},
    ],
    "recurrent": [
        {
            "series": " ".join(f"{math.sin(0.7 * t + k) * (1 + 0.3 * k):.3f}" for t in range(60)),
            "next": " ".join(f"{math.sin(0.7 * t + k):.3f}" for t in range(60, 70)),
        }
        for k in range(3)
    ],
    "attention-states": [
        {"sequence": "a *b c d", "class": "b"},
        {"sequence": "*f", "class": "f"},
        {"sequence": "e d *a b c c d", "class": "a"},
    ],
    "translation-attention": SENTENCES,
    "translation-plain": SENTENCES,
    "transformer": SENTENCES,
    "memory-network": [
        {
            "story": "lena walked to the cellar.\nlena took the lamp.",
            "question": "where is the lamp?",
            "answer": "cellar",
        },
        {"story": "omar went to the porch.", "question": "where is omar", "answer": "porch"},
        {
            "story": "hugo moved to the attic.\nnora picked up the drum.\nhugo left.\nnora went to the kitchen.",
            "question": "where is the drum?",
            "answer": "kitchen",
        },
    ],
}
BATCHES["caption"] = [
    {
        "picture": " ".join(str((7 * i + 3 * k + i // 5) % 11 / 10) for i in range(24 * 24 * 3)),
        "caption": text,
    }
    for k, text in enumerate(["a red square left of a blue circle", "a blue circle", "a green circle above a red square"])
]
BATCHES["memory-write"] = [
    {"source": letters, "target": letters} for letters in ["c a f e", "b", "h g a b b c"]
]
# Field of the target, and the vocabulary of its entries where it has one.
TARGETS = {
    "feed-forward": ("species", "species"),
    "recurrent": ("next", None),
    "attention-states": ("class", "letters"),
    "translation-attention": ("target", "french"),
    "translation-plain": ("target", "french"),
    "transformer": ("target", "french"),
    "memory-network": ("answer", "places"),
    "caption": ("caption", "caption"),
    "memory-write": ("target", "symbols"),
}


class LearningParts(Parts):
    """The same modules, with the given tensors themselves as weights: gradients come back in Heed's layouts."""

    def __init__(self, weights):
        self.weights = {name: torch.from_numpy(value).requires_grad_() for name, value in weights.items()}

    def embedding(self, id):
        return lambda x: nn.functional.embedding(x, self.get(f"{id}.E"))


def attach(module, state):
    """In place of copying."""
    for name, value in state.items():
        owner = module
        *path, last = name.split(".")
        for part in path:
            owner = getattr(owner, part)
        del owner._parameters[last]
        setattr(owner, last, value)


nn.Module.load_state_dict = attach


def gradients(id):
    document, vocabularies, shipped = read_heed(ROOT / "resources" / "templates" / f"{id}.heed")
    parts = LearningParts({name: ruled(name, value.shape) for name, value in shipped.items()})
    field, vocabulary = TARGETS[id]
    losses = []
    for example in BATCHES[id]:
        target = example[field]
        spoken = target if field in ("target", "caption") else None
        decisions, _ = TEMPLATES[id](parts, document, vocabularies, example, spoken)
        (said,) = decisions.values()
        if vocabulary is None:
            truth = torch.tensor([float(number) for number in target.split()])
            losses.append(((said - truth) ** 2).mean()[None])
        elif spoken:
            words = torch.cat([indices(target, vocabularies[vocabulary]), torch.tensor([END])])
            losses.append(-torch.log(said[torch.arange(len(words)), words]))
        else:
            losses.append(-torch.log(said[vocabularies[vocabulary].index(target)])[None])
    # Every position counts the same, however long its sentence.
    loss = torch.cat(losses).mean()
    loss.backward()
    found = {}
    for name, weight in parts.weights.items():
        gradient = torch.zeros_like(weight) if weight.grad is None else weight.grad
        flat = gradient.reshape(-1)
        every = max(1, len(flat) // 16)
        found[name] = {
            "norm": rounded(gradient.norm().item()),
            "every": every,
            "values": rounded(flat[::every].tolist()),
        }
    return {
        "source": "bench/reference/training.py",
        "template": id,
        "examples": BATCHES[id],
        "loss": rounded(loss.item()),
        "gradients": found,
    }


STEPS = 5
RATE = 0.05
OPTIMISERS = {
    "sgd": lambda p, decay: torch.optim.SGD(p, lr=RATE, weight_decay=decay),
    "momentum": lambda p, decay: torch.optim.SGD(p, lr=RATE, momentum=0.9, weight_decay=decay),
    "adam": lambda p, decay: torch.optim.Adam(p, lr=RATE, weight_decay=decay),
    "adamw": lambda p, decay: torch.optim.AdamW(p, lr=RATE, weight_decay=decay),
}


def optimisers():
    """Weights after each step, from gradients by a rule; clipped by norm where a limit is given."""
    cases = []
    first = torch.from_numpy(ruled("weights", [12]))
    given = [torch.from_numpy(ruled(f"gradient {step}", [12])) * 4 for step in range(STEPS)]
    for name, make in OPTIMISERS.items():
        for decay in (0, 0.1):
            for limit in (0, 1):
                weights = nn.Parameter(first.clone())
                optimiser = make([weights], decay)
                after, norms = [], []
                for gradient in given:
                    weights.grad = gradient.clone()
                    norms.append(gradient.norm().item())
                    if limit:
                        nn.utils.clip_grad_norm_([weights], limit)
                    optimiser.step()
                    after.append(weights.tolist())
                cases.append(
                    {"name": name, "weightDecay": decay, "clip": limit, "after": rounded(after), "norms": rounded(norms)}
                )
    return {
        "source": "bench/reference/training.py",
        "rate": RATE,
        "weights": rounded(first.tolist()),
        "gradients": rounded([gradient.tolist() for gradient in given]),
        "cases": cases,
    }


def write(name, content):
    path = OUT / f"{name}.json"
    path.write_text(json.dumps(content, separators=(",", ":"), ensure_ascii=False) + "\n")
    print(f"{path.relative_to(ROOT)} {path.stat().st_size / 1000:.1f} kB")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    write("optimisers", optimisers())
    for id in TEMPLATES:
        write(id, gradients(id))

"""Writes the models in src-main/inspect/fixtures: small networks exported by several exporters, each with the attention that
PyTorch itself computed, and manifest.json, which says what is expected to be found in each.

Needs torch, onnx, onnxscript, onnxruntime, transformers and numpy. Run from the repository's root:

    python bench/reference/make_models.py [group …]
"""

import json
import sys

import torch
from models.aside import aside
from models.bodies import bodies
from models.common import FOLDER, MANIFEST
from models.decomposed import decomposed, external
from models.hugging import hugging
from models.operators import operators
from models.quantised import quantised

GROUPS = dict(decomposed=decomposed, external=external, hugging=hugging, operators=operators, bodies=bodies, quantised=quantised,
              aside=aside)

if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / "manifest.json"
    chosen = sys.argv[1:] or list(GROUPS)
    kept = [each for each in json.loads(path.read_text()) if each["group"] not in chosen] if path.exists() else []
    for group in chosen:
        torch.manual_seed(0)
        before = len(MANIFEST)
        GROUPS[group]()
        for each in MANIFEST[before:]:
            each["group"] = group
    order = list(GROUPS)
    everything = sorted(kept + MANIFEST, key=lambda each: order.index(each["group"]))
    path.write_text(json.dumps(everything, indent=2) + "\n")

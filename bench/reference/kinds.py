"""Numbers that every node kind must give, computed by PyTorch or by plain arithmetic of the papers' equations.

    python bench/reference/kinds.py    writes src-main/compile/fixtures/kinds.json

A case is a small document, its weights and a few examples of different lengths. Each example is computed here alone, at its true
length; the test runs them alone and as one padded batch, and both must give these numbers.
"""

import json
from pathlib import Path

import torch

from kind_cases.attention import attention, multi_head
from kind_cases.case import cases
from kind_cases.composite import composite
from kind_cases.decisions import decisions
from kind_cases.inputs import inputs
from kind_cases.layers import layers, positions
from kind_cases.loops import nested
from kind_cases.memory import memory, written
from kind_cases.recurrent import recurrent

OUT = Path(__file__).resolve().parents[2] / "src-main" / "compile" / "fixtures" / "kinds.json"

for write in (inputs, layers, positions, recurrent, nested, attention, multi_head, memory, written, decisions, composite):
    write()
source = {"source": "bench/reference/kinds.py", "torch": torch.__version__.split("+")[0]}
OUT.parent.mkdir(parents=True, exist_ok=True)
OUT.write_text(json.dumps({**source, "cases": cases}, separators=(",", ":"), ensure_ascii=False) + "\n")
print(f"{len(cases)} cases, {OUT.stat().st_size / 1000:.0f} kB")

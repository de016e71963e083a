"""Runs PyTorch modules that Heed wrote: python pytorch_export.py FOLDER

Each folder in FOLDER holds NAME.py, NAME.safetensors, inputs.npz and outputs.npz (a run of the exported ONNX model).
Prints how many agree within 1e-5 (absolute, or relative to numbers above 1), or which do not and why.
"""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

TOLERANCE = 1e-5


def load(folder: Path):
    code = next(folder.glob("*.py"))
    spec = importlib.util.spec_from_file_location(f"{folder.name}_{code.stem}".replace("-", "_"), code)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    network = next(
        one for one in vars(module).values() if isinstance(one, type) and one.__module__ == spec.name
    )()
    network.load_state_dict(load_file(code.with_suffix(".safetensors")))
    return network.eval()


def difference(folder: Path) -> float:
    network = load(folder)
    inputs = {
        name.replace(".", "_"): torch.from_numpy(array) for name, array in np.load(folder / "inputs.npz").items()
    }
    with torch.no_grad():
        found = network(**inputs)
    worst = 0.0
    for name, expected in np.load(folder / "outputs.npz").items():
        given = found[name].detach().double().numpy()
        if given.shape != expected.shape:
            raise ValueError(f"{name} has the shape {given.shape} in place of {expected.shape}")
        if expected.size:
            off = np.abs(given - expected) / np.maximum(1, np.abs(expected))
            worst = max(worst, float(off.max()))
    return worst


def main() -> None:
    agree = 0
    for folder in sorted(Path(sys.argv[1]).iterdir()):
        try:
            off = difference(folder)
        except Exception as error:
            print(f"{folder.name}: {type(error).__name__}: {error}")
            continue
        if off <= TOLERANCE:
            agree += 1
        else:
            print(f"{folder.name}: off by {off:.2e}")
    print(f"{agree} modules agree")


main()

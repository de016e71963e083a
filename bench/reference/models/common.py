"""Where models go, how they are exported, and what is written down beside them."""

import json
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

warnings.filterwarnings("ignore")
FOLDER = Path("src-main/inspect/fixtures")
MANIFEST = []
B, T, S, D, H = 2, 5, 7, 8, 2


def site(kind="self", causal=False, heads=H, operator="Softmax", shown=True, reason=None, tolerance=1e-5):
    found = dict(kind=kind, causal=causal, heads=heads, operator=operator, shown=shown)
    return {**found, "tolerance": tolerance} if shown else {**found, "reason": reason}


def record(name, why, feeds, weights, sites, refused=()):
    """Runs the model once and writes its inputs, outputs and true weights beside it."""
    path = FOLDER / f"{name}.onnx"
    onnx.checker.check_model(str(path))
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    names = [i.name for i in session.get_inputs()]
    feeds = dict(zip(names, feeds)) if isinstance(feeds, (list, tuple)) else feeds
    feeds = {k: v.numpy() if isinstance(v, torch.Tensor) else v for k, v in feeds.items()}
    outputs = dict(zip([o.name for o in session.get_outputs()], session.run(None, feeds)))
    arrays = {f"feed.{k}": v for k, v in feeds.items()}
    arrays |= {f"output.{k}": v for k, v in outputs.items()}
    arrays |= {f"weights.{i}": np.asarray(w, np.float32) for i, w in enumerate(weights)}
    np.savez_compressed(FOLDER / f"{name}.npz", **arrays)
    MANIFEST.append(dict(file=f"{name}.onnx", why=why, sites=list(sites), refused=list(refused)))
    print(f"{name}: {path.stat().st_size} bytes, {len(sites)} sites")


def export(module, args, name, opset, dynamo=False, dynamic=True, input_names=None):
    module.eval()
    input_names = input_names or [f"in{i}" for i in range(len(args))]
    path = str(FOLDER / f"{name}.onnx")
    if dynamo:
        program = torch.onnx.export(module, args, dynamo=True, opset_version=opset, input_names=input_names, verbose=False)
        model = program.model_proto
        for node in model.graph.node:
            del node.metadata_props[:]
            node.doc_string = ""
        for value in model.graph.value_info:
            del value.metadata_props[:]
        onnx.save(model, path)
        return
    axes = {n: {0: "batch", 1: f"length_{n}"} for n in input_names} if dynamic else None
    torch.onnx.export(
        module, args, path, dynamo=False, opset_version=opset, input_names=input_names,
        do_constant_folding=True, dynamic_axes=axes,
    )

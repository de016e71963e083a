"""Attention that is written out, by PyTorch's exporters."""

import numpy as np
import onnx
import torch
from torch import nn

from .common import B, D, FOLDER, H, S, T, export, record, site
from .networks import (Additive, AdditiveRows, Eager, Einsum, Folded, KeysFirst, Multihead, NanoGpt, Picture, Pooled, Router, Sdpa, Stack,
                       Translator)


def decomposed():
    x, y, q = torch.randn(B, T, D), torch.randn(B, S, D), torch.randn(B, D)
    head = ["classifier head"]

    def run(module, args, name, why, opset, sites, weights=None, refused=(), **rest):
        module.eval()
        export(module, args, name, opset, **rest)
        with torch.no_grad():
            module(*args)
        found = [m.weights.detach() for m in module.modules() if hasattr(m, "weights")]
        record(name, why, args, found if weights is None else weights, sites, refused)

    run(Stack([Eager(), Eager(causal=True)]), (x,), "eager-14", "two layers written out, one causal, and a classifier head",
        14, [site(), site(causal=True)], refused=head)
    run(Translator(), (y, x), "translator-17", "encoder, causal decoder, cross attention", 17,
        [site(), site(causal=True), site("cross")])
    run(Sdpa(), (x,), "sdpa-14", "scaled_dot_product_attention, legacy exporter", 14, [site()])
    run(Sdpa(causal=True), (x,), "sdpa-causal-17", "the same, causal", 17, [site(causal=True)])
    mask = torch.ones(B, T, dtype=torch.bool)
    mask[1, 3:] = False
    run(Sdpa(masked=True), (x, mask), "sdpa-masked-17", "the same, with a boolean mask: IsNaN and Where behind the Softmax",
        17, [site()])
    run(Sdpa(masked=True), (x, mask), "sdpa-masked-18-dynamo", "the same, dynamo exporter", 18, [site()], dynamo=True)
    run(Sdpa(causal=True), (x,), "sdpa-causal-21-dynamo", "causal, dynamo exporter", 21, [site(causal=True)], dynamo=True)
    run(Stack([Eager(), Eager(causal=True)]), (x,), "eager-21", "two layers written out", 21, [site(), site(causal=True)],
        refused=head, dynamo=True)
    run(Stack([Eager(), Eager(causal=True)]), (x,), "eager-23-dynamo", "eager code stays written out at opset 23", 23,
        [site(), site(causal=True)], refused=head, dynamo=True)
    run(Sdpa(), (x,), "sdpa-18-dynamo", "the same, dynamo exporter", 18, [site()], dynamo=True)
    run(Eager(), (x,), "eager-18-dynamo", "written out, dynamo exporter", 18, [site()], dynamo=True)
    run(NanoGpt(), (x,), "nanogpt-11", "before opset 13 a Softmax names its axis from the front", 11,
        [site(causal=True)], dynamic=False)
    run(Additive("product"), (q, y), "additive-product-11", "the same for additive", 11, [site("additive", heads=1)])
    run(Einsum(), (x,), "einsum-17", "products as Einsum", 17, [site()])
    run(Additive("product"), (q, y), "additive-product-14", "additive, weights times states as a matrix product", 14,
        [site("additive", heads=1)])
    run(Additive("sum"), (q, y), "additive-sum-14", "additive, weights times states as a product and a sum", 14,
        [site("additive", heads=1)])
    run(AdditiveRows(), (x, y), "additive-rows-17", "additive, all queries at once", 17, [site("additive", heads=1)])
    multihead = Multihead(False)
    run(multihead, (x, y), "multihead-17", "nn.MultiheadAttention, weights of each head", 17, [site("cross")])
    run(Multihead(False), (x, y), "multihead-static-17", "the same, all sizes fixed", 17, [site("cross")], dynamic=False)
    run(Folded(), (x,), "folded-17", "heads folded into the batch by hand", 17, [site()])
    run(Folded(), (x,), "folded-static-14", "the same, all sizes fixed", 14, [site()], dynamic=False)
    run(NanoGpt(), (x,), "nanogpt-17", "a triangular buffer as the mask", 17, [site(causal=True)])
    run(Picture(), (torch.randn(B, 4, 3, 3),), "picture-17", "over pixels, weights as the second factor", 17,
        [site(heads=1)], dynamic=False)
    run(KeysFirst(), (x, y), "keys-first-17", "general attention with a Softmax along the first of two axes", 17,
        [site("cross", heads=1)])
    averaged = Multihead(True).eval()
    with torch.no_grad():
        _, each = averaged.attention(x, y, y, average_attn_weights=False)
    run(averaged, (x, y), "multihead-averaged-14", "nn.MultiheadAttention, weights averaged over heads on the way out", 14,
        [site("cross")], weights=[each])
    run(Sdpa(), (x,), "attention-23", "dynamo exporter: one Attention node", 23, [site(operator="Attention")], dynamo=True)
    run(Sdpa(causal=True), (x,), "attention-causal-23", "the same, causal", 23,
        [site(operator="Attention", causal=True)], dynamo=True)

    classifier = nn.Sequential(nn.Linear(D, 16), nn.ReLU(), nn.Linear(16, 3), nn.Softmax(-1))
    run(classifier, (q,), "classifier-17", "a plain classifier holds no attention", 17, [], refused=head, dynamic=False)
    run(Pooled(), (x,), "pooled-17", "weights over states, whose query is a weight of the model", 17, [site("additive", heads=1)])
    run(Router(), (x,), "router-17", "a router between experts", 17, [], refused=["TopK"])


def external():
    """The weights of a model in a file beside it."""
    (FOLDER / "external-17.bin").unlink(missing_ok=True)
    model = onnx.load(FOLDER / "translator-17.onnx")
    onnx.save(model, FOLDER / "external-17.onnx", save_as_external_data=True, location="external-17.bin", size_threshold=64)
    truth = dict(np.load(FOLDER / "translator-17.npz"))
    record("external-17", "weights in a file beside the model", [truth["feed.in0"], truth["feed.in1"]],
           [truth[f"weights.{i}"] for i in range(3)], [site(), site(causal=True), site("cross")])

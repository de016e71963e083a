"""Writes the models in src-main/inspect/fixtures: small networks exported by several exporters, each with the attention that
PyTorch itself computed, and manifest.json, which says what is expected to be found in each.

Needs torch, onnx, onnxscript, onnxruntime, transformers and numpy. Run from the repository's root:

    python bench/reference/make_models.py
"""

import json
import math
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn import functional as F

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


class Eager(nn.Module):
    """Scaled dot-product attention written out, as most code before PyTorch 2 has it."""

    def __init__(self, causal=False, cross=False):
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(D, D) for _ in range(4))
        self.causal, self.cross = causal, cross
        self.dropout = nn.Dropout(0.1)

    def heads(self, x):
        return x.view(x.size(0), x.size(1), H, D // H).transpose(1, 2)

    def forward(self, x, memory=None):
        memory = x if memory is None else memory
        q, k, v = self.heads(self.q(x)), self.heads(self.k(memory)), self.heads(self.v(memory))
        scores = q @ k.transpose(-2, -1) / math.sqrt(D // H)
        if self.causal:
            scores = scores.masked_fill(torch.ones(x.size(1), x.size(1)).tril() == 0, float("-inf"))
        self.weights = self.dropout(scores.softmax(-1))
        mixed = (self.weights @ v).transpose(1, 2).reshape(x.size(0), x.size(1), D)
        return self.o(mixed)


class Stack(nn.Module):
    def __init__(self, blocks):
        super().__init__()
        self.layers = nn.ModuleList(blocks)
        self.norm = nn.LayerNorm(D)
        self.head = nn.Linear(D, 11)

    def forward(self, x):
        for layer in self.layers:
            x = self.norm(x + layer(x))
        return self.head(x).softmax(-1)


class Translator(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder, self.decoder, self.cross = Eager(), Eager(causal=True), Eager()

    def forward(self, source, target):
        memory = source + self.encoder(source)
        y = target + self.decoder(target)
        return y + self.cross(y, memory)


class Sdpa(nn.Module):
    def __init__(self, causal=False, masked=False):
        super().__init__()
        self.qkv = nn.Linear(D, 3 * D)
        self.causal, self.masked = causal, masked

    def forward(self, x, mask=None):
        b, t, _ = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, H, D // H).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-2, -1) / math.sqrt(D // H)
        if self.causal:
            scores = scores.masked_fill(torch.ones(T, T).tril() == 0, float("-inf"))
        if mask is not None:
            scores = scores.masked_fill(~mask[:, None, None, :], float("-inf"))
        self.weights = scores.softmax(-1).nan_to_num(0)
        keep = None if mask is None else mask[:, None, None, :].expand(b, H, t, t)
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=keep, is_causal=self.causal)
        return y.transpose(1, 2).reshape(b, t, D)


class Additive(nn.Module):
    """Bahdanau's: one query, weights over all states."""

    def __init__(self, form):
        super().__init__()
        self.w, self.u, self.v = nn.Linear(D, D), nn.Linear(D, D, bias=False), nn.Linear(D, 1, bias=False)
        self.form = form

    def forward(self, query, states):
        scores = self.v(torch.tanh(self.w(query).unsqueeze(1) + self.u(states))).squeeze(-1)
        self.weights = scores.softmax(1)
        if self.form == "product":
            return (self.weights.unsqueeze(1) @ states).squeeze(1)
        return (self.weights.unsqueeze(-1) * states).sum(1)


class AdditiveRows(nn.Module):
    """Bahdanau's for all rows at once: every query looks at every state."""

    def __init__(self):
        super().__init__()
        self.w, self.u, self.v = nn.Linear(D, D), nn.Linear(D, D), nn.Linear(D, 1, bias=False)

    def forward(self, queries, states):
        scores = self.v(torch.tanh(self.w(queries).unsqueeze(2) + self.u(states).unsqueeze(1))).squeeze(-1)
        self.weights = scores.softmax(-1)
        return self.weights @ states


class Einsum(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(D, 3 * D)

    def forward(self, x):
        q, k, v = (p.view(x.size(0), x.size(1), H, D // H).transpose(1, 2) for p in self.qkv(x).chunk(3, -1))
        self.weights = torch.einsum("bhid,bhjd->bhij", q, k).mul((D // H) ** -0.5).softmax(-1)
        return torch.einsum("bhij,bhjd->bihd", self.weights, v).reshape(x.size(0), x.size(1), D)


class Folded(nn.Module):
    """Heads folded into the batch by hand, as Whisper and older transformers have it."""

    def __init__(self):
        super().__init__()
        self.q, self.k, self.v = (nn.Linear(D, D) for _ in range(3))

    def forward(self, x):
        b, t, _ = x.shape
        split = lambda y: y.view(b, t, H, D // H).transpose(1, 2).reshape(b * H, t, D // H)
        weights = (split(self.q(x)) @ split(self.k(x)).transpose(1, 2)).softmax(-1)
        self.weights = weights.view(b, H, t, t)
        return (weights @ split(self.v(x))).view(b, H, t, D // H).transpose(1, 2).reshape(b, t, D)


class NanoGpt(nn.Module):
    """A triangular buffer as the mask."""

    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(D, 3 * D)
        self.register_buffer("bias", torch.tril(torch.ones(16, 16)).view(1, 1, 16, 16))

    def forward(self, x):
        b, t, _ = x.shape
        q, k, v = (p.view(b, t, H, D // H).transpose(1, 2) for p in self.qkv(x).split(D, dim=2))
        scores = (q @ k.transpose(-2, -1)) * (1.0 / math.sqrt(k.size(-1)))
        scores = scores.masked_fill(self.bias[:, :, :t, :t] == 0, float("-inf"))
        self.weights = scores.softmax(-1)
        return (self.weights @ v).transpose(1, 2).contiguous().view(b, t, D)


class Picture(nn.Module):
    """Self-attention over pixels: channels first, weights as the second factor, transposed."""

    def __init__(self):
        super().__init__()
        self.q, self.k, self.v = nn.Conv2d(4, 2, 1), nn.Conv2d(4, 2, 1), nn.Conv2d(4, 4, 1)

    def forward(self, x):
        flat = lambda y: y.flatten(2)
        self.weights = (flat(self.q(x)).transpose(1, 2) @ flat(self.k(x))).softmax(-1)
        return x + (flat(self.v(x)) @ self.weights.transpose(1, 2)).view_as(x)


class KeysFirst(nn.Module):
    """Luong's general attention with scores [batch, keys, queries]: the Softmax is not along the last axis."""

    def __init__(self):
        super().__init__()
        self.w = nn.Linear(D, D, bias=False)

    def forward(self, queries, states):
        scores = states @ self.w(queries).transpose(1, 2)
        weights = scores.softmax(1)
        self.weights = weights.transpose(1, 2)
        return states.transpose(1, 2) @ weights


class Pooled(nn.Module):
    """Scores from the states alone: no query."""

    def __init__(self):
        super().__init__()
        self.v = nn.Linear(D, 1)

    def forward(self, x):
        return (self.v(x).softmax(1) * x).sum(1)


class Router(nn.Module):
    def __init__(self):
        super().__init__()
        self.gate = nn.Linear(D, 4)
        self.experts = nn.Parameter(torch.randn(4, D, D))

    def forward(self, x):
        weight, which = self.gate(x).softmax(-1).topk(1)
        return weight * torch.einsum("btd,btde->bte", x, self.experts[which[..., 0]])


class Multihead(nn.Module):
    def __init__(self, average):
        super().__init__()
        self.attention = nn.MultiheadAttention(D, H, batch_first=True)
        self.average = average

    def forward(self, x, memory):
        y, self.weights = self.attention(x, memory, memory, need_weights=True, average_attn_weights=self.average)
        return y, self.weights


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
    run(Pooled(), (x,), "pooled-17", "weights over states without a query", 17, [], refused=["no query"])
    run(Router(), (x,), "router-17", "a router between experts", 17, [], refused=["TopK"])


def external():
    """The weights of a model in a file beside it."""
    (FOLDER / "external-17.bin").unlink(missing_ok=True)
    model = onnx.load(FOLDER / "translator-17.onnx")
    onnx.save(model, FOLDER / "external-17.onnx", save_as_external_data=True, location="external-17.bin", size_threshold=64)
    truth = dict(np.load(FOLDER / "translator-17.npz"))
    record("external-17", "weights in a file beside the model", [truth["feed.in0"], truth["feed.in1"]],
           [truth[f"weights.{i}"] for i in range(3)], [site(), site(causal=True), site("cross")])


def transformers_models():
    import transformers as tf

    ids = torch.randint(1, 40, (B, T))
    mask = torch.ones(B, T, dtype=torch.long)
    mask[1, 4:] = 0
    sizes = dict(num_hidden_layers=2, num_attention_heads=H, hidden_size=D, intermediate_size=16)

    def run(model, args, names, name, why, sites, opset=17):
        model = model.eval()

        class Only(nn.Module):
            def __init__(self):
                super().__init__()
                self.model = model

            def forward(self, *inputs):
                return self.model(**dict(zip(names, inputs)), return_dict=True)[0]

        export(Only(), args, name, opset, dynamic=False, input_names=names)
        with torch.no_grad():
            true = model(**dict(zip(names, args)), output_attentions=True).attentions
        record(name, why, args, list(true), sites)

    bert = tf.BertConfig(vocab_size=40, max_position_embeddings=16, attn_implementation="eager", **sizes)
    run(tf.BertModel(bert, add_pooling_layer=False), (ids, mask), ["input_ids", "attention_mask"], "bert-17",
        "transformers' BERT with padding", [site(), site()])
    gpt = tf.GPT2Config(vocab_size=40, n_positions=16, n_embd=D, n_layer=2, n_head=H, use_cache=False,
                        attn_implementation="eager")
    run(tf.GPT2Model(gpt), (ids, mask), ["input_ids", "attention_mask"], "gpt2-17", "transformers' GPT-2",
        [site(causal=True)] * 2)
    vit = tf.ViTConfig(image_size=8, patch_size=4, attn_implementation="eager", **sizes)
    run(tf.ViTModel(vit, add_pooling_layer=False), (torch.randn(1, 3, 8, 8),), ["pixel_values"], "vit-17",
        "transformers' ViT", [site(), site()])


def handmade():
    """Operators and places that no exporter above writes."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((B, T, D)).astype(np.float32)
    info = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

    fused = helper.make_node("MultiHeadAttention", ["x", "x", "x"], ["y"], "fused", domain="com.microsoft", num_heads=H)
    graph = helper.make_graph([fused], "fused", [info("x", [B, T, D])], [info("y", [B, T, D])])
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8), FOLDER / "microsoft-multihead.onnx")
    record("microsoft-multihead", "onnxruntime's fused operator is seen, and not shown yet", {"x": x}, [],
           [site(operator="com.microsoft.MultiHeadAttention", shown=False, reason="com.microsoft")])

    scalar = lambda name, value: numpy_helper.from_array(np.array(value), name)
    body = helper.make_graph(
        [
            helper.make_node("Transpose", ["state"], ["kt"], perm=[0, 2, 1]),
            helper.make_node("MatMul", ["state", "kt"], ["score"]),
            helper.make_node("Softmax", ["score"], ["weights"], "inner", axis=-1),
            helper.make_node("MatMul", ["weights", "state"], ["next"]),
            helper.make_node("Identity", ["go"], ["on"]),
        ],
        "hop",
        [helper.make_tensor_value_info("i", TensorProto.INT64, []), helper.make_tensor_value_info("go", TensorProto.BOOL, []),
         info("state", [B, T, D])],
        [helper.make_tensor_value_info("on", TensorProto.BOOL, []), info("next", [B, T, D])],
    )
    loop = helper.make_node("Loop", ["hops", "yes", "x"], ["y"], "hops", body=body)
    graph = helper.make_graph([loop], "loop", [info("x", [B, T, D])], [info("y", [B, T, D])],
                              [scalar("hops", np.int64(3)), scalar("yes", True)])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), FOLDER / "loop-17.onnx")
    record("loop-17", "attention inside a Loop is seen, and not shown yet", {"x": x}, [],
           [site(heads=1, shown=False, reason="inside the body of a Loop")])


def grouped():
    """ai.onnx Attention with 3-D inputs, grouped queries and a mask."""
    rng = np.random.default_rng(1)
    q = rng.standard_normal((B, T, 4 * 3)).astype(np.float32)
    k = rng.standard_normal((B, S, 2 * 3)).astype(np.float32)
    keep = np.ones((T, S), bool)
    keep[:, 5:] = False
    info = lambda name, shape, kind=TensorProto.FLOAT: helper.make_tensor_value_info(name, kind, shape)
    node = helper.make_node("Attention", ["q", "k", "k", "keep"], ["y"], "grouped", q_num_heads=4, kv_num_heads=2)
    graph = helper.make_graph([node], "grouped", [info("q", ["b", "t", 12]), info("k", ["b", "s", 6]),
                                                  info("keep", ["t", "s"], TensorProto.BOOL)], [info("y", ["b", "t", 12])])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 23)], ir_version=11),
              FOLDER / "attention-grouped-23.onnx")
    queries = q.reshape(B, T, 4, 3).transpose(0, 2, 1, 3)
    keys = k.reshape(B, S, 2, 3).transpose(0, 2, 1, 3).repeat(2, axis=1)
    scores = queries @ keys.transpose(0, 1, 3, 2) / np.sqrt(3)
    scores[..., 5:] = -np.inf
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    weights /= weights.sum(-1, keepdims=True)
    record("attention-grouped-23", "Attention with 3-D inputs, grouped queries and a mask", {"q": q, "k": k, "keep": keep},
           [weights], [site("cross", heads=4, operator="Attention")])

    past = rng.standard_normal((B, H, 3, 4)).astype(np.float32)
    q, k, v = rng.standard_normal((3, B, H, T, 4)).astype(np.float32)
    node = helper.make_node("Attention", ["q", "k", "v", "", "past_k", "past_v"], ["y", "present_k", "present_v"], "cached",
                            is_causal=1)
    four = lambda name, length: info(name, ["b", H, length, 4])
    graph = helper.make_graph(
        [node], "cached", [four("q", "t"), four("k", "t"), four("v", "t"), four("past_k", "p"), four("past_v", "p")],
        [four("y", "t"), four("present_k", "all"), four("present_v", "all")])
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 23)], ir_version=11),
              FOLDER / "attention-cached-23.onnx")
    keys = np.concatenate([past, k], axis=2)
    scores = q @ keys.transpose(0, 1, 3, 2) / 2
    scores[..., np.arange(T + 3)[None, :] > np.arange(T)[:, None] + 3] = -np.inf
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    weights /= weights.sum(-1, keepdims=True)
    record("attention-cached-23", "Attention with a cache, whose other outputs stay",
           dict(q=q, k=k, v=v, past_k=past, past_v=past), [weights], [site("cross", causal=True, operator="Attention")])


if __name__ == "__main__":
    torch.manual_seed(0)
    FOLDER.mkdir(parents=True, exist_ok=True)
    decomposed()
    external()
    transformers_models()
    handmade()
    grouped()
    (FOLDER / "manifest.json").write_text(json.dumps(MANIFEST, indent=2) + "\n")

"""Fused operators of ai.onnx and of com.microsoft: by hand, and as onnxruntime's offline optimiser writes them."""

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.transformers import optimizer

from .bodies import softmax
from .common import B, D, FOLDER, H, S, T, export, record, site
from .networks import Eager

SIZE = D // H
MULTIHEAD = "com.microsoft.MultiHeadAttention"


def info(name, shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def save(name, nodes, inputs, outputs, opset=17, constants=(), microsoft=True):
    graph = helper.make_graph(nodes, name, inputs, outputs, [numpy_helper.from_array(v, k) for k, v in dict(constants).items()])
    opsets = [helper.make_opsetid("", opset)] + ([helper.make_opsetid("com.microsoft", 1)] if microsoft else [])
    onnx.save(helper.make_model(graph, opset_imports=opsets, ir_version=8 if opset < 23 else 11), FOLDER / f"{name}.onnx")


def split(x, heads=H):
    return x.reshape(x.shape[0], x.shape[1], heads, -1).transpose(0, 2, 1, 3)


def weigh(q, k, masked=None):
    scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
    return softmax(scores if masked is None else np.where(masked, -np.inf, scores))


def later(rows, columns):
    return np.arange(columns)[None, :] > np.arange(rows)[:, None] + columns - rows


def onnx_attention():
    rng = np.random.default_rng(1)
    q = rng.standard_normal((B, T, 4 * 3)).astype(np.float32)
    k = rng.standard_normal((B, S, 2 * 3)).astype(np.float32)
    keep = np.ones((T, S), bool)
    keep[:, 5:] = False
    node = helper.make_node("Attention", ["q", "k", "k", "keep"], ["y"], "grouped", q_num_heads=4, kv_num_heads=2)
    for opset in (23, 24):
        save(f"attention-grouped-{opset}", [node],
             [info("q", ["b", "t", 12]), info("k", ["b", "s", 6]), info("keep", ["t", "s"], TensorProto.BOOL)],
             [info("y", ["b", "t", 12])], opset, microsoft=False)
        weights = weigh(split(q, 4), split(k, 2).repeat(2, axis=1), ~keep)
        record(f"attention-grouped-{opset}", "Attention with 3-D inputs, grouped queries and a mask",
               {"q": q, "k": k, "keep": keep}, [weights], [site("cross", heads=4, operator="Attention")])

    past = rng.standard_normal((B, H, 3, 4)).astype(np.float32)
    q, k, v = rng.standard_normal((3, B, H, T, 4)).astype(np.float32)
    node = helper.make_node("Attention", ["q", "k", "v", "", "past_k", "past_v"], ["y", "present_k", "present_v"], "cached",
                            is_causal=1)
    four = lambda name, length: info(name, ["b", H, length, 4])
    save("attention-cached-23", [node],
         [four("q", "t"), four("k", "t"), four("v", "t"), four("past_k", "p"), four("past_v", "p")],
         [four("y", "t"), four("present_k", "all"), four("present_v", "all")], 23, microsoft=False)
    record("attention-cached-23", "Attention with a cache, whose other outputs stay",
           dict(q=q, k=k, v=v, past_k=past, past_v=past), [weigh(q, np.concatenate([past, k], 2), later(T, T + 3))],
           [site("cross", causal=True, operator="Attention")])


def multihead():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((B, T, D)).astype(np.float32)
    memory = rng.standard_normal((B, S, D)).astype(np.float32)
    node = helper.make_node("MultiHeadAttention", ["x", "x", "x"], ["y"], "fused", domain="com.microsoft", num_heads=H)
    save("microsoft-multihead", [node], [info("x", [B, T, D])], [info("y", [B, T, D])])
    record("microsoft-multihead", "onnxruntime's fused operator", {"x": x}, [weigh(split(x), split(x))],
           [site(operator=MULTIHEAD)])

    keep = np.ones((B, S), np.int32)
    keep[1, 4:] = 0
    node = helper.make_node("MultiHeadAttention", ["x", "m", "m", "", "keep"], ["y"], "masked", domain="com.microsoft", num_heads=H)
    save("microsoft-multihead-masked", [node],
         [info("x", ["b", "t", D]), info("m", ["b", "s", D]), info("keep", ["b", "s"], TensorProto.INT32)], [info("y", ["b", "t", D])])
    record("microsoft-multihead-masked", "the same over another tensor, with a mask of its keys", {"x": x, "m": memory, "keep": keep},
           [weigh(split(x), split(memory), (keep == 0)[:, None, None])], [site("cross", operator=MULTIHEAD)])

    kept = rng.standard_normal((B, H, 3, SIZE)).astype(np.float32)
    node = helper.make_node("MultiHeadAttention", ["x", "x", "x", "", "", "", "past_k", "past_v"], ["y", "present_k", "present_v"],
                            "cached", domain="com.microsoft", num_heads=H, unidirectional=1)
    four = lambda name, length: info(name, ["b", H, length, SIZE])
    save("microsoft-multihead-cached", [node], [info("x", ["b", "t", D]), four("past_k", "p"), four("past_v", "p")],
         [info("y", ["b", "t", D]), four("present_k", "all"), four("present_v", "all")])
    record("microsoft-multihead-cached", "the same with a cache, causal", {"x": x, "past_k": kept, "past_v": kept},
           [weigh(split(x), np.concatenate([kept, split(x)], 2), later(T, T + 3))], [site(causal=True, operator=MULTIHEAD)])


def group_query():
    rng = np.random.default_rng(3)
    q = rng.standard_normal((B, T, 4 * 8)).astype(np.float32)
    k = rng.standard_normal((B, T, 2 * 8)).astype(np.float32)
    empty = np.zeros((B, 2, 0, 8), np.float32)
    inputs = ["q", "k", "v", "past_k", "past_v", "last", "total"]
    node = helper.make_node("GroupQueryAttention", inputs, ["y", "present_k", "present_v"], "grouped", domain="com.microsoft",
                            num_heads=4, kv_num_heads=2)
    four = lambda name, length: info(name, ["b", 2, length, 8])
    save("microsoft-group", [node],
         [info("q", ["b", "t", 32]), info("k", ["b", "t", 16]), info("v", ["b", "t", 16]), four("past_k", "p"), four("past_v", "p"),
          info("last", ["b"], TensorProto.INT32), info("total", [], TensorProto.INT32)],
         [info("y", ["b", "t", 32]), four("present_k", "all"), four("present_v", "all")])
    record("microsoft-group", "grouped queries in one operator",
           dict(q=q, k=k, v=k, past_k=empty, past_v=empty, last=np.full(B, T - 1, np.int32), total=np.array(T, np.int32)),
           [weigh(split(q, 4), split(k, 2).repeat(2, axis=1), later(T, T))],
           [site("cross", causal=True, heads=4, operator="com.microsoft.GroupQueryAttention")])


def packed():
    rng = np.random.default_rng(4)
    x = rng.standard_normal((B, T, D)).astype(np.float32)
    constants = dict(w=rng.standard_normal((D, 3 * D)).astype(np.float32), b=rng.standard_normal(3 * D).astype(np.float32))
    q, k, _ = np.split(x @ constants["w"] + constants["b"], 3, axis=-1)
    lengths = np.array([T, 3], np.int32)
    keep = (np.arange(T)[None, :] < lengths[:, None]).astype(np.int32)
    operator = "com.microsoft.Attention"
    for causal in (0, 1):
        for name, mask, shape in (("lengths", lengths, ["b"]), ("mask", keep, ["b", "t"]), ("plain", None, None)):
            inputs = ["x", "w", "b"] + ([] if mask is None else ["m"])
            node = helper.make_node("Attention", inputs, ["y"], "packed", domain="com.microsoft", num_heads=H, unidirectional=causal)
            given = [info("x", ["b", "t", D])] + ([] if mask is None else [info("m", shape, TensorProto.INT32)])
            file = f"microsoft-attention-{name}" + ("-causal" if causal else "")
            opset = 12 if name == "plain" else 17
            save(file, [node], given, [info("y", ["b", "t", D])], opset, constants)
            hidden = np.zeros((B, 1, T, T), bool) if mask is None else np.broadcast_to((keep == 0)[:, None, None], (B, 1, T, T))
            weights = weigh(split(q), split(k), (hidden | later(T, T)) if causal else hidden)
            record(file, f"projections and attention in one operator, {name}{', causal' if causal else ''}",
                   {"x": x} if mask is None else {"x": x, "m": mask}, [weights], [site(causal=bool(causal), operator=operator)])

    past = rng.standard_normal((2, B, H, 3, SIZE)).astype(np.float32)
    node = helper.make_node("Attention", ["x", "w", "b", "", "past"], ["y", "present"], "cached", domain="com.microsoft",
                            num_heads=H, unidirectional=1)
    save("microsoft-attention-cached", [node], [info("x", ["b", "t", D]), info("past", [2, "b", H, "p", SIZE])],
         [info("y", ["b", "t", D]), info("present", [2, "b", H, "all", SIZE])], 17, constants)
    record("microsoft-attention-cached", "the same with a cache in one tensor", {"x": x, "past": past}, [],
           [site(causal=True, operator=operator, shown=False, reason="earlier steps")])


def optimised():
    """What onnxruntime's offline optimiser makes of BERT and GPT-2."""
    import transformers as tf

    from .hugging import Only

    ids = torch.randint(1, 40, (B, T))
    mask = torch.ones(B, T, dtype=torch.long)
    mask[1, 4:] = 0
    sizes = dict(num_hidden_layers=2, num_attention_heads=H, hidden_size=D, intermediate_size=16)
    config = tf.BertConfig(vocab_size=40, max_position_embeddings=16, attn_implementation="eager", **sizes)
    model = tf.BertModel(config, add_pooling_layer=False).eval()
    names = ["input_ids", "attention_mask"]
    export(Only(model, names), (ids, mask), "bert-optimised-17", 17, input_names=names)
    path = str(FOLDER / "bert-optimised-17.onnx")
    better = optimizer.optimize_model(path, model_type="bert", num_heads=H, hidden_size=D, opt_level=1)
    better.save_model_to_file(path)
    kinds = [n.op_type for n in better.model.graph.node]
    print("optimised:", {k: kinds.count(k) for k in set(kinds)})
    with torch.no_grad():
        true = model(ids, attention_mask=mask, output_attentions=True).attentions
    fused = next((k for k in kinds if k in ("Attention", "MultiHeadAttention")), "Softmax")
    operator = fused if fused == "Softmax" else f"com.microsoft.{fused}"
    record("bert-optimised-17", "BERT after onnxruntime's offline optimiser", (ids, mask), list(true), [site(operator=operator)] * 2)

    # What the runtime itself makes of a model, saved as it runs.
    module = Eager()
    x = torch.randn(B, T, D)
    export(module, (x,), "eager-extended-17", 17)
    path = str(FOLDER / "eager-extended-17.onnx")
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = path + ".tmp"
    onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    (FOLDER / "eager-extended-17.onnx.tmp").rename(path)
    with torch.no_grad():
        module(x)
    record("eager-extended-17", "as the runtime rewrites it: FusedMatMul", (x,), [module.weights], [site()])


def operators():
    torch.manual_seed(5)
    onnx_attention()
    multihead()
    group_query()
    packed()
    optimised()

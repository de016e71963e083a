"""Attention inside of Loop, Scan, If and of functions that a model defines: written as ONNX text, with the truth from numpy."""

import numpy as np
import onnx
from onnx import parser

from .common import B, D, FOLDER, S, T, record, site

HOPS = 3


def softmax(scores):
    shifted = np.exp(scores - scores.max(-1, keepdims=True))
    return shifted / shifted.sum(-1, keepdims=True)


def save(name, text):
    onnx.save(parser.parse_model(text), FOLDER / f"{name}.onnx")


def hop(x):
    weights = softmax(x @ x.transpose(0, 2, 1))
    return weights @ x, weights


HOP = """
    kt = Transpose<perm = [0, 2, 1]> (state)
    score = MatMul(state, kt)
    weights = Softmax<axis = -1> (score)
    next = MatMul(weights, state)
"""


def head(name, opset, signature, extra=""):
    return f'<ir_version: 8, opset_import: ["" : {opset}{extra}]>\n{name} {signature}'


def bodies():
    rng = np.random.default_rng(2)
    x = rng.standard_normal((B, T, D)).astype(np.float32)
    keys = rng.standard_normal((B, S, D)).astype(np.float32)
    query = rng.standard_normal((B, D)).astype(np.float32)

    def hops(start, count):
        seen = []
        for _ in range(count):
            start, weights = hop(start)
            seen.append(weights)
        return start, np.concatenate(seen, 1)[:, None]

    one = [site(heads=1)]
    save("loop-17", head("loop", 17, "(float[2,5,8] x) => (float[2,5,8] y)") + f"""
<int64 hops = {{{HOPS}}}, bool yes = {{1}}> {{
  y = Loop(hops, yes, x) <body = hop (int64 i, bool go, float[2,5,8] state) => (bool on, float[2,5,8] next) {{{HOP}
    on = Identity(go)
  }}>
}}""")
    record("loop-17", "inside a Loop: its steps are queries", {"x": x}, [hops(x, HOPS)[1]], one)

    save("loop-nested-18", head("nested", 18, "(float[2,5,8] x) => (float[2,5,8] y)") + f"""
<int64 two = {{2}}, int64 hops = {{{HOPS}}}, bool yes = {{1}}> {{
  y = Loop(two, yes, x) <body = around (int64 j, bool more, float[2,5,8] outer) => (bool again, float[2,5,8] last) {{
    last = Loop(hops, yes, outer) <body = hop (int64 i, bool go, float[2,5,8] state) => (bool on, float[2,5,8] next) {{{HOP}
      on = Identity(go)
    }}>
    again = Identity(more)
  }}>
}}""")
    record("loop-nested-18", "inside a Loop in a Loop", {"x": x}, [hops(x, 2 * HOPS)[1]], one)

    # One query a step over states that lie outside; the model collects something by itself, too.
    step = """
    query = Unsqueeze(state, axis)
    score = MatMul(query, kt)
    flat = Squeeze(score, axis)
    weights = Softmax<axis = 1> (flat)
    row = Unsqueeze(weights, axis)
    found = MatMul(row, keys)
    context = Squeeze(found, axis)
    next = Tanh(context)
"""

    def decode(state, count, inputs=None):
        seen = []
        for t in range(count):
            state = state if inputs is None else state + inputs[t]
            weights = softmax(np.einsum("bd,bsd->bs", state, keys))
            seen.append(weights)
            state = np.tanh(np.einsum("bs,bsd->bd", weights, keys))
        return np.stack(seen, 1)[:, None]

    save("loop-decoder-13", head("decoder", 13, "(float[2,8] q, float[b,s,8] keys) => (float[2,8] y, float[n,2,8] all)") + f"""
<int64 steps = {{4}}, bool yes = {{1}}, int64[1] axis = {{1}}> {{
  kt = Transpose<perm = [0, 2, 1]> (keys)
  y, all = Loop(steps, yes, q) <body = say (int64 i, bool go, float[2,8] state) => (bool on, float[2,8] next, float[2,8] each) {{{step}
    on = Identity(go)
    each = Identity(next)
  }}>
}}""")
    record("loop-decoder-13", "a decoder in a Loop: one query a step", {"q": query, "keys": keys}, [decode(query, 4)],
           [site("cross", heads=1)])

    sequence = rng.standard_normal((4, B, D)).astype(np.float32)
    save("scan-17", head("scan", 17, "(float[2,8] q, float[b,s,8] keys, float[4,2,8] xs) => (float[2,8] y, float[n,2,8] all)") + f"""
<int64[1] axis = {{1}}> {{
  kt = Transpose<perm = [0, 2, 1]> (keys)
  y, all = Scan<num_scan_inputs = 1, scan_output_axes = [0], body = say (float[2,8] before, float[2,8] x) => (float[2,8] next, float[2,8] each) {{
    state = Add(before, x){step}
    each = Identity(next)
  }}> (q, xs)
}}""")
    record("scan-17", "the same in a Scan over a sequence", {"q": query, "keys": keys, "xs": sequence},
           [decode(query, 4, sequence)], [site("cross", heads=1)])

    growing = head("growing", 17, "(float[2,1,8] x) => (float[2,1,8] y)") + """
<int64 steps = {4}, bool yes = {1}, float[2,0,8] none = {}> {
  y, cache = Loop(steps, yes, x, none) <body = say (int64 i, bool go, float[2,1,8] state, float[2,t,8] past) => (bool on, float[2,1,8] next, float[2,u,8] all) {
    all = Concat<axis = 1> (past, state)
    kt = Transpose<perm = [0, 2, 1]> (all)
    score = MatMul(state, kt)
    weights = Softmax<axis = -1> (score)
    found = MatMul(weights, all)
    next = Tanh(found)
    on = Identity(go)
  }>
}"""
    save("loop-growing-17", growing)
    state, past, rows = x[:, :1], np.zeros((B, 0, D), np.float32), np.zeros((B, 1, 4, 4), np.float32)
    for t in range(4):
        past = np.concatenate([past, state], 1)
        weights = softmax(state @ past.transpose(0, 2, 1))
        rows[:, 0, t, : t + 1] = weights[:, 0]
        state = np.tanh(weights @ past)
    record("loop-growing-17", "a cache in a Loop: each step looks at more than the one before", {"x": x[:, :1]}, [rows], one)

    branch = head("branch", 17, "(float[2,5,8] state, bool look) => (float[2,5,8] y)") + f"""
{{
  y = If(look) <then_branch = yes () => (float[2,5,8] next) {{{HOP}}}, else_branch = no () => (float[2,5,8] same) {{
    same = Identity(state)
  }}>
}}"""
    save("if-17", branch)
    record("if-17", "in one branch of an If, which runs", {"state": x, "look": np.array(True)}, [hop(x)[1]], one)
    save("if-else-17", branch)
    record("if-else-17", "in one branch of an If, which does not run", {"state": x, "look": np.array(False)},
           [np.zeros((0, 1, 0, 0))], one)

    save("loop-if-17", head("some", 17, "(float[2,5,8] x) => (float[2,5,8] y)") + f"""
<int64 hops = {{{HOPS}}}, bool yes = {{1}}, int64 first = {{0}}> {{
  y = Loop(hops, yes, x) <body = hop (int64 i, bool go, float[2,5,8] state) => (bool on, float[2,5,8] after) {{
    on = Identity(go)
    late = Greater(i, first)
    after = If(late) <then_branch = looks () => (float[2,5,8] next) {{{HOP}}}, else_branch = waits () => (float[2,5,8] same) {{
      same = Identity(state)
    }}>
  }}>
}}""")
    record("loop-if-17", "in an If in a Loop: steps that do not look have no weights", {"x": x},
           [np.concatenate([np.zeros((B, 1, T, T), np.float32), hops(x, HOPS - 1)[1]], 2)], one)

    save("function-17", head("function", 17, "(float[2,5,8] x) => (float[2,5,8] y)", ', "local" : 1') + f"""
{{
  middle = local.look(x)
  y = local.twice(middle)
}}
<domain: "local", opset_import: ["" : 17]>
look (state) => (next) {{{HOP}}}
<domain: "local", opset_import: ["" : 17, "local" : 1]>
twice (a) => (c) {{
  b = local.look(a)
  c = local.look(b)
}}""")
    record("function-17", "inside a function of the model's own, called by itself and by another function", {"x": x},
           [hops(x, n + 1)[1][:, :, n * T :] for n in range(3)], [one[0], site(heads=None), site(heads=None)])

    fused = "    next = com.microsoft.MultiHeadAttention<num_heads = 2> (state, state, state)\n"
    save("loop-fused-17", head("loop", 17, "(float[2,5,8] x) => (float[2,5,8] y)", ', "com.microsoft" : 1') + f"""
<int64 hops = {{{HOPS}}}, bool yes = {{1}}> {{
  y = Loop(hops, yes, x) <body = hop (int64 i, bool go, float[2,5,8] state) => (bool on, float[2,5,8] next) {{
{fused}    on = Identity(go)
  }}>
}}""")
    seen, state = [], x
    for _ in range(HOPS):
        split = state.reshape(B, T, 2, D // 2).transpose(0, 2, 1, 3)
        weights = softmax(split @ split.transpose(0, 1, 3, 2) / 2)
        seen.append(weights)
        state = (weights @ split).transpose(0, 2, 1, 3).reshape(B, T, D)
    record("loop-fused-17", "onnxruntime's fused operator in a Loop", {"x": x}, [np.concatenate(seen, 2)],
           [site(operator="com.microsoft.MultiHeadAttention")])

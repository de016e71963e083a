"""Writes the models in src-main/inputs/fixtures: tiny transformers with random weights, each with the files that lie beside such models
(tokenizer.json, config.json, preprocessor_config.json) and expected.npz: the attention that transformers computed, the words that it
generated; and tokenizers.json: the numbers that Hugging Face's tokenizers give odd strings.

Needs torch, onnx, onnxruntime, transformers, tokenizers, Pillow and numpy. Run from the repository's root:

    python bench/reference/make_spoken.py
"""

import json
import random
import warnings
from pathlib import Path

import numpy as np
import onnxruntime
import tokenizers as tk
import torch
import transformers as tf
from torch import nn
from transformers import DynamicCache

warnings.filterwarnings("ignore")
FOLDER = Path("src-main/inputs/fixtures")
TEXT = "The cat sees a bird, and the bird doesn't see the cats."
LAYERS, HEADS, WIDTH, MOST = 2, 2, 16, 48

ODD = [
    "", " ", "Hello", "  two  spaces ", "The cat's running, isn't it?", "UPPER lower MiXeD", "naïve café – Ångström", "日本語 and 漢字",
    "emoji 🙂👩‍👩‍👧 here", "tabs\tand\nnew\nlines\r\n", "12345 3.14 1,000", "a" * 40, "don't can't won't I'll", "(brackets) [and] {braces}",
    "…“quoted” ‘words’", "e\u0301 combining", "zero\u200bwidth", "ﬁ ligature ½", "</s> <pad> [CLS] [SEP]", "Привет мир", "مرحبا", "x=1;y+=2",
    "under_score snake_case", "  leading", "trailing  ", "the cat sees the bird and the dog", "\u00a0nbsp", "-- ---", "A.B.C.", "ſharp ß ẞ",
]


def sentences():
    chance = random.Random(1)
    who = ["the cat", "a bird", "the dog", "a child", "the old man", "my sister", "the teacher", "nobody"]
    does = ["sees", "follows", "hears", "doesn't see", "remembers", "was running behind", "is waiting for", "likes"]
    ends = [".", "!", "?", ", and then sleeps.", " because it was tired.", " near the river, isn't it?"]
    return [f"{chance.choice(who).capitalize()} {chance.choice(does)} {chance.choice(who)}{chance.choice(ends)}" for _ in range(600)]


def word_piece():
    t = tk.Tokenizer(tk.models.WordPiece(unk_token="[UNK]"))
    t.normalizer = tk.normalizers.BertNormalizer(lowercase=True)
    t.pre_tokenizer = tk.pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    t.train_from_iterator(sentences(), tk.trainers.WordPieceTrainer(vocab_size=110, special_tokens=special))
    t.post_processor = tk.processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", 2), ("[SEP]", 3)])
    t.decoder = tk.decoders.WordPiece()
    return t


def byte_level():
    t = tk.Tokenizer(tk.models.BPE())
    t.pre_tokenizer = tk.pre_tokenizers.ByteLevel(add_prefix_space=False)
    t.decoder = tk.decoders.ByteLevel()
    t.post_processor = tk.processors.ByteLevel(trim_offsets=False)
    alphabet = tk.pre_tokenizers.ByteLevel.alphabet()
    t.train_from_iterator(
        sentences(), tk.trainers.BpeTrainer(vocab_size=340, special_tokens=["<|endoftext|>"], initial_alphabet=alphabet))
    return t


def unigram():
    t = tk.Tokenizer(tk.models.Unigram())
    t.normalizer = tk.normalizers.Sequence([tk.normalizers.NFKC(), tk.normalizers.Replace(tk.Regex(" {2,}"), " ")])
    t.pre_tokenizer = tk.pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    t.decoder = tk.decoders.Metaspace(replacement="▁", prepend_scheme="always")
    t.train_from_iterator(
        sentences(), tk.trainers.UnigramTrainer(vocab_size=120, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>"))
    t.post_processor = tk.processors.TemplateProcessing(single="$A </s>", pair="$A </s> $B </s>", special_tokens=[("</s>", 1)])
    return t


def fallback():
    """As Llama's: a sign for each space, bytes for what is not known."""
    t = tk.Tokenizer(tk.models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    t.normalizer = tk.normalizers.Sequence([tk.normalizers.Prepend("▁"), tk.normalizers.Replace(" ", "▁")])
    t.decoder = tk.decoders.Sequence([
        tk.decoders.Replace("▁", " "), tk.decoders.ByteFallback(), tk.decoders.Fuse(), tk.decoders.Strip(" ", 1, 0)])
    special = ["<unk>", "<s>", "</s>"] + [f"<0x{b:02X}>" for b in range(256)]
    t.train_from_iterator(sentences(), tk.trainers.BpeTrainer(vocab_size=380, special_tokens=special))
    saved = json.loads(t.to_str())
    # Trained as special so that they are in; they are none.
    saved["added_tokens"] = saved["added_tokens"][:3]
    t = tk.Tokenizer.from_str(json.dumps(saved))
    t.post_processor = tk.processors.TemplateProcessing(single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", 1)])
    return t


def place(name, tokenizer=None, config=None, **more):
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    if tokenizer is not None:
        (folder / "tokenizer.json").write_text(json.dumps(json.loads(tokenizer.to_str()), ensure_ascii=False))
    if config is not None:
        (folder / "config.json").write_text(json.dumps(config))
    for file, content in more.items():
        (folder / f"{file}.json").write_text(json.dumps(content))
    return folder


def export(module, args, path, inputs, outputs, axes):
    torch.onnx.export(module.eval(), args, str(path), dynamo=False, opset_version=17, input_names=inputs, output_names=outputs,
                      dynamic_axes=axes, do_constant_folding=True)
    module.eval()
    print(path, path.stat().st_size, "bytes")


def check(path, inputs, args, true):
    session = onnxruntime.InferenceSession(str(path))
    names = {i.name for i in session.get_inputs()}
    got = session.run(None, {n: a.detach().numpy() for n, a in zip(inputs, args) if n in names})
    worst = max(np.abs(g - t.detach().numpy()).max() for g, t in zip(got, true))
    assert worst < 1e-5, worst


def seen(mask, rows=None):
    """A mask to add, [batch, 1, rows, columns]: all that counts, or of it what does not lie ahead of the last `rows`."""
    counts = mask[:, None, None, :] > 0
    if rows is not None:
        total = mask.shape[1]
        ahead = torch.arange(total)[None] <= torch.arange(rows)[:, None] + (total - rows)
        counts = counts & ahead[None, None]
    return torch.where(counts, 0.0, torch.finfo(torch.float32).min)


def bert():
    t = word_piece()
    config = tf.BertConfig(
        vocab_size=t.get_vocab_size(), max_position_embeddings=MOST, num_hidden_layers=LAYERS, num_attention_heads=HEADS, hidden_size=WIDTH,
        intermediate_size=24, attn_implementation="eager", initializer_range=0.4)
    model = tf.BertForMaskedLM(config).eval()
    folder = place("bert", t, dict(model_type="bert", max_position_embeddings=MOST, pad_token_id=0))

    class Only(nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, input_ids, attention_mask, token_type_ids):
            return self.model(input_ids=input_ids, attention_mask=seen(attention_mask), token_type_ids=token_type_ids).logits

    inputs = ["input_ids", "attention_mask", "token_type_ids"]
    ids = torch.tensor([t.encode(TEXT).ids])
    args = (ids, torch.ones_like(ids), torch.zeros_like(ids))
    export(Only(), args, folder / "model.onnx", inputs, ["logits"],
           {n: {0: "batch_size", 1: "sequence_length"} for n in [*inputs, "logits"]})
    other = tuple(a[:, :7] for a in args)
    check(folder / "model.onnx", inputs, other, [Only().eval()(*other)])
    with torch.no_grad():
        true = model(input_ids=ids, attention_mask=torch.ones_like(ids), output_attentions=True).attentions
    keep(folder, ids=ids, **{f"attention.{i}": a for i, a in enumerate(true)})


def keep(folder, **arrays):
    np.savez_compressed(folder / "expected.npz", **{k: np.asarray(v) for k, v in arrays.items()})


def decoder_only(name, model, t, config, ends, start, plain=False):
    """With a cache: the past as inputs, the present as outputs."""
    folder = place(name, t, config)
    model.eval()
    kv = getattr(model.config, "num_key_value_heads", HEADS)

    class Cached(nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, input_ids, attention_mask, position_ids, *past):
            cache = DynamicCache(ddp_cache_data=[(past[2 * i], past[2 * i + 1]) for i in range(LAYERS)])
            out = self.model(input_ids=input_ids, attention_mask=seen(attention_mask, input_ids.shape[1]), position_ids=position_ids,
                             past_key_values=cache, use_cache=True)
            return (out.logits, *[each for layer in out.past_key_values.layers for each in (layer.keys, layer.values)])

    past = [f"past_key_values.{i}.{part}" for i in range(LAYERS) for part in ("key", "value")]
    present = [n.replace("past_key_values", "present") for n in past]
    inputs = ["input_ids", "attention_mask", "position_ids", *past]

    def args(length, before):
        return (torch.randint(0, 50, (1, length)), torch.ones(1, length + before, dtype=torch.long),
                torch.arange(before, before + length)[None], *[torch.randn(1, kv, before, WIDTH // HEADS) for _ in past])

    axes = {"input_ids": {0: "batch_size", 1: "sequence_length"}, "attention_mask": {0: "batch_size", 1: "total_sequence_length"},
            "position_ids": {0: "batch_size", 1: "sequence_length"}, "logits": {0: "batch_size", 1: "sequence_length"}}
    axes |= {n: {0: "batch_size", 2: "past_sequence_length"} for n in past}
    axes |= {n: {0: "batch_size", 2: "total_sequence_length"} for n in present}
    export(Cached(), args(3, 2), folder / "model.onnx", inputs, ["logits", *present], axes)
    for lengths in ((5, 0), (1, 4)):
        a = args(*lengths)
        check(folder / "model.onnx", inputs, a, Cached().eval()(*a))

    if plain:
        class Plain(nn.Module):
            def __init__(self):
                super().__init__()
                self.model = model

            def forward(self, input_ids, attention_mask):
                return self.model(input_ids=input_ids, attention_mask=seen(attention_mask, input_ids.shape[1]), use_cache=False).logits

        args6 = (torch.randint(0, 50, (1, 6)), torch.ones(1, 6, dtype=torch.long))
        export(Plain(), args6, folder / "plain.onnx", inputs[:2], ["logits"],
               {n: {0: "batch_size", 1: "sequence_length"} for n in ["input_ids", "attention_mask", "logits"]})

    ids = torch.tensor([t.encode(start).ids])
    with torch.no_grad():
        said = model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=8, do_sample=False, eos_token_id=ends, pad_token_id=ends)
        true = model(input_ids=said[:, :-1], output_attentions=True).attentions
    keep(folder, ids=ids, said=said, **{f"attention.{i}": a for i, a in enumerate(true)})
    print(name, said.tolist(), t.decode(said[0].tolist()))


def gpt2():
    t = byte_level()
    config = tf.GPT2Config(vocab_size=t.get_vocab_size(), n_positions=MOST, n_embd=WIDTH, n_layer=LAYERS, n_head=HEADS, bos_token_id=0,
                           eos_token_id=0, attn_implementation="eager", initializer_range=0.9, tie_word_embeddings=False)
    decoder_only("gpt2", tf.GPT2LMHeadModel(config), t,
                 dict(model_type="gpt2", n_positions=MOST, bos_token_id=0, eos_token_id=0), 0, TEXT, plain=True)


def merged():
    """GPT-2 as Optimum merges its two decoders: a flag chooses the branch, both read the same weights."""
    from onnx import TensorProto, helper, load, save

    folder = FOLDER / "gpt2"
    model = load(str(folder / "model.onnx"))
    graph = model.graph

    def branch(prefix):
        names = {name for node in graph.node for name in node.output}

        def renamed(name):
            return prefix + name if name in names else name

        nodes = []
        for node in graph.node:
            each = type(node)()
            each.CopyFrom(node)
            each.name = prefix + node.name
            each.input[:] = [renamed(n) for n in node.input]
            each.output[:] = [renamed(n) for n in node.output]
            nodes.append(each)
        outputs = [helper.make_tensor_value_info(renamed(o.name), TensorProto.FLOAT, None) for o in graph.output]
        return helper.make_graph(nodes, prefix, [], outputs)

    choose = helper.make_node("If", ["use_cache_branch"], [o.name for o in graph.output], name="optimum::if",
                              then_branch=branch("cached/"), else_branch=branch("first/"))
    flag = helper.make_tensor_value_info("use_cache_branch", TensorProto.BOOL, [1])
    whole = helper.make_graph([choose], "merged", [*graph.input, flag], list(graph.output), list(graph.initializer))
    save(helper.make_model(whole, opset_imports=model.opset_import, ir_version=model.ir_version), str(folder / "merged.onnx"))


def llama():
    t = fallback()
    config = tf.LlamaConfig(vocab_size=t.get_vocab_size(), hidden_size=WIDTH, intermediate_size=24, num_hidden_layers=LAYERS,
                            num_attention_heads=HEADS, num_key_value_heads=1, max_position_embeddings=MOST, bos_token_id=1, eos_token_id=2,
                            attn_implementation="eager", initializer_range=0.4)
    decoder_only("llama", tf.LlamaForCausalLM(config), t,
                 dict(model_type="llama", max_position_embeddings=MOST, bos_token_id=1, eos_token_id=2), 2, TEXT)


def t5():
    t = unigram()
    config = tf.T5Config(vocab_size=t.get_vocab_size(), d_model=WIDTH, d_kv=8, d_ff=24, num_layers=LAYERS, num_decoder_layers=LAYERS,
                         num_heads=HEADS, relative_attention_num_buckets=8, relative_attention_max_distance=16, decoder_start_token_id=0,
                         pad_token_id=0, eos_token_id=1, initializer_factor=2.0, attn_implementation="eager", dropout_rate=0.0, tie_word_embeddings=False)
    model = tf.T5ForConditionalGeneration(config).eval()
    folder = place("t5", t, dict(model_type="t5", decoder_start_token_id=0, pad_token_id=0, eos_token_id=1))

    class Encoder(nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model.encoder

        def forward(self, input_ids, attention_mask):
            return self.model(input_ids=input_ids, attention_mask=seen(attention_mask)).last_hidden_state

    class Decoder(nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, encoder_attention_mask, input_ids, encoder_hidden_states):
            own = seen(torch.ones_like(input_ids), input_ids.shape[1])
            out = self.model.decoder(input_ids=input_ids, attention_mask=own, encoder_hidden_states=encoder_hidden_states,
                                     encoder_attention_mask=seen(encoder_attention_mask), use_cache=False).last_hidden_state
            scale = self.model.model_dim**-0.5 if self.model.config.tie_word_embeddings else 1
            return self.model.lm_head(out * scale)

    ids = torch.tensor([t.encode(TEXT).ids])
    mask = torch.ones_like(ids)
    sequence = {0: "batch_size", 1: "encoder_sequence_length"}
    export(Encoder(), (ids, mask), folder / "encoder_model.onnx", ["input_ids", "attention_mask"], ["last_hidden_state"],
           {n: sequence for n in ("input_ids", "attention_mask", "last_hidden_state")})
    short = (ids[:, :6], mask[:, :6])
    states = Encoder().eval()(*short)
    check(folder / "encoder_model.onnx", ["input_ids", "attention_mask"], short, [states])
    names = ["encoder_attention_mask", "input_ids", "encoder_hidden_states"]
    export(Decoder(), (mask, ids[:, :4], Encoder().eval()(ids, mask)), folder / "decoder_model.onnx", names, ["logits"],
           {"encoder_attention_mask": sequence, "encoder_hidden_states": sequence,
            "input_ids": {0: "batch_size", 1: "decoder_sequence_length"}, "logits": {0: "batch_size", 1: "decoder_sequence_length"}})
    for length in (1, 3, 7):
        a = (short[1], ids[:, :length], states)
        check(folder / "decoder_model.onnx", names, a, [Decoder().eval()(*a)])
    with torch.no_grad():
        said = model.generate(ids, attention_mask=mask, max_new_tokens=8, do_sample=False)
        true = model(input_ids=ids, attention_mask=mask, decoder_input_ids=said[:, :-1], output_attentions=True)
    arrays = {}
    for part in ("encoder", "decoder", "cross"):
        for i, a in enumerate(getattr(true, f"{part}_attentions")):
            arrays[f"{part}.{i}"] = a
    keep(folder, ids=ids, said=said, **arrays)
    print("t5", said.tolist(), t.decode(said[0].tolist()))


def vit():
    from PIL import Image

    size, patch = 24, 8
    config = tf.ViTConfig(image_size=size, patch_size=patch, num_hidden_layers=LAYERS, num_attention_heads=HEADS, hidden_size=WIDTH,
                          intermediate_size=24, attn_implementation="eager", initializer_range=0.4, num_labels=3)
    model = tf.ViTForImageClassification(config).eval()
    processor = dict(do_resize=True, size=dict(height=size, width=size), resample=2, do_rescale=True, rescale_factor=1 / 255,
                     do_normalize=True, image_mean=[0.5, 0.4, 0.3], image_std=[0.5, 0.25, 0.2])
    folder = place("vit", config=dict(model_type="vit", id2label={"0": "cat", "1": "bird", "2": "house"}), preprocessor_config=processor)

    class Only(nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, pixel_values):
            return self.model(pixel_values=pixel_values).logits

    export(Only(), (torch.randn(1, 3, size, size),), folder / "model.onnx", ["pixel_values"], ["logits"],
           {"pixel_values": {0: "batch_size"}, "logits": {0: "batch_size"}})
    chance = np.random.default_rng(3)
    small = chance.integers(0, 256, (9, 7, 3), dtype=np.uint8)
    picture = Image.fromarray(small).resize((50, 70), Image.Resampling.BICUBIC)
    picture.save(folder / "picture.png")
    pixels = tf.ViTImageProcessorPil(**processor)(picture, return_tensors="pt").pixel_values
    sizes = {}
    for name, filter in (("bilinear", 2), ("bicubic", 3), ("lanczos", 1), ("nearest", 0)):
        for to in ((24, 24), (120, 33)):
            sizes[f"{name}.{to[0]}.{to[1]}"] = np.asarray(picture.resize(to, filter))
    with torch.no_grad():
        true = model(pixel_values=pixels, output_attentions=True)
    keep(folder, pixels=pixels, logits=true.logits, **{f"attention.{i}": a for i, a in enumerate(true.attentions)}, **sizes)


def odd_strings():
    cases = {}
    for name in ("bert", "gpt2", "t5", "llama"):
        t = tk.Tokenizer.from_file(str(FOLDER / name / "tokenizer.json"))
        cases[name] = [dict(text=s, ids=t.encode(s).ids) for s in ODD]
    (FOLDER / "tokenizers.json").write_text(json.dumps(cases, ensure_ascii=False))


if __name__ == "__main__":
    torch.manual_seed(5)
    for make in (bert, gpt2, merged, llama, t5, vit, odd_strings):
        make()

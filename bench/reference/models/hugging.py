"""Networks of the transformers library, from small random configurations, by both exporters."""

import torch
import transformers as tf
from torch import nn

from .common import B, D, H, T, export, record, site


class Only(nn.Module):
    """A model with inputs by position and its first output."""

    def __init__(self, model, names):
        super().__init__()
        self.model, self.names = model, names

    def forward(self, *inputs):
        return self.model(**dict(zip(self.names, inputs)), return_dict=True)[0]


def attentions(model, names, args):
    with torch.no_grad():
        found = model(**dict(zip(names, args)), output_attentions=True)
    if hasattr(found, "cross_attentions") and hasattr(found, "encoder_attentions"):
        decoder = [w for pair in zip(found.decoder_attentions, found.cross_attentions) for w in pair]
        return [*found.encoder_attentions, *decoder]
    return list(found.attentions)


def hugging():
    ids = torch.randint(1, 40, (B, T))
    mask = torch.ones(B, T, dtype=torch.long)
    mask[1, 4:] = 0
    sizes = dict(num_hidden_layers=2, num_attention_heads=H, hidden_size=D, intermediate_size=16)
    texts = ["input_ids", "attention_mask"]

    def run(name, make, args, names, why, sites, forms):
        """`make` takes how attention is computed; the truth is what eager code says."""
        torch.manual_seed(7)
        eager = make("eager").eval()
        true = attentions(eager, names, args)
        for implementation, opset, dynamo in forms:
            model = make(implementation).eval()
            model.load_state_dict(eager.state_dict())
            file = f"{name}-{opset}" + ("-dynamo" if dynamo else "") + ("" if implementation == "eager" else "-sdpa")
            export(Only(model, names), args, file, opset, dynamo=dynamo, dynamic=False, input_names=names)
            fused = dynamo and opset >= 23 and implementation == "sdpa"
            expected = [{**each, "operator": "Attention"} for each in sites] if fused else sites
            how = ("eager" if implementation == "eager" else "scaled_dot_product_attention") + (", dynamo" if dynamo else "")
            record(file, f"{why}, {how}, opset {opset}", args, true, expected)

    def configured(config, network, **rest):
        def make(implementation):
            made = config(**rest)
            made._attn_implementation = implementation
            return network(made)

        return make

    class Bert(tf.BertModel):
        def __init__(self, config):
            super().__init__(config, add_pooling_layer=False)

    class Vit(tf.ViTModel):
        def __init__(self, config):
            super().__init__(config, add_pooling_layer=False)

    legacy, modern = [("eager", 17, False)], [("sdpa", 23, True)]
    both = legacy + modern
    run("bert", configured(tf.BertConfig, Bert, vocab_size=40, max_position_embeddings=16, **sizes), (ids, mask), texts,
        "BERT with padding", [site(), site()],
        [("eager", 17, False), ("eager", 14, False), ("sdpa", 14, False), ("eager", 18, True), ("sdpa", 21, True), ("sdpa", 23, True)])
    run("distilbert", configured(tf.DistilBertConfig, tf.DistilBertModel, vocab_size=40, dim=D, n_layers=2, n_heads=H, hidden_dim=16,
                                 max_position_embeddings=16), (ids, mask), texts, "DistilBERT", [site(), site()], both)
    run("gpt2", configured(tf.GPT2Config, tf.GPT2Model, vocab_size=40, n_positions=16, n_embd=D, n_layer=2, n_head=H, use_cache=False),
        (ids, mask), texts, "GPT-2", [site(causal=True)] * 2, both + [("eager", 21, True)])
    run("t5", configured(tf.T5Config, tf.T5Model, vocab_size=40, d_model=D, d_kv=4, d_ff=16, num_layers=1, num_decoder_layers=1,
                         num_heads=H, use_cache=False, relative_attention_num_buckets=8),
        (ids, mask, ids[:, :3]), [*texts, "decoder_input_ids"], "T5: relative positions, encoder and decoder",
        [site(), site(causal=True), site("cross")], [("eager", 17, False), ("eager", 18, True)])
    run("vit", configured(tf.ViTConfig, Vit, image_size=8, patch_size=4, **sizes), (torch.randn(1, 3, 8, 8),), ["pixel_values"],
        "ViT", [site(), site()], both)
    run("llama", configured(tf.LlamaConfig, tf.LlamaModel, vocab_size=40, num_key_value_heads=1, use_cache=False, pad_token_id=0,
                            bos_token_id=1, eos_token_id=2, max_position_embeddings=16, **sizes),
        (ids, mask), texts, "Llama: rotary positions, grouped queries", [site(causal=True)] * 2, both)

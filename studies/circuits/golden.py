"""Makes fixtures/circuits/golden/*.json: values, patch effects and gradients of three random
transformers, by TransformerLens and PyTorch in float64. The engine is compared with them.

    python3 -m venv .golden
    .golden/bin/pip install transformer-lens==4.3.0 torch==2.13.0 transformers==5.24.0
    .golden/bin/python studies/circuits/golden.py

Weights are not stored: `draw_weights` and `randomTransformer` (TypeScript) draw the same ones in
the same order: embeddings, layers (norm, queries, keys, values, outputs, their biases, norm, MLP),
the last norm, unembedding. Of activations and gradients every `STRIDE`th number is kept, row-major.
"""

import datetime
import importlib.metadata
import json
import pathlib
from types import SimpleNamespace

import torch
from torch import nn
from transformer_lens.config import TransformerBridgeConfig
from transformer_lens.model_bridge.generalized_components import AttentionBridge
from transformer_lens.model_bridge.sources._bridge_builder import build_bridge_from_module
from transformer_lens.model_bridge.sources.native import NativeModel
from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

OUT = pathlib.Path(__file__).parents[2] / "fixtures/circuits/golden"
PROMPTS = [[1, 5, 3, 5, 0, 7], [10, 2, 2, 8, 4, 1]]
OTHERS = [[6, 5, 9, 5, 0, 3], [10, 4, 6, 0, 7, 1]]
TOKEN = 3
STRIDE = 11

# As `Shape` of library/transformer/model.ts has it.
BASIC = {
    "layers": 2,
    "heads": 4,
    "keyValueHeads": 4,
    "dModel": 16,
    "dHead": 4,
    "dMlp": 24,
    "vocabulary": 11,
    "context": 8,
    "attentionScale": 2,
    "gated": False,
    "positions": {"kind": "learned"},
}
BIDIRECTIONAL = BASIC | {
    "causal": False,
    "normalization": "none",
    "epsilon": 0,
    "activation": "relu",
}
GPT2 = BASIC | {
    "causal": True,
    "normalization": "layer",
    "epsilon": 1e-5,
    "activation": "gelu",
}
LLAMA = BASIC | {
    "keyValueHeads": 2,
    "causal": True,
    "normalization": "rms",
    "epsilon": 1e-6,
    "activation": "silu",
    "gated": True,
    "positions": {"kind": "rotary", "base": 10000},
}


def uniform(seed):
    """Numbers of [-1, 1): a linear congruential generator, its state a signed 32-bit number."""
    state = seed
    while True:
        state = (state * 1_664_525 + 1_013_904_223 + 2**31) % 2**32 - 2**31
        yield state / 2**31


def draw_weights(shape, seed):
    draw = uniform(seed)
    s = SimpleNamespace(**shape)

    def some(*dimensions, size, start=0):
        count = torch.Size(dimensions).numel()
        return torch.tensor([start + size * next(draw) for _ in range(count)]).reshape(dimensions)

    def norm():
        w = some(s.dModel, size=0.3, start=1) if s.normalization != "none" else None
        b = some(s.dModel, size=0.3) if s.normalization == "layer" else None
        return w, b

    def layer():
        return SimpleNamespace(
            norm1=norm(),
            WQ=some(s.heads, s.dModel, s.dHead, size=0.5),
            WK=some(s.keyValueHeads, s.dModel, s.dHead, size=0.5),
            WV=some(s.keyValueHeads, s.dModel, s.dHead, size=0.5),
            WO=some(s.heads * s.dHead, s.dModel, size=0.5),
            bQ=some(s.heads * s.dHead, size=0.3),
            bK=some(s.keyValueHeads * s.dHead, size=0.3),
            bV=some(s.keyValueHeads * s.dHead, size=0.3),
            bO=some(s.dModel, size=0.3),
            norm2=norm(),
            WIn=some(s.dModel, s.dMlp, size=0.5),
            WGate=some(s.dModel, s.dMlp, size=0.5) if s.gated else None,
            bIn=None if s.gated else some(s.dMlp, size=0.3),
            WOut=some(s.dMlp, s.dModel, size=0.5),
            bOut=some(s.dModel, size=0.3),
        )

    return SimpleNamespace(
        WE=some(s.vocabulary, s.dModel, size=1),
        WPos=some(s.context, s.dModel, size=1) if s.positions["kind"] == "learned" else None,
        layers=[layer() for _ in range(s.layers)],
        normFinal=norm(),
        WU=some(s.dModel, s.vocabulary, size=0.5),
        bU=some(s.vocabulary, size=0.3),
    )


def joined(heads):
    """[heads, dModel, dHead] to [dModel, heads · dHead]."""
    return heads.permute(1, 0, 2).flatten(1)


def linear(matrix, bias=None):
    """A layer of [inputs, outputs], for where the model would have one without a bias."""
    module = nn.Linear(*matrix.shape, bias=bias is not None)
    module.weight.data = matrix.T.contiguous()
    if bias is not None:
        module.bias.data = bias
    return module


def fill(module, weight, bias=None):
    assert module.weight.shape == weight.shape
    module.weight.data = weight.contiguous()
    if bias is not None:
        assert module.bias.shape == bias.shape
        module.bias.data = bias


def bidirectional(shape, weights):
    """The model of TransformerLens itself."""
    config = TransformerBridgeConfig(
        n_layers=shape["layers"],
        n_heads=shape["heads"],
        d_model=shape["dModel"],
        d_head=shape["dHead"],
        d_mlp=shape["dMlp"],
        d_vocab=shape["vocabulary"],
        n_ctx=shape["context"],
        act_fn="relu",
        normalization_type=None,
        attention_dir="bidirectional",
        positional_embedding_type="standard",
    )
    model = NativeModel(config)
    fill(model.tok_embed, weights.WE)
    fill(model.pos, weights.WPos)
    for block, w in zip(model.layers, weights.layers):
        fill(block.attn.q, joined(w.WQ).T, w.bQ)
        fill(block.attn.k, joined(w.WK).T, w.bK)
        fill(block.attn.v, joined(w.WV).T, w.bV)
        fill(block.attn.o, w.WO.T, w.bO)
        fill(block.mlp.fc_in, w.WIn.T, w.bIn)
        fill(block.mlp.fc_out, w.WOut.T, w.bOut)
    model.head = linear(weights.WU, weights.bU)
    bridge = build_bridge_from_module(model, "TransformerLensNative", tl_config=config)
    bridge.set_use_hook_mlp_in(True)
    return bridge


def gpt2(shape, weights):
    config = GPT2Config(
        n_layer=shape["layers"],
        n_head=shape["heads"],
        n_embd=shape["dModel"],
        n_inner=shape["dMlp"],
        vocab_size=shape["vocabulary"],
        n_positions=shape["context"],
        layer_norm_epsilon=shape["epsilon"],
        activation_function="gelu_new",
        tie_word_embeddings=False,
        attn_implementation="eager",
    )
    model = GPT2LMHeadModel(config).eval()
    fill(model.transformer.wte, weights.WE)
    fill(model.transformer.wpe, weights.WPos)
    for block, w in zip(model.transformer.h, weights.layers):
        fill(block.ln_1, *w.norm1)
        qkv = torch.cat([joined(w.WQ), joined(w.WK), joined(w.WV)], dim=1)
        fill(block.attn.c_attn, qkv, torch.cat([w.bQ, w.bK, w.bV]))
        fill(block.attn.c_proj, w.WO, w.bO)
        fill(block.ln_2, *w.norm2)
        fill(block.mlp.c_fc, w.WIn, w.bIn)
        fill(block.mlp.c_proj, w.WOut, w.bOut)
    fill(model.transformer.ln_f, *weights.normFinal)
    model.lm_head = linear(weights.WU, weights.bU)
    return with_hooks(build_bridge_from_module(model, "GPT2LMHeadModel", hf_config=config))


class Rotary(nn.Module):
    """Llama's cosines and sines in the precision of the model."""

    def __init__(self, width, base):
        super().__init__()
        self.frequencies = base ** (-torch.arange(0, width, 2) / width)

    def forward(self, x, position_ids):
        angles = position_ids[..., None] * self.frequencies
        angles = torch.cat([angles, angles], dim=-1)
        return angles.cos(), angles.sin()


def llama(shape, weights):
    """Llama takes norms, angles and softmax in float32 whatever its weights are: here float64."""
    config = LlamaConfig(
        num_hidden_layers=shape["layers"],
        num_attention_heads=shape["heads"],
        num_key_value_heads=shape["keyValueHeads"],
        hidden_size=shape["dModel"],
        head_dim=shape["dHead"],
        intermediate_size=shape["dMlp"],
        vocab_size=shape["vocabulary"],
        max_position_embeddings=shape["context"],
        rms_norm_eps=shape["epsilon"],
        hidden_act="silu",
        attention_bias=True,
        tie_word_embeddings=False,
        attn_implementation="eager",
    )

    def norm(w, b):
        module = nn.RMSNorm(shape["dModel"], eps=shape["epsilon"])
        fill(module, w, b)
        return module

    model = LlamaForCausalLM(config).eval()
    fill(model.model.embed_tokens, weights.WE)
    model.model.rotary_emb = Rotary(shape["dHead"], shape["positions"]["base"])
    for block, w in zip(model.model.layers, weights.layers):
        block.input_layernorm = norm(*w.norm1)
        fill(block.self_attn.q_proj, joined(w.WQ).T, w.bQ)
        fill(block.self_attn.k_proj, joined(w.WK).T, w.bK)
        fill(block.self_attn.v_proj, joined(w.WV).T, w.bV)
        fill(block.self_attn.o_proj, w.WO.T, w.bO)
        block.post_attention_layernorm = norm(*w.norm2)
        fill(block.mlp.gate_proj, w.WGate.T)
        fill(block.mlp.up_proj, w.WIn.T)
        block.mlp.down_proj = linear(w.WOut, w.bOut)
    model.model.norm = norm(*weights.normFinal)
    model.lm_head = linear(weights.WU, weights.bU)
    bridge = build_bridge_from_module(model, "LlamaForCausalLM", hf_config=config)
    AttentionBridge._masked_softmax = lambda self, scores, dtype=None: scores.softmax(dim=-1)
    return with_hooks(bridge)


def with_hooks(bridge):
    bridge.set_use_attn_result(True)
    bridge.set_use_split_qkv_input(True)
    bridge.set_use_hook_mlp_in(True)
    return bridge


# What follows `blocks.<layer>.`
OF_HEADS = ["attn.q.hook_out", "attn.k.hook_out", "attn.v.hook_out", "attn.o.hook_in"]
OF_ROTARY = ["attn.hook_rot_q", "attn.hook_rot_k"]
OF_SPLIT = ["attn.hook_q_input", "attn.hook_k_input", "attn.hook_v_input", "attn.hook_result"]
PATTERN = "attn.hook_pattern"
# Patched and derived, not read: what is masked has no value of meaning.
SCORES = "attn.hook_attn_scores"
ATTENTION = "attn.hook_out"
# Here the residual stream between attention and MLP is read, but what is done here reaches the MLP
# alone, as at `hook_mlp_in`. It is done to the output of attention instead, which is added to it.
MIDDLE = "ln2.hook_in"
WHOLE = [ATTENTION, MIDDLE, "hook_mlp_in", "mlp.in.hook_out", "mlp.out.hook_in", "mlp.hook_out"]
# Patched at one position.
STREAM = ["hook_in", "hook_out"]
POSITION = 2


def kind_of(hook):
    return hook.split(".", 2)[2]


def at_attention(hook):
    return hook.replace(MIDDLE, ATTENTION)


def hooks_of(shape, native):
    """The hook points of a layer: those of heads, those of attention and those of none. The model
    of TransformerLens itself cannot split its residual stream, and its scores are its pattern."""
    of_heads = OF_HEADS + ([] if native else OF_SPLIT)
    of_heads += OF_ROTARY if shape["positions"]["kind"] == "rotary" else []
    of_attention = [PATTERN] + ([] if native else [SCORES])
    whole = WHOLE + STREAM + (["mlp.gate.hook_out"] if shape["gated"] else [])
    return of_heads, of_attention, whole


def measure(name, shape, make, seed):
    weights = draw_weights(shape, seed)
    bridge = make(shape, weights)
    prompts, others = torch.tensor(PROMPTS), torch.tensor(OTHERS)
    of_heads, of_attention, whole = hooks_of(shape, native=make is bidirectional)
    hooks = [
        f"blocks.{layer}.{kind}"
        for layer in range(shape["layers"])
        for kind in [*of_heads, *of_attention, *whole]
    ]

    def activations_of(tokens):
        found = {}

        def keep(value, hook):
            found[hook.name] = value.detach().clone()

        logits = bridge.run_with_hooks(tokens, fwd_hooks=[(hook, keep) for hook in hooks])
        assert set(found) == set(hooks), set(hooks) - set(found)
        return logits.detach(), found

    logits, found = activations_of(prompts)
    _, other = activations_of(others)

    def effect(hook, index):
        """Logits when the activation here, or this part of it, is that of the other run."""

        def put(value, hook):
            changed = value.clone()
            changed[index] += change[index]
            return changed

        change = other[hook] - found[hook]
        patched = bridge.run_with_hooks(prompts, fwd_hooks=[(at_attention(hook), put)])
        return patched[:, -1, TOKEN].tolist()

    gradients = {}

    def keep_gradient(gradient, hook):
        assert hook.name not in gradients, hook.name
        assert gradient.shape == found[hook.name].shape
        # The engine attends to no later position, whatever a patch of the pattern says.
        masked = kind_of(hook.name) == PATTERN and shape["causal"]
        gradients[hook.name] = gradient.tril() if masked else gradient

    draw = uniform(seed + 1)
    by_logits = torch.tensor([next(draw) for _ in range(logits.numel())]).reshape(logits.shape)
    with bridge.hooks(bwd_hooks=[(hook, keep_gradient) for hook in hooks]):
        (bridge(prompts) * by_logits).sum().backward()
    assert set(gradients) == set(hooks), set(hooks) - set(gradients)

    def effects(hook):
        every, kind = slice(None), kind_of(hook)
        if kind in of_attention:
            return [effect(hook, (every, head)) for head in range(shape["heads"])]
        if kind in of_heads:
            return [effect(hook, (every, every, head)) for head in range(found[hook].shape[2])]
        return [effect(hook, (every, POSITION) if kind in STREAM else every)]

    def selected(values):
        return values.flatten()[::STRIDE].tolist()

    golden = {
        "made": {
            "date": datetime.date.today().isoformat(),
            **{
                package: importlib.metadata.version(package)
                for package in ["torch", "transformer-lens", "transformers"]
            },
        },
        "shape": shape,
        "seed": seed,
        "prompts": PROMPTS,
        "others": OTHERS,
        "token": TOKEN,
        "position": POSITION,
        "stride": STRIDE,
        "logits": logits.flatten().tolist(),
        "activations": {hook: selected(found[hook]) for hook in hooks if kind_of(hook) != SCORES},
        "patches": {hook: effects(hook) for hook in hooks},
        "gradients": {hook: selected(gradients[at_attention(hook)]) for hook in hooks},
    }
    (OUT / f"{name}.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    OUT.mkdir(exist_ok=True)
    measure("bidirectional", BIDIRECTIONAL, bidirectional, seed=1)
    measure("gpt2", GPT2, gpt2, seed=2)
    measure("llama", LLAMA, llama, seed=3)

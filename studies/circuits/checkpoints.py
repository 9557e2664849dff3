"""Makes fixtures/circuits/checkpoints/tiny-*: a tiny random GPT-2 and a tiny random Llama with
tokenizers, as transformers and gguf write them, and what transformers and tokenizers make of some
tokens and texts. Needs torch, transformers and gguf."""

import json
import pathlib

import gguf
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

OUT = pathlib.Path(__file__).parents[2] / "fixtures/circuits/checkpoints"
PROMPTS = [[5, 270, 33, 8, 101, 64], [9, 9, 200, 150, 3, 278]]
TEXTS = [
    "When the river rises, the bridge closes.",
    "the theatre's 3 rooms, 1987: don't\n\n  shout!",
    "<|end|>über – naïve 水<|end|>",
]
CORPUS = ["the river, the bridge and the theatre close when the river rises"] * 3
VOCABULARY = 280


def tokenizer_of(split):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = split
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=["<|end|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    assert tokenizer.get_vocab_size() == VOCABULARY
    return tokenizer


def randomize(model):
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.normal_(0, 0.3, generator=generator)
            if name.endswith("weight") and parameter.dim() == 1:
                parameter.add_(1)


def write(name, model, tokenizer):
    folder = OUT / name
    model.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    with torch.no_grad():
        logits = model.double()(torch.tensor(PROMPTS)).logits
    expected = {
        "prompts": PROMPTS,
        "logits": [round(x, 9) for x in logits.flatten().tolist()],
        "texts": [{"text": text, "tokens": tokenizer.encode(text).ids} for text in TEXTS],
    }
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")
    return folder


def gpt2():
    config = GPT2Config(
        vocab_size=VOCABULARY,
        n_positions=8,
        n_embd=12,
        n_layer=2,
        n_head=3,
        bos_token_id=0,
        eos_token_id=0,
    )
    model = GPT2LMHeadModel(config).eval()
    randomize(model)
    write("tiny-gpt2", model, tokenizer_of(pre_tokenizers.ByteLevel(add_prefix_space=False)))


def llama():
    config = LlamaConfig(
        vocab_size=VOCABULARY,
        hidden_size=16,
        intermediate_size=20,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        head_dim=6,
        max_position_embeddings=8,
        rms_norm_eps=2**-17,
        rope_parameters={"rope_type": "default", "rope_theta": 500.0},
        attention_bias=True,
        bos_token_id=0,
        eos_token_id=0,
    )
    model = LlamaForCausalLM(config).eval()
    randomize(model)
    tensors = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    split = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False),
        ]
    )
    tokenizer = tokenizer_of(split)
    folder = write("tiny-llama", model, tokenizer)
    write_gguf(folder / "tiny-llama.gguf", config, tensors, tokenizer)


def write_gguf(path, config, tensors, tokenizer):
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(config.num_hidden_layers)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_key_length(config.head_dim)
    writer.add_value_length(config.head_dim)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(config.rope_parameters["rope_theta"])
    writer.add_rope_dimension_count(config.head_dim)
    model = json.loads(tokenizer.to_str())["model"]
    tokens = sorted(model["vocab"], key=model["vocab"].get)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    control, normal = gguf.TokenType.CONTROL, gguf.TokenType.NORMAL
    writer.add_token_types([control if token == "<|end|>" else normal for token in tokens])
    writer.add_token_merges([" ".join(pair) for pair in model["merges"]])
    writer.add_bos_token_id(0)
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.LLAMA, config.num_hidden_layers)
    for name, tensor in tensors.items():
        # llama.cpp rotates neighbours, transformers the two halves of a head.
        if "q_proj" in name or "k_proj" in name:
            halves = tensor.reshape(-1, 2, config.head_dim // 2, *tensor.shape[1:])
            tensor = halves.swapaxes(1, 2).reshape(tensor.shape)
        writer.add_tensor(names.get_name(name, (".weight", ".bias")), tensor.numpy())
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


gpt2()
llama()

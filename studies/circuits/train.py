"""
Trains the tiny transformers of the suite of circuits and writes fixtures/circuits/NAME.safetensors.

    python studies/circuits/train.py [induction] [addition]

Needs torch and safetensors; under a minute each on one core. Weights have the names and the layout
of TransformerLens. Neither model has a norm, so that what is known of one has no exception.
"""

import math
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn

OUT = Path(__file__).parents[2] / "fixtures" / "circuits"


class Transformer(nn.Module):
    """Causal attention with learned positions, and a ReLU MLP where `d_mlp` is not 0."""

    def __init__(self, *, layers, heads, d_model, d_head, d_mlp, vocabulary, context):
        super().__init__()
        self.d_head, self.d_mlp = d_head, d_mlp

        def weight(*size):
            return nn.Parameter(torch.randn(*size) / math.sqrt(size[-2]))

        self.embed = nn.Parameter(torch.randn(vocabulary, d_model) / math.sqrt(d_model))
        self.pos = nn.Parameter(torch.randn(context, d_model) / math.sqrt(d_model))
        self.unembed = weight(d_model, vocabulary)
        self.blocks = nn.ModuleList()
        for _ in range(layers):
            block = nn.Module()
            for name in ("W_Q", "W_K", "W_V"):
                setattr(block, name, weight(heads, d_model, d_head))
            block.W_O = nn.Parameter(torch.randn(heads, d_head, d_model) / math.sqrt(d_head * heads))
            if d_mlp:
                block.W_in, block.W_out = weight(d_model, d_mlp), weight(d_mlp, d_model)
                block.b_in = nn.Parameter(torch.zeros(d_mlp))
                block.b_out = nn.Parameter(torch.zeros(d_model))
            self.blocks.append(block)
        self.register_buffer("mask", torch.full((context, context), -torch.inf).triu(1))

    def forward(self, tokens):
        length = tokens.shape[1]
        x = self.embed[tokens] + self.pos[:length]
        for block in self.blocks:
            q, k, v = (
                torch.einsum("bpd,hdk->bhpk", x, w) for w in (block.W_Q, block.W_K, block.W_V)
            )
            scores = q @ k.transpose(-1, -2) / math.sqrt(self.d_head)
            z = (scores + self.mask[:length, :length]).softmax(-1) @ v
            x = x + torch.einsum("bhpk,hkd->bpd", z, block.W_O)
            if self.d_mlp:
                x = x + torch.relu(x @ block.W_in + block.b_in) @ block.W_out + block.b_out
        return x @ self.unembed

    def tensors(self):
        """Under the names of TransformerLens."""
        named = {"embed.W_E": self.embed, "pos_embed.W_pos": self.pos, "unembed.W_U": self.unembed}
        for layer, block in enumerate(self.blocks):
            for name in ("W_Q", "W_K", "W_V", "W_O"):
                named[f"blocks.{layer}.attn.{name}"] = getattr(block, name)
            if self.d_mlp:
                for name in ("W_in", "b_in", "W_out", "b_out"):
                    named[f"blocks.{layer}.mlp.{name}"] = getattr(block, name)
        return {name: value.detach().contiguous() for name, value in named.items()}


def schedule(step, steps):
    """Of the learning rate: 100 steps of warm-up, then down to nothing."""
    return min(1, (step + 1) / 100) * 0.5 * (1 + math.cos(math.pi * step / steps))


def train(model, batch, steps, lr, weight_decay):
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=lr, weight_decay=weight_decay, betas=(0.9, 0.98)
    )
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = lr * schedule(step, steps)
        tokens, targets = batch()
        logits = model(tokens)
        loss = F.cross_entropy(logits[targets >= 0], targets[targets >= 0])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 500 == 0:
            print(f"  step {step}: loss {loss.item():.4f}", flush=True)


def induction():
    """After BOS, different symbols in any order, and one of them again: what followed it?"""
    symbols, length = 16, 12
    model = Transformer(
        layers=2, heads=4, d_model=48, d_head=12, d_mlp=0, vocabulary=symbols + 1, context=length + 2
    )

    def draw(size):
        order = torch.rand(size, symbols).argsort(-1)[:, :length] + 1
        # The last position asks, and its answer is the symbol after the same one.
        at = torch.randint(0, length - 1, (size, 1))
        tokens = torch.cat([torch.zeros(size, 1, dtype=torch.long), order, order.gather(1, at)], 1)
        return tokens, order.gather(1, at + 1)[:, 0]

    def batch():
        tokens, answers = draw(256)
        targets = torch.full_like(tokens, -1)
        targets[:, -1] = answers
        return tokens, targets

    train(model, batch, steps=1500, lr=4e-3, weight_decay=0.01)
    tokens, answers = draw(10_000)
    with torch.no_grad():
        accuracy = (model(tokens)[:, -1].argmax(-1) == answers).float().mean().item()
    return model, {"accuracy": accuracy}


def addition():
    """`a b =`: (a + b) mod 23, learnt from seven in eight of the pairs."""
    modulus = 23
    model = Transformer(
        layers=1, heads=4, d_model=48, d_head=12, d_mlp=128, vocabulary=modulus + 1, context=3
    )
    pairs = torch.cartesian_prod(torch.arange(modulus), torch.arange(modulus))
    tokens = torch.cat([pairs, torch.full((len(pairs), 1), modulus)], 1)
    answers = pairs.sum(1) % modulus
    order = torch.randperm(len(pairs))
    seen, held = order[: len(pairs) * 7 // 8], order[len(pairs) * 7 // 8 :]
    targets = torch.full_like(tokens, -1)
    targets[:, -1] = answers
    train(model, lambda: (tokens[seen], targets[seen]), steps=6000, lr=3e-3, weight_decay=1.0)
    with torch.no_grad():
        right = (model(tokens)[:, -1].argmax(-1) == answers).float()
    return model, {"accuracy": right.mean().item(), "heldOut": right[held].mean().item()}


def main():
    torch.set_num_threads(1)
    OUT.mkdir(parents=True, exist_ok=True)
    tasks = {"induction": induction, "addition": addition}
    for name in sys.argv[1:] or tasks:
        torch.manual_seed(1)
        start = time.process_time()
        model, measured = tasks[name]()
        print(f"{name}: {measured} in {time.process_time() - start:.0f} s")
        save_file(model.tensors(), OUT / f"{name}.safetensors")


if __name__ == "__main__":
    main()

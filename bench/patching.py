"""The sweep of patching.ts by PyTorch and by numpy, for as long as lines come in.

PyTorch runs the whole model under a forward hook that exchanges one head's z, as users of
TransformerLens do it; the model itself is as lean as PyTorch allows. numpy goes on from the patched
layer, with what the clean run left there.
"""

import ctypes
import glob
import json
import os
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

folder = sys.argv[1]
with open(os.path.join(folder, "task.json")) as file:
    task = json.load(file)
numbers = np.fromfile(os.path.join(folder, "weights.bin"), np.float32)
shape = task["shape"]
LAYERS, HEADS, D, WIDTH, EPSILON = (
    shape[name] for name in ("layers", "heads", "dModel", "dHead", "epsilon")
)
clean, corrupted = np.array(task["clean"]), np.array(task["corrupted"])
first, second = task["answers"]


def tensor(name, *dimensions):
    start, length = task["tensors"][name]
    return numbers[start : start + length].reshape(dimensions)


def projections(layer, name):
    """[heads, dModel, dHead] as [dModel, heads * dHead]."""
    heads = tensor(f"layers.{layer}.{name}", HEADS, D, WIDTH)
    return heads.transpose(1, 0, 2).reshape(D, D)


def layer_weights(layer):
    one = lambda name: tensor(f"layers.{layer}.{name}", -1)
    return {
        "norm1": (one("norm1.w"), one("norm1.b")),
        "norm2": (one("norm2.w"), one("norm2.b")),
        "W_qkv": np.concatenate([projections(layer, f"W{name}") for name in "QKV"], axis=1),
        "b_qkv": np.concatenate([one(f"b{name}") for name in "QKV"]),
        "W_O": tensor(f"layers.{layer}.WO", D, D),
        "b_O": one("bO"),
        "W_in": tensor(f"layers.{layer}.WIn", D, -1),
        "b_in": one("bIn"),
        "W_out": tensor(f"layers.{layer}.WOut", -1, D),
        "b_out": one("bOut"),
    }


layers = [layer_weights(layer) for layer in range(LAYERS)]
W_E, W_pos = tensor("WE", -1, D), tensor("WPos", -1, D)
W_U, b_U = tensor("WU", D, -1), tensor("bU", -1)
norm_final = tensor("normFinal.w", -1), tensor("normFinal.b", -1)


class Linear(torch.nn.Linear):
    def __init__(self, weight, bias):
        super().__init__(*weight.shape)
        self.weight.data = torch.tensor(np.ascontiguousarray(weight.T))
        self.bias.data = torch.tensor(bias)


class Norm(torch.nn.LayerNorm):
    def __init__(self, weight, bias):
        super().__init__(len(weight), EPSILON)
        self.weight.data, self.bias.data = torch.tensor(weight), torch.tensor(bias)


class Block(torch.nn.Module):
    def __init__(self, weights):
        super().__init__()
        self.norm1, self.norm2 = Norm(*weights["norm1"]), Norm(*weights["norm2"])
        self.qkv = Linear(weights["W_qkv"], weights["b_qkv"])
        self.hook_z = torch.nn.Identity()
        self.out = Linear(weights["W_O"], weights["b_O"])
        self.mlp_in = Linear(weights["W_in"], weights["b_in"])
        self.mlp_out = Linear(weights["W_out"], weights["b_out"])

    def forward(self, x):
        batch, positions, _ = x.shape
        qkv = self.qkv(self.norm1(x)).view(batch, positions, 3, HEADS, WIDTH)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        z = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        z = self.hook_z(z.transpose(1, 2))
        x = x + self.out(z.reshape(batch, positions, D))
        return x + self.mlp_out(F.gelu(self.mlp_in(self.norm2(x)), approximate="tanh"))


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.W_E, self.W_pos = torch.tensor(W_E), torch.tensor(W_pos)
        self.blocks = torch.nn.ModuleList(Block(weights) for weights in layers)
        self.norm_final, self.unembed = Norm(*norm_final), Linear(W_U, b_U)

    def forward(self, tokens):
        x = self.W_E[tokens] + self.W_pos[: tokens.shape[1]]
        for block in self.blocks:
            x = block(x)
        return self.unembed(self.norm_final(x))


class Torch:
    about = (
        f"PyTorch {torch.__version__}, {torch.backends.cpu.get_cpu_capability()},"
        f" {'MKL' if torch.backends.mkl.is_available() else 'no MKL'}"
    )

    def __init__(self):
        torch.set_num_threads(1)
        self.model = Model().eval()
        self.clean, self.corrupted = torch.tensor(clean), torch.tensor(corrupted)

    @torch.inference_mode()
    def sweep(self):
        kept = []
        hooks = [
            block.hook_z.register_forward_hook(lambda _, __, z: kept.append(z))
            for block in self.model.blocks
        ]
        self.model(self.corrupted)
        for hook in hooks:
            hook.remove()

        metrics = []
        for layer, block in enumerate(self.model.blocks):
            for head in range(HEADS):

                def exchange(_, __, z):
                    z = z.clone()
                    z[:, :, head] = kept[layer][:, :, head]
                    return z

                hook = block.hook_z.register_forward_hook(exchange)
                last = self.model(self.clean)[:, -1]
                hook.remove()
                metrics.append(last[:, first] - last[:, second])
        return torch.stack(metrics).flatten().tolist()

    def matmul(self):
        a, b = torch.randn(512, 512), torch.randn(512, 512)
        return lambda: a @ b


def normalized(x, norm):
    x = x - x.mean(-1, keepdims=True)
    return x / np.sqrt((x * x).mean(-1, keepdims=True) + np.float32(EPSILON)) * norm[0] + norm[1]


def gelu(x):
    return np.float32(0.5) * x * (1 + np.tanh(np.float32((2 / np.pi) ** 0.5) * (x + np.float32(0.044715) * x * x * x)))


def blas_core():
    """Whose kernels OpenBLAS chose."""
    libraries = os.path.join(os.path.dirname(np.__file__), "..", "numpy.libs", "*openblas*")
    for path in glob.glob(libraries):
        for name in ("scipy_openblas_get_corename64_", "openblas_get_corename"):
            core = getattr(ctypes.CDLL(path), name, None)
            if core:
                core.restype = ctypes.c_char_p
                return f" for {core().decode()}"
    return ""


class Numpy:
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    about = f"numpy {np.__version__}, {blas['name']} {blas['version']}{blas_core()}"

    def __init__(self):
        positions = clean.shape[1]
        self.mask = np.triu(np.full((positions, positions), -np.inf, np.float32), 1)

    def z(self, x, weights):
        batch, positions, _ = x.shape
        qkv = normalized(x, weights["norm1"]) @ weights["W_qkv"] + weights["b_qkv"]
        q, k, v = qkv.reshape(batch, positions, 3, HEADS, WIDTH).transpose(2, 0, 3, 1, 4)
        scores = q @ k.swapaxes(2, 3) / np.float32(shape["attentionScale"]) + self.mask
        weight = np.exp(scores - scores.max(-1, keepdims=True))
        return (weight / weight.sum(-1, keepdims=True) @ v).transpose(0, 2, 1, 3)

    def after_z(self, x, z, weights):
        x = x + z.reshape(x.shape) @ weights["W_O"] + weights["b_O"]
        hidden = gelu(normalized(x, weights["norm2"]) @ weights["W_in"] + weights["b_in"])
        return x + hidden @ weights["W_out"] + weights["b_out"]

    def run(self, tokens):
        """The residual stream before each layer, and z."""
        x = W_E[tokens] + W_pos[: tokens.shape[1]]
        streams, zs = [], []
        for weights in layers:
            streams.append(x)
            zs.append(self.z(x, weights))
            x = self.after_z(x, zs[-1], weights)
        return streams, zs

    def sweep(self):
        streams, zs = self.run(clean)
        _, others = self.run(corrupted)
        metrics = []
        for layer in range(LAYERS):
            for head in range(HEADS):
                z = zs[layer].copy()
                z[:, :, head] = others[layer][:, :, head]
                x = self.after_z(streams[layer], z, layers[layer])
                for weights in layers[layer + 1 :]:
                    x = self.after_z(x, self.z(x, weights), weights)
                last = normalized(x[:, -1], norm_final) @ W_U + b_U
                metrics.append(last[:, first] - last[:, second])
        return np.concatenate(metrics).tolist()

    def matmul(self):
        a, b = (np.random.rand(512, 512).astype(np.float32) for _ in range(2))
        return lambda: a @ b


def gigaflops(product):
    best = float("inf")
    for _ in range(20):
        begin = time.perf_counter()
        product()
        best = min(best, time.perf_counter() - begin)
    return 2 * 512**3 / best / 1e9


peers = {"torch": Torch(), "numpy": Numpy()}
print(json.dumps({name: peer.about for name, peer in peers.items()}), flush=True)
for line in sys.stdin:
    question = json.loads(line)
    peer = peers[question["peer"]]
    if "times" in question:
        begin = time.process_time()
        for _ in range(question["times"]):
            metrics = peer.sweep()
        answer = {"seconds": time.process_time() - begin, "metrics": metrics}
    else:
        answer = gigaflops(peer.matmul())
    print(json.dumps(answer), flush=True)

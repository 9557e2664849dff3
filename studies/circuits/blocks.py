"""Makes fixtures/circuits/checkpoints/blocks.json: random blocks of each type of tensor in GGUF
files, and what the package gguf unpacks them to. Needs gguf (with NumPy)."""

import base64
import json
import pathlib

import numpy as np
from gguf import GGML_QUANT_SIZES, GGMLQuantizationType as Types
from gguf.quants import dequantize

OUT = pathlib.Path(__file__).parents[2] / "fixtures/circuits/checkpoints/blocks.json"
BLOCKS = 3
# Where half-precision scales and minima stand in a block.
HALVES = {
    "Q4_0": [0],
    "Q4_1": [0, 2],
    "Q5_0": [0],
    "Q5_1": [0, 2],
    "Q8_0": [0],
    "Q4_K": [0, 2],
    "Q5_K": [0, 2],
    "Q6_K": [208],
}


def encoded(array):
    return base64.b64encode(array.tobytes()).decode()


def case(name, data):
    values = dequantize(data, Types[name]).astype(np.float32)
    return {
        "name": name,
        "type": int(Types[name]),
        "bytes": encoded(data),
        "values": encoded(values),
    }


random = np.random.default_rng(0)
cases = []
for name, places in HALVES.items():
    _, size = GGML_QUANT_SIZES[Types[name]]
    data = random.integers(0, 256, (BLOCKS, size), dtype=np.uint8)
    for place in places:
        halves = random.normal(0, 0.1, (BLOCKS, 1)).astype(np.float16)
        data[:, place : place + 2] = halves.view(np.uint8)
    cases.append(case(name, data))
plain = random.normal(0, 1, 16).astype(np.float32)
# Half precision of all kinds: zeros, subnormal, normal, the largest and infinite.
edges = np.array([0, -0.0, 2**-24, -(2**-15), 2**-14, 65504, np.inf, -np.inf], np.float16)
halves = np.concatenate([plain.astype(np.float16), edges])
cases.append(case("F32", plain))
cases.append(case("F16", halves))
cases.append(case("BF16", (plain.view(np.uint32) >> 16).astype(np.uint16).view(np.uint8)))
OUT.write_text(json.dumps(cases, indent=1) + "\n")

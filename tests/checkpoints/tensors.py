"""What the package gguf makes of a file: `python3 tensors.py MODEL.gguf`. Prints of each tensor its
name, its sizes (the outermost first) and the SHA-256 of its numbers in single precision, as JSON."""

import hashlib
import json
import sys

import numpy as np
from gguf import GGUFReader
from gguf.quants import dequantize

tensors = []
for tensor in GGUFReader(sys.argv[1]).tensors:
    numbers = dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
    digest = hashlib.sha256(np.ascontiguousarray(numbers)).hexdigest()
    tensors.append([tensor.name, [int(size) for size in reversed(tensor.shape)], digest])
print(json.dumps(tensors))

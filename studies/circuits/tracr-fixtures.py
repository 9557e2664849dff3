"""What models compiled by Tracr answer, as fixtures that our compiler is compared with.

    python3 -m venv .tracr && .tracr/bin/pip install tracr-pypi==1.0.0
    .tracr/bin/python studies/circuits/tracr-fixtures.py

(with jax 0.10.2 and dm-haiku 0.0.17). Each file in fixtures/circuits/tracr/ holds the shape of
the compiled model and its outputs without the one at the token that begins a prompt.
"""

import itertools
import json
import pathlib
import random

from tracr.compiler import compiling, lib
from tracr.rasp import rasp

OUT = pathlib.Path(__file__).parents[2] / "fixtures" / "circuits" / "tracr"
LENGTH = 5
LETTERS = ["a", "b", "c"]
NUMBERS = [1, 2, 3]
BRACKETS = ["(", ")"]


def equals(token):
    return rasp.numerical(rasp.tokens == token)


def induction():
    before = lib.shift_by(1, rasp.tokens)
    return rasp.Aggregate(
        rasp.Select(before, rasp.tokens, rasp.Comparison.EQ), rasp.tokens
    )


def identity():
    return rasp.Aggregate(
        rasp.Select(rasp.indices, rasp.indices, rasp.Comparison.EQ), rasp.tokens
    )


PROGRAMS = {
    "identity": (identity, LETTERS),
    "length": (lib.make_length, LETTERS),
    "frac_prevs": (lambda: lib.make_frac_prevs(equals("a")), LETTERS),
    "hist": (lib.make_hist, LETTERS),
    "count": (lambda: lib.make_count(rasp.tokens, "a"), LETTERS),
    "reverse": (lambda: lib.make_reverse(rasp.tokens), LETTERS),
    "sort_unique": (lambda: lib.make_sort_unique(rasp.tokens, rasp.tokens), NUMBERS),
    "sort": (
        lambda: lib.make_sort(rasp.tokens, rasp.tokens, max_seq_len=LENGTH, min_key=1),
        NUMBERS,
    ),
    "sort_freq": (lambda: lib.make_sort_freq(LENGTH), LETTERS),
    "pair_balance": (lambda: lib.make_pair_balance(rasp.tokens, "(", ")"), BRACKETS),
    "dyck1": (lambda: lib.make_shuffle_dyck(["()"]), BRACKETS),
    "shift": (lambda: lib.shift_by(1, rasp.tokens), LETTERS),
    "detect_pattern": (lambda: lib.detect_pattern(rasp.tokens, "abc"), LETTERS),
    "induction": (induction, LETTERS),
    "count_less_freq": (lambda: lib.make_count_less_freq(2), LETTERS),
}


def plain(value):
    """A number that JSON holds, rounded to what Tracr's float32 is good for."""
    if isinstance(value, (str, bool)) or value is None:
        return value
    return round(float(value), 4)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    for name, (make, vocabulary) in PROGRAMS.items():
        model = compiling.compile_rasp_to_model(
            make(), vocab=set(vocabulary), max_seq_len=LENGTH, compiler_bos="BOS"
        )
        inputs = [list(x) for n in (1, 2, 3) for x in itertools.product(vocabulary, repeat=n)]
        rest = [list(x) for n in (4, 5) for x in itertools.product(vocabulary, repeat=n)]
        inputs += random.Random(name).sample(rest, min(len(rest), 40))
        cases = []
        for tokens in inputs:
            decoded = model.apply(["BOS", *tokens]).decoded[1:]
            cases.append([tokens, [plain(value) for value in decoded]])
        record = {
            "program": name,
            "vocabulary": vocabulary,
            "longest": LENGTH,
            "width": len(model.residual_labels),
            "layers": model.model_config.num_layers,
            "heads": model.model_config.num_heads,
            "keySize": model.model_config.key_size,
            "mlpHiddenSize": model.model_config.mlp_hidden_size,
            "cases": cases,
        }
        (OUT / f"{name}.json").write_text(json.dumps(record, separators=(",", ":")) + "\n")
        print(name, record["width"], record["layers"], record["heads"], len(cases), flush=True)


main()

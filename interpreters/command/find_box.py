"""A black box of the benchmark, for interpreters written in Python: one file, no dependencies.

    from find_box import open_box

    box = open_box()
    ys = box.query([0.0, 1.0])
    box.answer("what it does", code="def f(x): ...")

Messages travel on standard input and output. What a program prints goes to standard error.
"""

import json
import math
import os
import sys

_OMITTED = object()


class BoxError(Exception):
    """The box refused what was asked; no query was charged."""


class BudgetExceeded(BoxError):
    """More was asked than `queries_left`."""


class InvalidQuery(BoxError):
    """What was asked is nothing that the box takes."""


class Box:
    """Has `category`, `domain` (what it takes), `task`, `seed` and `queries_left`."""

    def __init__(self, source, sink):
        self._source = source
        self._sink = sink
        told = self._read()
        self.category = told["category"]
        self.domain = told["domain"]
        self.task = told["task"]
        self.seed = told["seed"]
        self.queries_left = told["queriesLeft"]

    def ask(self, verb, asked):
        """Asks the box by one of its category's verbs; gives the fields of its reply."""
        self._write({verb: _encode(asked)})
        reply = self._read()
        self.queries_left = reply.pop("queriesLeft")
        if "error" in reply:
            kind = BudgetExceeded if reply["kind"] == "budget" else InvalidQuery
            raise kind(reply["error"])
        return reply

    def query(self, inputs):
        """The outputs of a function for a list of inputs, in their order; numbers are floats."""
        reply = self.ask("query", list(inputs))
        outputs = [float(one) if type(one) is int else one for one in reply["outputs"]]
        for index in reply.get("named", []):
            outputs[index] = float(outputs[index])
        return outputs

    def answer(
        self, description, domain=None, code=_OMITTED, language="python", confidence=None, **parts
    ):
        """Gives the answer, once; `code` defines `f(x)`, and is None where there is none."""
        answer = {"description": description, "domain": domain, **parts}
        if code is not _OMITTED:
            answer["code"] = None if code is None else {"language": language, "source": code}
        if confidence is not None:
            answer["confidence"] = confidence
        self._write({"answer": _encode(answer)})
        self._sink.close()

    def _read(self):
        line = self._source.readline()
        if not line:
            raise EOFError("the benchmark has hung up")
        return json.loads(line)

    def _write(self, message):
        self._sink.write(json.dumps(message, allow_nan=False) + "\n")
        self._sink.flush()


def open_box():
    """The box of this process. From here on `print` writes to standard error."""
    sys.stdout.flush()
    source = os.fdopen(os.dup(0), "r", encoding="utf-8")
    sink = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    return Box(source, sink)


def _encode(value):
    """JSON has no NaN and no infinities; they travel by name."""
    if hasattr(value, "tolist"):  # of numpy
        value = value.tolist()
    if isinstance(value, dict):
        return {key: _encode(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_encode(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value

"""The sandbox's side of python-sandbox.ts: runs code on a batch of inputs.

The request comes as JSON on standard input: category, source, inputs and limits. What became of
it goes as JSON to file descriptor 3, which prints do not reach. Numbers travel as float64, in
base64; strings in JSON, with lone surrogates escaped.
"""

import array
import ast
import base64
import json
import numbers
import os
import random
import resource
import sys


def main():
    request = json.load(sys.stdin)
    limits = request["limits"]
    # Not to be raised again, and before any line of the code runs.
    for limit, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["cpuSeconds"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NPROC, 1),
        (resource.RLIMIT_CORE, 0),
        # Each pipe and socket has room for more than its share of memory.
        (resource.RLIMIT_NOFILE, 32),
    ):
        resource.setrlimit(limit, (most, most))
    try:
        outcome = evaluate(request.pop("source"), request)
    except MemoryError:
        outcome = {"stopped": "memory"}
    with os.fdopen(3, "w", encoding="ascii") as results:
        json.dump(outcome, results)
    # Threads and exit handlers of the code are not waited for.
    os._exit(0)


def evaluate(source, request):
    names = {"__name__": "answer"}
    try:
        code = compiled(source)
        # A comment is no place for a table: no frame that the code could look at holds its text.
        del source
        random.seed("sandbox")
        exec(code, names)
    except MemoryError:
        raise
    # What code throws may be no Exception, and leaving is no way out.
    except BaseException as error:
        return {"notCompiled": described(error)}
    f = names.get("f")
    if not callable(f):
        return {"noFunction": type(f).__name__ if "f" in names else "undefined"}
    return run_numbers(f, request) if request["category"] == "numeric" else run_strings(f, request)


def compiled(source):
    """Code whose errors do not say on which line they stand: lines could be counted."""
    tree = ast.parse(source, "answer")
    for node in ast.walk(tree):
        if hasattr(node, "lineno"):
            node.lineno = node.end_lineno = 1
            node.col_offset = node.end_col_offset = 0
    return compile(tree, "answer", "exec")


def described(error):
    try:
        return f"{type(error).__name__}: {error}"[:1000]
    except BaseException:
        return type(error).__name__


def run_numbers(f, request):
    values = array.array("d", base64.b64decode(request["inputs"]))
    missing = []
    for i, value in enumerate(values):
        try:
            output = f(value)
            # Python counts truth values among the numbers.
            if not isinstance(output, numbers.Real) or isinstance(output, bool):
                raise TypeError
            values[i] = as_float(output)
        except MemoryError:
            raise
        except BaseException:
            missing.append(i)
    return {"numbers": base64.b64encode(values.tobytes()).decode(), "missing": missing}


def as_float(number):
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def run_strings(f, request):
    limits = request["limits"]
    total = 0
    outputs = []
    for value in request["inputs"]:
        try:
            output = f(value)
            # The text alone of what may be a subclass, and lie about its length.
            output = str.__str__(output) if isinstance(output, str) else None
        except MemoryError:
            raise
        except BaseException:
            output = None
        if output is not None and len(output) > limits["output"]:
            output = None
        outputs.append(output)
        total += len(output or "")
        if total > limits["batch"]:
            return {"stopped": "output"}
    return {"strings": outputs}


main()

"""The sandbox's side of python-sandbox.ts: runs code on a batch of inputs.

It stands behind code.py. The request comes as JSON on standard input: source, limits, and inputs on one of two wires:
numbers are float64 in base64, anything else is a list. What became of it goes as JSON to file
descriptor 3, which prints do not reach; wires.ts says how outputs travel.
"""

import array
import base64
import json
import math
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
        source = request.pop("source")
        outcome = measure(source) if request.get("measure") else evaluate(source, request)
    except MemoryError:
        outcome = {"stopped": "memory"}
    with os.fdopen(3, "w", encoding="ascii") as results:
        json.dump(outcome, results)
    # Threads and exit handlers of the code are not waited for.
    os._exit(0)


def measure(source):
    try:
        return {"bits": length(essence(source))}
    except (SyntaxError, ValueError, RecursionError) as error:
        return {"notCompiled": described(error)}


def evaluate(source, request):
    names = {"__name__": "answer"}
    try:
        code = compile(essence(source), "answer", "exec")
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
        return {"noFunction": type_name(f) if "f" in names else "undefined"}
    inputs, limits = request["inputs"], request["limits"]
    return run_numbers(f, inputs) if isinstance(inputs, str) else run_json(f, inputs, limits)


def described(error):
    try:
        return f"{type_name(error)}: {error}"[:1000]
    except BaseException:
        return type_name(error)


def type_name(value):
    """The name of a value's type, whatever its metaclass says."""
    return str.__str__(type.__dict__["__name__"].__get__(type(value)))


class NoOutput(Exception):
    """Why an output is none."""


def attempt(f, value, converted):
    """What `f` gives for a value, as `converted` has it, and None; or None and why there is none."""
    try:
        output = f(value)
    except MemoryError:
        raise
    except BaseException as error:
        return None, f"threw {described(error)}"
    try:
        return converted(output), None
    except MemoryError:
        raise
    except NoOutput as why:
        return None, str(why)
    # Conversions run code of the output's class, which may throw anything.
    except BaseException:
        return None, of_type(output)


def of_type(output):
    return f"gave a value of type {type_name(output)}"


def run_numbers(f, inputs):
    values = array.array("d", base64.b64decode(inputs))
    missing = bytearray(len(values))
    reason = ""
    for i, value in enumerate(values):
        output, why = attempt(f, value, as_number)
        if why is None:
            values[i] = output
        else:
            missing[i] = 1
            reason = reason or why
    outputs = base64.b64encode(values.tobytes() + missing)
    return {"numbers": outputs.decode(), "reason": reason}


def as_number(output):
    # Python counts truth values among the numbers.
    if not isinstance(output, numbers.Real) or isinstance(output, bool):
        raise NoOutput(of_type(output))
    return as_float(output)


def as_float(number):
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def run_json(f, inputs, limits):
    outputs = []
    units = 0
    reason = ""
    for value in inputs:
        output, why = attempt(f, value, lambda output: as_json(output, limits))
        outputs.append(output)
        if why is None:
            units += units_of(output["json"] if isinstance(output, dict) else output)
        reason = reason or why or ""
        if units > limits["batch"]:
            return {"stopped": "output"}
    return {"outputs": outputs, "reason": reason}


def as_json(output, limits):
    """A string as it is, anything else as its JSON text in an object."""
    value = plain(output, limits["levels"], limits)
    # What merely turns into null, as nan does, is not null.
    if value is None and output is not None:
        raise NoOutput(f"gave {as_float(output)}")
    if isinstance(value, str):
        text = held = value
    else:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        held = {"json": text}
    if units_of(text) > limits["output"]:
        raise NoOutput(limits["tooLong"])
    return held


def units_of(text):
    """How long a string is in JavaScript."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def plain(value, levels, limits):
    """A value without subclasses, which may lie of what they hold."""
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, numbers.Real):
        number = as_float(value)
        # As in JavaScript: JSON has neither nan nor infinities, and -0 becomes 0.
        return number + 0.0 if math.isfinite(number) else None
    if not isinstance(value, (list, tuple, dict)):
        raise NoOutput(of_type(value))
    if levels == 0:
        raise NoOutput(limits["noJson"])
    if isinstance(value, dict):
        return {as_key(k): plain(v, levels - 1, limits) for k, v in dict.items(value)}
    items = list.__iter__(value) if isinstance(value, list) else tuple.__iter__(value)
    return [plain(item, levels - 1, limits) for item in items]


def as_key(key):
    if not isinstance(key, str):
        raise NoOutput(f"gave a dict with a key of type {type_name(key)}")
    return str.__str__(key)


main()

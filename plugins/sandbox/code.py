"""What Python code says: the part of it that is run, and how long that is."""

import ast
import builtins
import cmath
import math
import re

# ---------------------------------------------------------------- what is run

READS_NAMES = {"eval", "exec", "locals", "globals", "vars", "dir"}


def essence(source):
    """
    The tree of code without what explains nothing: comments, docstrings, annotations, the names of
    variables, and where it stands. Of code that could read its own names those stay.
    """
    tree = Bare().visit(ast.parse(source, "answer"))
    for node in ast.walk(tree):
        # Lines could be counted.
        if hasattr(node, "lineno"):
            node.lineno = node.end_lineno = 1
            node.col_offset = node.end_col_offset = 0
    Renaming(tree).visit(tree)
    return ast.fix_missing_locations(tree)


class Bare(ast.NodeTransformer):
    """Takes docstrings and annotations away; those of classes may mean something."""

    def visit_ClassDef(self, node):
        return node

    def visit_Expr(self, node):
        return None if isinstance(node.value, ast.Constant) else self.generic_visit(node)

    def visit_AnnAssign(self, node):
        if node.value is None:
            return None
        return self.generic_visit(ast.Assign([node.target], node.value, lineno=1))

    def visit_arg(self, node):
        node.annotation = node.type_comment = None
        return node

    def generic_visit(self, node):
        super().generic_visit(node)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            node.returns = node.type_comment = None
        # A block that had nothing else still has to be one.
        if getattr(node, "body", None) == [] and not isinstance(node, ast.Module):
            node.body = [ast.Pass(lineno=1, col_offset=0)]
        return node


def bound_names(tree):
    """All names that are variables, in the order they first appear."""
    names = {}
    fixed = {"f"} | set(dir(builtins))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            names[node.id] = True
        elif isinstance(node, ast.arg):
            names[node.arg] = True
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            names[node.name] = True
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names[node.name] = True
        elif isinstance(node, ast.alias) and "." not in node.name and node.name != "*":
            names[node.asname or node.name] = True
        elif isinstance(node, ast.keyword) and node.arg:
            fixed.add(node.arg)
        # Of a class they are properties, and its own tells its type; a pattern has several kinds.
        if isinstance(node, ast.ClassDef):
            fixed.add(node.name)
        if isinstance(node, ast.ClassDef) or type(node).__name__.startswith("Match"):
            fixed |= names_within(node)
        if isinstance(node, ast.Name) and node.id in READS_NAMES:
            return []
    return [name for name in names if name not in fixed and not name.startswith("__")]


def names_within(node):
    found = set()
    for part in ast.walk(node):
        for field in ("id", "name", "arg", "rest", "asname"):
            value = getattr(part, field, None)
            if isinstance(value, str) and part is not node:
                found.add(value)
    return found


class Renaming(ast.NodeTransformer):
    def __init__(self, tree):
        taken = {name for node in ast.walk(tree) for name in names_of(node)}
        fresh = (name for name in (f"v{i}" for i in range(10**6)) if name not in taken)
        self.names = dict(zip(bound_names(tree), fresh))

    def generic_visit(self, node):
        super().generic_visit(node)
        if isinstance(node, ast.alias):
            # What is imported keeps its name; what it is called here need not.
            own = self.names.get(node.asname or node.name)
            node.asname = own or node.asname
            return node
        for field in ("id", "arg", "name"):
            value = getattr(node, field, None)
            if isinstance(value, str) and not isinstance(node, ast.keyword):
                setattr(node, field, self.names.get(value, value))
        if isinstance(node, (ast.Global, ast.Nonlocal)):
            node.names = [self.names.get(name, name) for name in node.names]
        return node


def names_of(node):
    values = (getattr(node, field, None) for field in ("id", "arg", "name", "attr"))
    return [value for value in values if isinstance(value, str)]


# ------------------------------------------------------------- how long it is

# Bits of a kind of node, as code-length.ts has them for JavaScript.
BITS = {
    "Variable": 2, "Number": 2.5, "BinOp": 3, "Call": 3.5, "Attribute": 3.5, "Compare": 4,
    "Lambda": 5, "String": 5, "UnaryOp": 5, "Word": 5, "IfExp": 5.5, "List": 6, "Subscript": 6,
    "Tuple": 6, "BoolOp": 7, "ListComp": 7, "GeneratorExp": 7, "JoinedStr": 7, "Starred": 7,
    "Dict": 8, "Slice": 2, "FormattedValue": 2, "comprehension": 0, "arguments": 0, "arg": 0,
    "keyword": 0, "alias": 0, "Module": 0, "Expr": 3, "Return": 1.5, "FunctionDef": 2.5,
    "Assign": 3, "AugAssign": 4, "If": 4, "For": 5, "While": 6, "Import": 6, "ImportFrom": 6,
    "Pass": 6, "Raise": 6, "Try": 6,
}  # fmt: skip
RARE = 9
CHEAP = {"Add", "Sub", "Mult", "USub", "Not"}
USUAL = {"Div", "Lt", "Gt", "Eq", "LtE", "GtE", "And", "Or", "Mod", "Pow"}
MORE = 1
FLAG = 3
BUILT_IN_WORD = 8
WORDS = {
    word
    for thing in (builtins, math, cmath, str, list, dict, tuple, set, float, int, re)
    for word in dir(thing)
} | {"math", "cmath", "re"}


def length(tree):
    """The length of a tree in bits: what it takes to write down all that can be seen of it."""
    variables = {name for node in ast.walk(tree) for name in names_of(node) if re.match(r"v\d+$", name)}
    choice = math.log2(max(1, len(variables)))
    words = {}

    def word_bits(word):
        if word in words:
            return MORE + math.log2(max(1, len(words)))
        words[word] = True
        if word in WORDS or word == "f":
            return BUILT_IN_WORD
        return 4.5 + 6.3 * len(word) if re.fullmatch(r"\w+", word, re.ASCII) else 2 + text_bits(word)

    def name_bits(name):
        return choice if name in variables else word_bits(name)

    def bits_of(node):
        kind = type(node).__name__
        if isinstance(node, ast.Constant):
            return constant_bits(node.value)
        if isinstance(node, ast.Name):
            own = BITS["Variable" if node.id in variables else "Word"]
            return own + name_bits(node.id)
        if isinstance(node, (ast.operator, ast.unaryop, ast.cmpop, ast.boolop)):
            return 2 if kind in CHEAP else 4 if kind in USUAL else 5.5
        bits = BITS.get(kind, RARE)
        for _, value in ast.iter_fields(node):
            bits += field_bits(value)
        return bits

    def field_bits(value):
        if isinstance(value, list):
            return MORE * (len(value) + 1) + sum(field_bits(one) for one in value)
        if isinstance(value, (ast.Load, ast.Store, ast.Del)) or value is None:
            return 0
        if isinstance(value, ast.AST):
            return bits_of(value)
        if isinstance(value, str):
            return name_bits(value)
        # The level of an import, the conversion of a field.
        return 0 if value in (0, -1) else FLAG + number_bits(value)

    return bits_of(tree)


def constant_bits(value):
    if value is None or value is True or value is False or value is ...:
        return RARE
    if isinstance(value, str):
        return BITS["String"] + text_bits(value)
    if isinstance(value, bytes):
        return RARE + text_bits(value.decode("latin1"))
    if isinstance(value, complex):
        return RARE + number_bits(value.imag)
    return BITS["Number"] + number_bits(value)


def number_bits(value):
    """5 bits, 3.33 a digit, and 3 for a point or an exponent."""
    plain = re.sub(r"^0\.|\.0$", lambda m: "." if m[0] == "0." else "", digits_of(value))
    forms = [plain]
    if isinstance(value, float) and math.isfinite(value):
        mantissa, exponent = f"{value!r}e0".split("e")[:2] if "e" in repr(value) else (plain, "")
        forms.append(mantissa + exponent)
        trimmed = plain.rstrip("0")
        if trimmed and "." not in plain:
            forms.append(f"{trimmed}e{len(plain) - len(trimmed)}")
    return 5 + min(form_bits(form) for form in forms)


def digits_of(value):
    if not isinstance(value, int):
        return repr(abs(value))
    # Of long ones Python refuses to write the digits.
    size = abs(value).bit_length()
    return str(abs(value)) if size < 4096 else "0" * math.ceil(size / 3.33)


def form_bits(form):
    digits = len(re.sub(r"\D", "", form))
    return 3.33 * digits + (3 if digits < len(form) else 0)


def text_bits(text):
    plain = sum(" " <= char <= "~" for char in text)
    return 5.5 + 6.7 * plain + 20 * (len(text) - plain) + 20 * sum(ord(c) > 0xFFFF for c in text)

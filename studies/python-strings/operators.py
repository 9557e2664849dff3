"""The string operators as Python has them: letters of any script, and what has no word raises.

Reads one JSON line {"steps": [{"operator", "params"}, ...]} that names the function, then one a
batch, {"inputs": [...]}; answers each batch with a line of outputs, null for an input that raises.
"""

import json
import random
import sys

NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty twenty-one twenty-two twenty-three "
    "twenty-four twenty-five twenty-six twenty-seven twenty-eight twenty-nine thirty"
).split()
VOWELS = "aeiouAEIOU"


def word(n):
    return dict(enumerate(NUMBERS))[n]


def shift_letter(c, k):
    if not c.isalpha():
        return c
    base = ord("A") if c.isupper() else ord("a")
    return chr((ord(c) - base + k) % 26 + base)


def shift(x, k):
    return "".join(shift_letter(c, k) for c in x)


def put(x, i, c):
    return x[:i] + c + x[i + 1 :]


def shift_middle(x, k):
    n = len(x)
    return put(x, n // 2, shift_letter(x[n // 2], k)) if n % 2 and n > 2 else x


def shift_random(x, sign):
    i = random.randrange(len(x))
    return put(x, i, shift_letter(x[i], sign * i))


def shift_by(x, i, sign):
    return shift(x.lower(), sign * (ord(x.lower()[i]) - ord("a"))) if i < len(x) else x


def shift_at(x, k, i):
    return put(x, i, shift_letter(x[i], k)) if max(k, i) < len(x) else x


def swap(x, i, j):
    c = list(x)
    if max(i, j) < len(c):
        c[i], c[j] = c[j], c[i]
    return "".join(c)


def replace_vowels(x, by):
    return "".join(by if c in VOWELS else c for c in x)


def reverse_vowels(x):
    vowels = [c for c in x if c in VOWELS]
    return "".join(vowels.pop() if c in VOWELS else c for c in x)


def move(c, k, edge, across):
    if not c.isalpha():
        return c
    return chr(ord(c) + (across if c.lower() == edge else k))


def position(c):
    return word(ord(c.lower()) - ord("a") + 1 if c.isalpha() else 0)


def permute(x, letters):
    return "".join(letters[ord(c) - 97] if "a" <= c <= "z" else c for c in x.lower())


def count(x, has):
    return word(sum(1 for c in x if has(c)))


OPERATORS = {
    "length": lambda x: word(len(x)),
    "last_digit_index": lambda x: word(x.index(x[-1])) if x[-1].isdigit() else "",
    "letter_indexes": lambda x: " ".join(word(x.index(c)) for c in x if c.isalpha()),
    "lower_case": lambda x: x.lower(),
    "upper_case": lambda x: x.upper(),
    "capitalize": lambda x: x.capitalize(),
    "reverse": lambda x: x[::-1],
    "reverse_first_half": lambda x: x[: len(x) // 2][::-1] + x[len(x) // 2 :],
    "reverse_last_half": lambda x: x[: len(x) // 2] + x[len(x) // 2 :][::-1],
    "digits_to_words": lambda x: " ".join(word(int(c)) for c in x if c.isdigit()),
    "remove_digits": lambda x: "".join(c for c in x if not c.isdigit()),
    "keep_upper_case": lambda x: "".join(c for c in x if c.isupper()),
    "remove_white_space": lambda x: "".join(x.split()),
    "first_character": lambda x: x[0],
    "last_character": lambda x: x[-1],
    "middle_character": lambda x: x[(len(x) - 1) // 2 : len(x) // 2 + 1],
    "remove_duplicates": lambda x: "".join(dict.fromkeys(x)),
    "reverse_words": lambda x: " ".join(w[::-1] for w in x.split()),
    "count_vowels": lambda x: count(x, lambda c: c in VOWELS),
    "count_consonants": lambda x: count(x, lambda c: c.isalpha() and c not in VOWELS),
    "count_upper_case": lambda x: count(x, str.isupper),
    "count_lower_case": lambda x: count(x, str.islower),
    "replace_vowels_with_first": lambda x: replace_vowels(x, x[0]),
    "replace_vowels_with_last": lambda x: replace_vowels(x, x[-1]),
    "replace_vowels_with_middle": lambda x: replace_vowels(x, x[len(x) // 2]),
    "replace_vowels_by_count": lambda x: replace_vowels(x, x[sum(c in VOWELS for c in x) - 1]),
    "reverse_vowels": reverse_vowels,
    "alternate_case": lambda x: "".join(
        c.lower() if i % 2 else c.upper() for i, c in enumerate(x)
    ),
    "strip": lambda x: x.strip(),
    "strip_left": lambda x: x.lstrip(),
    "strip_right": lambda x: x.rstrip(),
    "shift_by_length": lambda x: shift(x, len(x)),
    "shift_middle_by_length": lambda x: shift_middle(x, len(x)),
    "shift_random_up": lambda x: shift_random(x, 1),
    "shift_random_down": lambda x: shift_random(x, -1),
    "append_first": lambda x: x + x[0],
    "append_last": lambda x: x + x[-1],
    "append_middle": lambda x: x + x[len(x) // 2],
    "swap_first_last": lambda x: x[-1] + x[1:-1] + x[0] if len(x) > 1 else x,
    "first_alphabet_position": lambda x: position(x[0]),
    "last_alphabet_position": lambda x: position(x[-1]),
    "middle_alphabet_position": lambda x: position(x[len(x) // 2]),
    "shift_up": shift,
    "shift_down": lambda x, k: shift(x, -k),
    "insert_digit": lambda x, k: x[: len(x) // 2] + str(k) + x[len(x) // 2 :],
    "shift_middle_up": shift_middle,
    "shift_middle_down": lambda x, k: shift_middle(x, -k),
    "shift_up_by_letter": lambda x, i: shift_by(x, i, 1),
    "shift_down_by_letter": lambda x, i: shift_by(x, i, -1),
    "append_unless_ending": lambda x, a: x if x.endswith(a) else x + a,
    "insert_letter": lambda x, a: x[: len(x) // 2] + a + x[len(x) // 2 :],
    "count_letter": lambda x, a: word(x.count(a)),
    "split_at_letter": lambda x, a: " ".join(x.split(a)),
    "letter_index": lambda x, a: word(x.index(a)) if a in x else "none",
    "remove_letter": lambda x, a: x.replace(a, ""),
    "replace_vowels": replace_vowels,
    "replace_letter": lambda x, a, b: x.replace(a, b),
    "append_letters": lambda x, letters: x + letters,
    "swap_indices": swap,
    "shift_at_index": shift_at,
    "move_first_up": lambda x, k: move(x[0], k, "z", -25) + x[1:],
    "move_first_down": lambda x, k: move(x[0], -k, "a", 25) + x[1:],
    "move_last_up": lambda x, k: x[:-1] + move(x[-1], k, "z", -25),
    "move_last_down": lambda x, k: x[:-1] + move(x[-1], -k, "a", 25),
    "permute_letters": permute,
}


def run(steps, x):
    for step in steps:
        x = OPERATORS[step["operator"]](x, *step["params"])
    return x


def attempt(steps, x):
    try:
        output = run(steps, x)
        output.encode()
        return output
    except (LookupError, ValueError):
        return None


steps = []
for line in sys.stdin:
    message = json.loads(line)
    steps = message.get("steps", steps)
    if "inputs" in message:
        print(json.dumps([attempt(steps, x) for x in message["inputs"]]), flush=True)

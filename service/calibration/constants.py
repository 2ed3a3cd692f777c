"""The constants that code was written with, as certificates keep them: thresholds, words, patterns.

Read from the modules themselves, so that no new one is forgotten. Knows not which modules matter.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Set
from contextlib import suppress
from types import ModuleType

import regex

_NAME = re.compile(r"_?[A-Z][A-Z0-9_]*")
# Longer values, such as lists of words, are kept as a digest.
_LONGEST = 40


def constants_of(modules: Iterable[ModuleType]) -> dict[str, str]:
    """The constants of modules by name. What is no plain data, such as a type, is left out."""
    found = {}
    for module in modules:
        for name, value in vars(module).items():
            if _NAME.fullmatch(name):
                with suppress(TypeError):
                    found[f"{module.__name__}.{name}"] = _written(value)
    return found


def _written(value: object) -> str:
    # In ASCII: there are patterns that look for what no file may hold.
    text = json.dumps(_plain(value))
    return text if len(text) <= _LONGEST else hashlib.sha256(text.encode()).hexdigest()[:12]


def _plain(value: object) -> object:
    if isinstance(value, re.Pattern | regex.Pattern):
        return [value.pattern, value.flags]
    if isinstance(value, Mapping):
        return [[_plain(key), _plain(of)] for key, of in value.items()]
    if isinstance(value, Set):
        # The order of a set is another one in every process.
        return sorted((_plain(item) for item in value), key=repr)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError

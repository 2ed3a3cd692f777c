"""Reads a file of rules: YAML, and errors that say in which line what is wrong."""

import hashlib
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]
from pydantic import ValidationError

from knowledge.errors import InvalidInputError
from service.rules.model import RuleFile
from service.rules.ruleset import Rules

FILE_NAME = "rules.yaml"
MAX_BYTES = 1_000_000
_MAX_DEPTH = 10


def load_rules(path: Path | None, data: Path, *, written: bool) -> Rules:
    """The rules of a file.

    Args:
        path: the configured file; None for `rules.yaml` in the data directory, if it is there.
        data: the data directory.
        written: whether the generator writes words of its own; see `Rules`.

    Raises:
        InvalidInputError: the file cannot be read or is no file of rules; every error has its line.
    """
    file = path or data / FILE_NAME
    if path is None and not file.is_file():
        return Rules((), written=written)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InvalidInputError(f"the rules {file} cannot be read: {error.strerror}.") from error
    if len(content) > MAX_BYTES:
        raise InvalidInputError(
            f"the rules {file} have {len(content)} bytes, at most {MAX_BYTES} are accepted."
        )
    rules = parse_rules(content, str(file))
    digest = hashlib.sha256(content).hexdigest()
    return Rules(tuple(rules.rules), written=written, digest=digest)


def parse_rules(content: bytes, name: str) -> RuleFile:
    """The rules of a text; raises `InvalidInputError` with a line for each error."""
    try:
        text = content.decode("utf-8-sig")
        _refuse_what_grows(text, name)
        node = yaml.compose(text, yaml.SafeLoader)
        _refuse_repeated_keys(node, name)
        value = yaml.safe_load(text)
    except UnicodeDecodeError as error:
        raise _invalid(name, ["it is not UTF-8 text."]) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark else ""
        problem = getattr(error, "problem", None) or str(error)
        raise _invalid(name, [f"{where}{problem}"]) from error
    try:
        return RuleFile.model_validate({"rules": []} if value is None else value)
    except ValidationError as error:
        problems = [
            f"line {_line(node, p['loc'])}: {_field(p['loc'])}{p['msg']}" for p in error.errors()
        ]
        raise _invalid(name, problems) from error


def _refuse_what_grows(text: str, name: str) -> None:
    """A few bytes of aliases or brackets can cost a reader of YAML any time and memory."""
    depth = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise _invalid(name, ["aliases (`*name`) are not accepted; write the value out."])
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            line = event.start_mark.line + 1
            raise _invalid(name, [f"line {line}: it is nested more than {_MAX_DEPTH} deep."])


def _refuse_repeated_keys(node: yaml.Node | None, name: str) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[Any] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise _invalid(name, [f"line {line}: a key has to be a word."])
            if key.value in seen:
                raise _invalid(name, [f"line {line}: '{key.value}' is given twice."])
            seen.add(key.value)
            _refuse_repeated_keys(value, name)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_repeated_keys(value, name)


def _line(node: yaml.Node | None, path: tuple[int | str, ...]) -> int:
    """The line of the deepest part of a document that a path of keys and positions leads to."""
    line = 1
    for step in path:
        if isinstance(node, yaml.MappingNode):
            entries = {key.value: (key, value) for key, value in node.value}
            if step not in entries:
                continue  # the tag of a union, or a field that is missing
            key, node = entries[step]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def _field(path: tuple[int | str, ...]) -> str:
    """`rules[2].pattern: `; the kind that pydantic puts into the path of a union is left out."""
    text = ""
    for n, step in enumerate(path):
        if isinstance(step, int):
            text += f"[{step}]"
        elif not (n and isinstance(path[n - 1], int)) or n == len(path) - 1:
            text += f".{step}" if text else step
    return f"{text}: " if text else ""


def _invalid(name: str, problems: list[str]) -> InvalidInputError:
    return InvalidInputError(f"the rules {name} cannot be used: " + "; ".join(problems))

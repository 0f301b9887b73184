"""A file's bytes as a document: JSON or YAML, read strictly, with the line of what cannot be read."""

import json
import math
import re
from typing import Any

import yaml

from kehittamo_core.document.normal import Document, clean
from kehittamo_core.errors import Invalid

LIMIT = 64 * 1024 * 1024
DEPTH = 40
PARTS = 2_000_000


class _Loader(yaml.SafeLoader):
    """YAML as 1.2 reads it: dates and times stay texts, only true and false are flags, and nothing is named twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, str | int | float | bool | None):
                raise yaml.constructor.ConstructorError(None, None, "a name must be a text", key_node.start_mark)
            if key in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key!r} is named twice", key_node.start_mark)
            seen.add(key)
        return {str(name): value for name, value in super().construct_mapping(node, deep=True).items()}


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|True|false|False)$", "tTfF"),
    ("int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("float", r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)(?:[eE][-+]?[0-9]+)?$", "-+0123456789."),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise ValueError(f"{name!r} is named twice in one place")
        made[name] = value
    return made


def _no_constants(name: str) -> Any:
    raise ValueError(f"{name} is not a number that can be stored")


def read_document(data: bytes, *, yaml_only: bool = False) -> Document:
    """A document from a file's bytes.

    Raises:
        Invalid: it is neither JSON nor YAML, is too large, or holds no named values at its top.
    """
    if len(data) > LIMIT:
        raise Invalid("The file has {size} MB; at most {limit} MB are read.", size=len(data) >> 20, limit=LIMIT >> 20)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("The file is not UTF-8 text (byte {at}); save it as UTF-8.", at=error.start) from None
    try:
        value = _read_json(text) if text.lstrip()[:1] in ("{", "[") and not yaml_only else _read_yaml(text)
        _check_size(value)
        value = clean(value)
    except RecursionError:
        raise Invalid("The file is nested too deeply; at most {limit} levels are read.", limit=DEPTH) from None
    if not isinstance(value, dict):
        raise Invalid("The file holds no archive: at its top there must be format, version and programme.")
    return value


def _read_json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_no_twins, parse_constant=_no_constants)
    except json.JSONDecodeError as error:
        raise Invalid(
            "The file is not JSON: {what} (line {line}, column {column}).",
            what=error.msg,
            line=error.lineno,
            column=error.colno,
        ) from None
    except ValueError as error:
        raise Invalid("The file cannot be read: {what}.", what=str(error)) from None


def _read_yaml(text: str) -> Any:
    try:
        return yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader, made stricter above
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Invalid(
            "The file is not YAML: {what} (line {line}, column {column}).", what=error.problem or error.context or "?",
            line=mark.line + 1 if mark else 0, column=mark.column + 1 if mark else 0,
        ) from None  # fmt: skip
    except (yaml.YAMLError, ValueError) as error:
        raise Invalid("The file cannot be read: {what}.", what=str(error).splitlines()[0]) from None


def _check_size(value: Any) -> None:
    """Refuse what is nested too deeply, or what a few aliases have made enormous."""
    count = 0
    waiting = [(value, 0)]
    while waiting:
        part, depth = waiting.pop()
        count += 1
        if depth > DEPTH:
            raise RecursionError
        if count > PARTS:
            raise Invalid("The file holds more than {limit} parts; that is more than a programme has.", limit=PARTS)
        if isinstance(part, float) and not math.isfinite(part):
            raise Invalid("The file holds {value}, which is not a number that can be stored.", value=part)
        inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
        waiting.extend((each, depth + 1) for each in inner)

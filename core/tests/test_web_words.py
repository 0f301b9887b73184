"""Every word of the screens and of the core's refusals has Finnish and Swedish, with the same places in it."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

import kehittamo_core
from kehittamo_core.web import errors, report_pages, reports
from kehittamo_core.web.live import SCRIPT_WORDS
from kehittamo_core.web.process_view import DONE_WORDS
from kehittamo_core.web.versions_view import PLAIN, TITLES
from kehittamo_core.words import catalogue, is_translated
from kehittamo_core.workshop import access, lists, templates

CORE = Path(kehittamo_core.__file__).parent
ROOT = CORE.parents[1]
REFUSALS = {"Refused", "NotSignedIn", "NotAllowed", "NotFound", "Stale", "Locked", "Invalid", "TooMany"}
PLACES = string.Formatter()

Found = tuple[str, str | None, str]
"""A msgid, its plural, and where it stands."""


def of_templates() -> Iterator[Found]:
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    for file in sorted((CORE / "templates").rglob("*.html")):
        for line, function, message in environment.extract_translations(
            file.read_text(), gettext_functions=("_", "n_")
        ):
            where = f"{file.name}:{line}"
            if function == "n_":
                yield message[0], message[1], where
            else:
                yield message if isinstance(message, str) else message[0], None, where


def literals(call: ast.Call) -> list[str]:
    return [part.value for part in call.args if isinstance(part, ast.Constant) and isinstance(part.value, str)]


def of_code() -> Iterator[Found]:
    for file in sorted(CORE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if not isinstance(node, ast.Call):
                if isinstance(node, ast.Yield) and file.name == "fields.py":
                    yield from yielded(node, file.name)
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            said, where = literals(node), f"{file.name}:{node.lineno}"
            if name == "say" and said and "web" in file.parts:
                yield said[0], None, where
            elif name == "count" and len(said) == 2 and "web" in file.parts:
                yield said[0], said[1], where
            elif name in REFUSALS and said:
                yield said[0], None, where
            elif name == "Fault" and said and isinstance(node.args[1], ast.Constant):
                yield said[-1], None, where
            elif name == "word" and said:
                yield said[0], None, where
            elif name == "translate_many" and len(said) >= 2:
                yield said[-2], said[-1], where


def yielded(node: ast.Yield, where: str) -> Iterator[Found]:
    """A fault of a field type: (place, message, values)."""
    if isinstance(node.value, ast.Tuple) and len(node.value.elts) == 3:
        message = node.value.elts[1]
        if isinstance(message, ast.Constant) and isinstance(message.value, str):
            yield message.value, None, where


def of_declared() -> Iterator[Found]:
    """The words of the programme's lists, templates and comparisons, which are declared as data."""
    for declared in lists.LISTS:
        yield from ((word, None, declared.id) for word in (declared.title, declared.one, declared.help) if word)
        for field in declared.fields:
            words = (field.label, field.help, *(choice.label for choice in field.choices))
            yield from ((word, None, f"{declared.id}.{field.id}") for word in words if word)
    for template in templates.TEMPLATES:
        said = [template.title, template.summary, *(word for _, word in template.figures)]
        for meeting in templates.meetings_of(template, 4):
            said += [meeting.title, meeting.theme, *(text for text, _, _ in meeting.agenda)]
        for phase in template.phases:
            said += [phase.title, phase.task, *phase.results]
            said += [word for text, people in phase.activities for word in (text, *people)]
        yield from ((word, None, f"template {template.id}") for word in said if word)
    yield from ((word, None, "tables") for word in (*DONE_WORDS.values(), *TITLES.values(), *PLAIN.values()))


def everything() -> list[Found]:
    tables = [
        *errors.TITLES.values(),
        *errors.ADVICE.values(),
        *access._REFUSALS.values(),
        access.NO_BOARD,
        access.NO_ELEMENT,
        access.NO_PROGRAMME,
        *reports.REASONS.values(),
        reports.FULL,
        reports.BROKEN,
        report_pages.PRIVATE,
    ]
    found = [
        *of_templates(),
        *of_code(),
        *of_declared(),
        *((word, None, "scripts") for word in SCRIPT_WORDS),
        *((word, None, "tables") for word in tables),
    ]
    assert len(found) > 400
    return found


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_word_is_translated(language: str) -> None:
    missing = {
        f"{where}: {message}"
        for message, _, where in everything()
        if not is_translated("kehittamo_core", language, message)
    }
    assert not missing


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_translation_keeps_the_places_of_its_msgid(language: str) -> None:
    book = catalogue("kehittamo_core", language)
    assert book is not None
    wrong = []
    for entry in book:
        if not entry.id:
            continue
        ids = entry.id if isinstance(entry.id, tuple) else (entry.id,)
        texts = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        allowed = {name for id_ in ids for _, name, _, _ in PLACES.parse(id_) if name}
        for text in texts:
            used = {name for _, name, _, _ in PLACES.parse(text) if name}
            if not text.strip() or used - allowed or (len(ids) == 1 and used != allowed):
                wrong.append((ids[0], text))
    assert not wrong


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_catalogue_holds_no_word_that_nobody_says(language: str) -> None:
    said = {message for message, _, _ in everything()}
    for file in sorted(CORE.rglob("*.py")):
        constants = (node.value for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Constant))
        said |= {value for value in constants if isinstance(value, str)}
    book = catalogue("kehittamo_core", language)
    assert book is not None
    unused = {entry.id if isinstance(entry.id, str) else entry.id[0] for entry in book if entry.id} - said
    assert not unused


def test_the_words_of_the_scripts_are_the_ones_they_say() -> None:
    said: set[str] = set()
    for file in sorted((ROOT / "core/browser").glob("*.ts")):
        source = file.read_text()
        said |= set(re.findall(r'\bsay\(\s*"([^"]+)"', source))
        said |= {
            text for text in re.findall(r':\s*"([^"]+)",', source) if text in SCRIPT_WORDS or " kept below." in text
        }
        said |= {text for text in re.findall(r'= "([^"]+)";', source) if " kept below." in text}
        said |= {part for found in re.findall(r'\bsay\([^()]*\?\s*"([^"]+)"\s*:\s*"([^"]+)"', source) for part in found}
    assert said == set(SCRIPT_WORDS)

"""docs/exchange-format.md is true: its example is read, written and read again, and every part of the form is told."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from core.tests.archive_kit import everything, read, written
from kehittamo_core.database.engine import Database
from kehittamo_core.document.form import BOARD, DOCUMENT, GOAL, ITEM, LINK, PARTICIPANT, PROGRAMME, STAGE
from kehittamo_core.document.specs import Form
from kehittamo_core.exchange import read_document, schema, validate
from kehittamo_core.fields import Field
from kehittamo_core.loading import Plugins, load_plugins

PAGE = (Path(__file__).parents[2] / "docs" / "exchange-format.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def installed() -> Plugins:
    return load_plugins()


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    found = re.search(r"<!-- example -->\n```yaml\n(.*?)```\n<!-- end of example -->", PAGE, re.DOTALL)
    assert found is not None
    return read_document(found.group(1).encode())


def test_the_example_is_read_and_written(database: Database, installed: Plugins, example: dict[str, Any]) -> None:
    assert [str(fault) for fault in validate(example, installed)] == []
    programme = read(database, installed, example)
    before = everything(database)
    first = written(database, programme)
    read(database, installed, example)
    read(database, installed, json.loads(first), replace=True)
    assert everything(database) == before
    assert written(database, programme) == first
    jsonschema.validate(json.loads(first), schema(installed))


def test_the_example_has_a_board_of_every_method(installed: Plugins, example: dict[str, Any]) -> None:
    assert {board["method"] for board in example["boards"]} == set(installed.methods)
    assert set(example) >= {name for name in DOCUMENT.parts if name != "version"}


@pytest.mark.parametrize("form", [DOCUMENT, PROGRAMME, GOAL, STAGE, PARTICIPANT, BOARD, ITEM, LINK])
def test_every_part_of_the_form_is_named_on_the_page(form: Form) -> None:
    for name in form.parts:
        assert re.search(rf"\b{name}\b", PAGE), name


def test_every_field_type_is_told() -> None:
    table = PAGE.partition("## Values by field type")[2].partition("## links")[0]
    for name in Field.__annotations__["type"].__args__:
        assert re.search(rf"^\|.*\b{name}\b", table, re.MULTILINE), name

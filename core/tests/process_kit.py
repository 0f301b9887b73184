"""A process over HTTP: programmes made, entries added, archives read, for the tests of a process."""

import sqlite3
from typing import Any

from core.tests.web_kit import World, words
from kehittamo_core.workshop.archive_export import export_document


def document(world: World, programme: str = "programme") -> dict[str, Any]:
    return world.database.now(lambda session: export_document(session, world.ids[programme]))


def made(world: World, **form: str) -> str:
    """A programme made from the page of templates; its address."""
    answer = world.post("coordinator", "/programmes", {"title": "Siun soten Vaikuttavuuskehittämö", **form})
    assert answer.status_code == 303, words(answer.text)
    address = str(answer.headers["location"]).removesuffix("/plan")
    world.ids["made"] = address.rsplit("/", 1)[1]
    return address


def add(world: World, role: str, list_id: str, programme: str = "programme", **values: str) -> str:
    """An entry added by its form; its key."""
    form = {f"v.{name}": value for name, value in values.items() if name != "parent"}
    form.update({"parent": values["parent"]} if "parent" in values else {})
    answer = world.post(role, f"/p/{world.ids[programme]}/lists/{list_id}", form)
    assert answer.status_code == 303, words(answer.text)
    return str(answer.headers["location"].rpartition(f"#{list_id}-")[2])


def rows(world: World, query: str) -> list[Any]:
    with sqlite3.connect(world.database.path) as connection:
        return connection.execute(query, (world.ids["programme"],)).fetchall()

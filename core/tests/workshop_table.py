"""A workshop to try commands on: the sample programme, people by name, and what they do."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.tests import samples
from kehittamo_core.board import Board
from kehittamo_core.database import models as m
from kehittamo_core.loading import Plugins
from kehittamo_core.workshop import commands as c
from kehittamo_core.workshop import joining
from kehittamo_core.workshop.archive import export_document, import_document
from kehittamo_core.workshop.boards import build_board
from kehittamo_core.workshop.carrying import execute
from kehittamo_core.workshop.events import board_room, events_after
from kehittamo_core.workshop.people import OPERATOR, Identity


class Table:
    """A workshop to try commands on: the sample programme, and people by name."""

    def __init__(self, session: Session, plugins: Plugins) -> None:
        self.session = session
        self.plugins = plugins
        self.programme = import_document(session, plugins, OPERATOR, samples.archive())
        for row in session.scalars(select(m.Participant)):
            row.language = "en"
        self.board = self.board_id("b-yhteinen")
        self.other = self.board_id("b-ryhma")
        self.aino, self.eero, self.olli = self.person("aino"), self.person("eero"), self.person("olli")
        self.helper = replace(joining.account_named(session, "Apu", "facilitator"), language="en")
        self.count = 0

    def board_id(self, key: str) -> str:
        return self.session.scalars(select(m.Board.id).where(m.Board.key == key)).one()

    def person(self, key: str) -> Identity:
        row = self.session.scalars(select(m.Participant).where(m.Participant.key == key)).one()
        who = joining.identity_of(self.session, None, row.id)
        assert who is not None
        return who

    def id(self, key: str) -> str:
        return self.session.scalars(select(m.Element.id).where(m.Element.key == key)).one()

    def do(self, who: Identity, command: Callable[..., c.Command], /, **parts: Any) -> c.Done:
        self.count += 1
        parts.setdefault("command_id", f"c{self.count}")
        return execute(self.session, self.plugins, who, command(**parts))

    def picture(self, board: str | None = None, language: str = "fi") -> Board:
        return build_board(self.session, self.plugins, board or self.board, "expert", language)

    def events(self, room: str | None = None) -> list[tuple[str, str]]:
        return [(row.kind, row.ref) for row in events_after(self.session, room or board_room(self.board), 0)]

    def refused(
        self, error: type[Exception], message: str, who: Identity, command: Callable[..., c.Command], /, **parts: Any
    ) -> Any:  # fmt: skip
        """A command that is refused, and leaves nothing."""
        before = self.everything()
        with pytest.raises(error, match=message) as caught, self.session.begin_nested():
            self.do(who, command, **parts)
        self.session.expire_all()
        assert self.everything() == before
        return caught.value

    def everything(self) -> str:
        rows = [self.session.scalar(select(func.count()).select_from(table)) for table in m.Base.metadata.sorted_tables]
        return json.dumps([rows, export_document(self.session, self.programme)], sort_keys=True)

"""The form of an archive, part by part, as docs/exchange-format.md tells it."""

import base64
import re
from datetime import datetime
from typing import Any

from kehittamo_core.document.specs import Anything, Form, ListOf, MapOf, OneOf, Pattern, Plain, Spec, Whole, Words
from kehittamo_core.fields import Field

FORMAT = "kehittamo"
VERSION = 1

ID_PATTERN = r"[A-Za-zÅÄÖåäö0-9_.-]{1,64}"
ID_WORDS = "an id: letters, digits, - _ and ., at most 64"
LANGUAGE_PATTERN = r"[a-z]{2,3}"

TEXT = Words()
LONG = Words(limit=20_000)
LINE = Words(limit=200, lines=False)
TITLE = Words(limit=400, lines=False)
ID = Pattern(ID_PATTERN, ID_WORDS)
NAME = Pattern(r"[a-z][a-z0-9_]{0,63}", "a name of small letters, digits and _")
LANGUAGE = Pattern(LANGUAGE_PATTERN, "a language such as fi")
FLAG = Plain(Field(id="flag", label="", type="flag"))
NUMBER = Plain(Field(id="number", label="", type="number"))
DATE = Plain(Field(id="date", label="", type="date"))
CLOCK = Pattern(r"([01]\d|2[0-3]):[0-5]\d", 'a time such as "12:30"')
MOMENT = Pattern(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})",
    "a moment such as 2018-02-14T10:05:00Z",
    lambda value: _is_moment(value),
)
CODE = Pattern(r"[A-ZÅÄÖ]{1,3}-[1-9]\d{0,6}", "a short id such as P-3")

DIRECTIONS = ("increase", "decrease", "keep")
STAGE_KINDS = ("start_day", "workshop", "interim", "result_day")
STAGE_STATES = ("coming", "now", "done")
AGENDA_KINDS = ("service", "speech", "presentation", "break", "activity", "closing")
ACTOR_KINDS = ("actor", "organisation", "role", "service", "network", "function")
PARTICIPANT_ROLES = ("expert", "secretary", "observer")
PARTICIPANT_KINDS = ("expert", "customer", "relative", "experience", "support", "decider")
BOARD_STATES = ("open", "locked")
PAGE_STYLES = ("text", "finding", "quote", "questions", "section")
QUESTION_STATES = ("open", "answered")
PROGRAMME_STATES = ("result_day", "ended")
COUNTED = ("workshops", "months", "people", "organisations", "goals", "boards", "notes")
DELIVERABLE_STATES = ("missing", "begun", "done")
IMAGE_USES = ("image", "logo")
IMAGE_TYPES = ("image/png", "image/jpeg")
IMAGE_MARKS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
LARGEST_IMAGE = 10 * 1024 * 1024
STANDS = ("support", "reservation")
TASK_STATES = ("draft", "open", "locked", "done")
TASK_ROUNDS = ("alone", "pairs", "group")
TASK_SIGNING = ("name", "group", "anonymous")


def _is_moment(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def is_image(value: str) -> bool:
    """Whether base64 holds a PNG or a JPEG of a size that is taken."""
    if len(value) > LARGEST_IMAGE * 4 // 3 + 4:
        return False
    try:
        return base64.b64decode(value, validate=True).startswith(IMAGE_MARKS)
    except ValueError:
        return False


MARKS: dict[str, Spec] = {
    "sources": ListOf(Words(limit=400)),
    "uncertain": MapOf(Words(), Words(limit=64)),
    "inferred": ListOf(Words(limit=64)),
}
TRANSLATIONS = MapOf(MapOf(TEXT, Words(limit=64)), LANGUAGE)


def marked(needs: tuple[str, ...] = ("id",), about: str = "", **parts: Spec) -> Form:
    """A form with an id and the marks of where it came from."""
    return Form({"id": ID, **parts, **MARKS}, needs, about)


GOAL = Form(
    {
        "text": TEXT,
        "targets": ListOf(
            marked(text=TEXT, direction=OneOf(DIRECTIONS), amount=NUMBER, unit=LINE, group=LINE, deadline=DATE)
        ),
        "translations": TRANSLATIONS,
        **MARKS,
    },
    about="the one shared goal of change",
)
POINT = marked(text=LONG)
LINES = ListOf(Words(limit=400))
COUNT = Form({"text": LINE, "value": NUMBER}, ("text",), about="one part of a count, such as a municipality")
IMAGE = marked(
    ("id", "credit", "media_type", "data"),
    credit=LINE, alt=TEXT, use=OneOf(IMAGE_USES), media_type=OneOf(IMAGE_TYPES), width=Whole(1, 20_000), height=Whole(1, 20_000),
    restricted=FLAG, shown_to=ListOf(ID),
    data=Pattern(r"[A-Za-z0-9+/]+={0,2}", "an image in base64", lambda value: is_image(value)),
)  # fmt: skip
CONCEPT = marked(
    title=TITLE, date=DATE, text=LONG, why=LONG, profiles=LINES, value=LINES, barriers=LINES, principles=LINES, phases=LINES,
)  # fmt: skip
CHAPTER = Form(
    {
        "id": ID,
        "kind": OneOf(("chapter", "page")),
        "left_out": FLAG,
        "unplaced": FLAG,
        "introduction": LONG,
        "title": TITLE,
        "text": LONG,
        "style": OneOf(PAGE_STYLES),
        "by": LINE,
        "perspective": ID,
        "agenda": ID,
        "images": ListOf(ID),
        "translations": TRANSLATIONS,
        "sources": MARKS["sources"],
    },
    ("id",),
    "a chapter of the result report where it differs from what it is by itself, or a free page",
)

PROGRAMME = Form(
    {
        "id": ID,
        "title": TITLE,
        "languages": ListOf(LANGUAGE, least=1),
        "banner": LINE,
        "practice": FLAG,
        "goal": GOAL,
        "figures": ListOf(marked(text=LINE, value=NUMBER, unit=LINE, counted=OneOf(COUNTED))),
        "background": ListOf(POINT),
        "target_group": LONG,
        "area": Form({"text": LONG, "excluded": ListOf(LINE), "reason": LONG, **MARKS}),
        "challenge": ListOf(POINT),
        "principles": ListOf(marked(text=LONG, heading=TITLE)),
        "perspectives": ListOf(marked(actor=ID, goal=LONG, benefit_heading=TITLE, benefits=ListOf(TEXT))),
        "acknowledgement": LONG,
        "credits": ListOf(POINT),
        "website": LINE,
        "footer": LINE,
        "images": ListOf(IMAGE),
        "state": OneOf(PROGRAMME_STATES),
        "phases": ListOf(marked(title=TITLE, number=LINE, task=LONG, results=LINES, when=LINE)),
        "activities": ListOf(marked(text=LONG, phase=ID, stage=ID, takes_part=LINES, note=LINE)),
        "counts": ListOf(marked(text=LINE, stated=NUMBER, activity=ID, parts=ListOf(COUNT))),
        "deliverables": ListOf(
            marked(text=LONG, state=OneOf(DELIVERABLE_STATES), link=LINE, phase=ID, owner=ID, due=DATE)
        ),
        "concepts": ListOf(CONCEPT),
        "cases": ListOf(marked(title=TITLE, place=LINE, text=LONG, link=LINE)),
        "evidence": ListOf(marked(title=TITLE, author=LINE, year=LINE, link=LINE, text=LONG)),
        "report": ListOf(CHAPTER),
        "terms": ListOf(marked(term=LINE, aliases=ListOf(LINE), meaning=LONG)),
        "actors": ListOf(marked(name=LINE, kind=OneOf(ACTOR_KINDS), aliases=ListOf(LINE), part_of=ID)),
        "labels": MapOf(LINE, Words(limit=200)),
        **MARKS,
    },
    ("id", "title"),
)

AGENDA_ITEM = marked(
    text=LONG, time=CLOCK, minutes=NUMBER, kind=OneOf(AGENDA_KINDS), presenter=LINE, parallel=FLAG, groups=ListOf(ID),
    takes_part=LINES, boards=ListOf(ID),
)  # fmt: skip
STAGE = marked(
    ("id", "kind"),
    kind=OneOf(STAGE_KINDS), number=Whole(1, 99), title=TITLE, theme=LONG, date=DATE, end_date=DATE, date_text=LINE, start=CLOCK, end=CLOCK,
    state=OneOf(STAGE_STATES), agenda=ListOf(AGENDA_ITEM),
)  # fmt: skip
GROUP = marked(number=Whole(1, 999), name=LINE, task=TEXT, profile=ID)
PARTICIPANT = marked(
    ("id", "name"),
    name=LINE, organisation=LINE, role=OneOf(PARTICIPANT_ROLES), kind=OneOf(PARTICIPANT_KINDS), group=ID,
    together=ListOf(ID),
)  # fmt: skip

ROUND = Form({"kind": OneOf(TASK_ROUNDS), "minutes": NUMBER}, ("kind",), "a round of a task")
TASK = marked(
    ("id", "title"),
    stage=ID, agenda_item=ID, number=Whole(1, 720), title=TITLE, instruction=TEXT, plain=TEXT, method=NAME, starter=NAME, model=ID,
    per_group=FLAG, groups=ListOf(ID), boards=ListOf(ID), view=LINE, rounds=ListOf(ROUND), round=Whole(0, 99), rotates=FLAG,
    shift=Whole(0, 10_000), signing=OneOf(TASK_SIGNING), hidden=FLAG, revealed=FLAG, state=OneOf(TASK_STATES), minutes=NUMBER,
)  # fmt: skip

PLACE = Form({"x": NUMBER, "y": NUMBER}, ("x", "y"))
ORIGIN = Form(
    {"code": CODE, "text": TEXT, "table": LINE}, about="an item that went up in this one, and the table it came from"
)
VALUES = MapOf(Anything(), Words(limit=64))
ITEM = marked(
    ("id", "kind"),
    code=CODE, kind=NAME, zone=Words(limit=64, lines=False), order=NUMBER, place=PLACE, values=VALUES,
    translations=TRANSLATIONS, author=ID, signed=LINE, origins=ListOf(ORIGIN),
)  # fmt: skip
LINK = marked(
    ("id", "kind", "source", "target"),
    code=CODE, kind=NAME, source=ID, target=ID, values=VALUES, translations=TRANSLATIONS, author=ID,
)  # fmt: skip
LINK_ACROSS = marked(
    ("id", "kind", "method", "source", "target"),
    code=CODE, method=NAME, kind=NAME, source=ID, target=ID, values=VALUES, translations=TRANSLATIONS, author=ID,
)  # fmt: skip
SPREAD = Form(
    {
        "kind": NAME, "source": ID, "target": ID, "field": NAME,
        "counts": ListOf(Form({"value": Anything(), "count": Whole(1, 100_000)}, ("value", "count")), least=1),
    },
    ("kind", "source", "target", "field", "counts"),
    about="how people rated a link's field alone: how many gave each value",
)  # fmt: skip
BOARD = marked(
    ("id", "method"),
    method=NAME, version=Whole(1, 9999), title=TITLE, stage=ID, group=ID, state=OneOf(BOARD_STATES),
    settings=MapOf(Anything(), Words(limit=64)), restricted=FLAG, shown_to=ListOf(ID), items=ListOf(ITEM), links=ListOf(LINK),
    spreads=ListOf(SPREAD),
)  # fmt: skip

DOCUMENT = Form(
    {
        "format": OneOf((FORMAT,)),
        "version": OneOf((VERSION,)),
        "programme": PROGRAMME,
        "stages": ListOf(STAGE),
        "groups": ListOf(GROUP),
        "participants": ListOf(PARTICIPANT),
        "boards": ListOf(BOARD),
        "links": ListOf(LINK_ACROSS),
        "comments": ListOf(
            Form(
                {"id": ID, "element": ID, "text": TEXT, "author": ID, "signed": LINE, "written": MOMENT, "done": FLAG},
                ("id", "element", "text"),
            )
        ),
        "ballots": ListOf(
            Form(
                {
                    "id": ID,
                    "title": TITLE,
                    "boards": ListOf(ID),
                    "points": Whole(1, 100),
                    "cap": Whole(1, 100),
                    "voters": Whole(0, 100_000),
                    "closed": MOMENT,
                    "overruled": ListOf(
                        Form(
                            {"element": ID, "points": Whole(0, 10_000), "reason": LONG, "name": LINE, "at": MOMENT},
                            ("element", "points", "reason"),
                            about="a result that a facilitator set beside the count",
                        )
                    ),
                },
                ("id", "points", "closed"),
                about="a vote that was held and closed",
            )
        ),
        "votes": ListOf(
            Form(
                {
                    "element": ID,
                    "participant": ID,
                    "group": ID,
                    "signed": LINE,
                    "points": Whole(0, 10_000),
                    "ballot": ID,
                },
                ("element", "points"),
            )
        ),
        "decisions": ListOf(marked(text=LONG, reason=LONG, date=DATE, owner=ID, elements=ListOf(ID))),
        "questions": ListOf(marked(text=LONG, state=OneOf(QUESTION_STATES), answer=LONG, owner=ID)),
        "next_steps": ListOf(marked(text=LONG, owner=ID, due=DATE, done=FLAG)),
        "interim_tasks": ListOf(marked(text=LONG, stage=ID, owner=ID, due=DATE, done=FLAG, done_by=ListOf(ID))),
        "tasks": ListOf(TASK),
        "support": ListOf(
            Form({"participant": ID, "stand": OneOf(STANDS), "reason": LONG}, ("participant", "stand")),
        ),
    },
    ("format", "version", "programme"),
    about="A programme of Kehittämö: see docs/exchange-format.md",
)

LISTS = (
    "stages", "groups", "participants", "boards", "links", "comments", "ballots", "votes", "decisions", "questions", "next_steps",
    "interim_tasks", "tasks", "support",
)  # fmt: skip
"""The lists at the top level, in the order in which they are read."""


def is_id(value: Any) -> bool:
    """Whether a value has the form of an id."""
    return isinstance(value, str) and re.fullmatch(ID_PATTERN, value) is not None

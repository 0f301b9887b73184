"""What takes more than one note: a family with its axes, a whole profile, its place by numbers, a service map, a diary's day."""

from collections.abc import Mapping
from typing import Any

from kehittamo_core.api import Action, Add, Board, Change, Changes, Connect, Field, Invalid, Item, Outcome
from kehittamo_empathy_map.families import axes_of
from kehittamo_empathy_map.kinds import FICTIONAL
from kehittamo_empathy_map.kinds_collected import CHANNEL, CODE_HELP, DAYS, FELT, OFTEN

Values = Mapping[str, Any]
ENDS = " – "


def _said(values: Values, name: str) -> str:
    return " ".join(str(values.get(name) or "").split())


def _named(board: Board, kind: str, name: str) -> Item | None:
    """An item by its id, its short id or its text, whatever the case."""
    wanted = " ".join(name.casefold().split())
    if not wanted:
        return None
    return next(
        (
            item
            for item in board.of(kind)
            if item.id == name or wanted in (item.code.casefold(), " ".join(item.text.casefold().split()))
        ),
        None,
    )


def _wanted(board: Board, kind: str, name: str) -> Item:
    found = _named(board, kind, name)
    if found is None:
        known = ", ".join(item.code for item in board.of(kind)) or "–"
        raise Invalid(
            board.say(
                "There is no {what} “{name}” here; there are {known}.", what=board.label(kind), name=name, known=known
            )
        )
    return found


def add_family(board: Board, values: Values) -> Outcome:
    """A family with its two axes and its slider pairs, all or nothing.

    Raises:
        Invalid: no name, a name twice, an axis without a name or an end, a slider pair that is no pair.
    """
    name = _said(values, "name")
    if not name:
        raise Invalid(board.say("Give the family a name."))
    if _named(board, "family", name) is not None:
        raise Invalid(board.say("There is a family “{name}” already.", name=name))
    made: list[Add | Change | Connect] = [
        Add(
            kind="family",
            ref="family",
            values=_filled(text=name, origin=_said(values, "origin"), mixed=_said(values, "mixed")),
        )
    ]
    for number, axis in enumerate(("across", "up")):
        parts = {part: _said(values, f"{axis}_{part}") for part in ("name", "question", "low", "high")}
        if not (parts["name"] and parts["low"] and parts["high"]):
            raise Invalid(board.say("Both axes need a name and two ends."))
        text = parts.pop("name")
        made += [
            Add(kind="axis", ref=f"axis-{number}", values=_filled(text=text, **parts)),
            Connect(kind="in_family", source=f"axis-{number}", target="family"),
        ]
    for number, line in enumerate(values.get("sliders") or ()):
        left, between, right = str(line).replace(" - ", ENDS).partition(ENDS)
        if not (between and left.strip() and right.strip()):
            raise Invalid(
                board.say(
                    "“{line}” is no pair: write both ends with a dash between them, as Alone – Together.", line=line
                )
            )
        made += [
            Add(kind="slider", ref=f"slider-{number}", values={"left": left.strip(), "right": right.strip()}),
            Connect(kind="in_family", source=f"slider-{number}", target="family"),
        ]
    return Outcome(changes=tuple(made), message=board.say("The family {name} is there.", name=name))


def _filled(**values: Any) -> Values:
    return {name: value for name, value in values.items() if value not in (None, "")}


def add_profile(board: Board, values: Values) -> Outcome:
    """A profile with what is typical of it, its building blocks and services; a bare name is enough.

    Raises:
        Invalid: no name, a name twice, or a family that is not there.
    """
    name = _said(values, "name")
    if not name:
        raise Invalid(board.say("Give the profile a name; it is enough to begin with."))
    if _named(board, "profile", name) is not None:
        raise Invalid(board.say("There is a profile “{name}” already.", name=name))
    card = {part: values.get(part) for part in ("description", "share", "share_source", "origin")}
    made: list[Add | Change | Connect] = [Add(kind="profile", ref="profile", values=_filled(text=name, **card))]
    if family := _said(values, "family"):
        made.append(Connect(kind="in_family", source="profile", target=_wanted(board, "family", family).id))
    for kind, part in (("trait", "traits"), ("block", "blocks"), ("service", "services")):
        for number, line in enumerate(dict.fromkeys(str(line).strip() for line in values.get(part) or ())):
            known = _named(board, "service", line) if kind == "service" else None
            ref = known.id if known else f"{kind}-{number}"
            if known is None and line:
                made.append(Add(kind=kind, ref=ref, values={"text": line}))
            if line:
                made.append(Connect(kind="describes", source=ref, target="profile"))
    return Outcome(changes=tuple(made), message=board.say("The profile {name} is there.", name=name))


def place_profile(board: Board, values: Values) -> Outcome:
    """A profile's place on its family's two axes, by numbers from 0 to 100; an empty number means not known.

    Raises:
        Invalid: no such profile, a family without two axes, or a number outside 0-100.
    """
    profile = _wanted(board, "profile", _said(values, "profile"))
    axes = axes_of(board, profile)
    if len(axes) < 2:
        raise Invalid(board.say("The family of {profile} has no two axes yet.", profile=profile.text or profile.code))
    changes: Changes = ()
    for axis, value in zip(axes, (values.get("across"), values.get("up")), strict=True):
        if value is not None and not 0 <= value <= 100:
            raise Invalid(
                board.say("{value} is not between 0 and 100; leave it empty where it is not known.", value=value)
            )
        link = next((one for one in board.outgoing(profile, "placed_on") if one.target == axis.id), None)
        if link is not None:
            changes += (Change(id=link.id, values={"value": value}),)
        elif value is not None:
            changes += (Connect(kind="placed_on", source=profile.id, target=axis.id, values={"value": value}),)
    return Outcome(changes=changes, message=board.say("{profile} has its place.", profile=profile.text or profile.code))


def _sheet(board: Board, kind: str, values: Values) -> tuple[str, list[Add | Change | Connect]]:
    """Somebody's map or diary by its code, and what makes it or fills in where it is from."""
    code = _said(values, "code")
    if not code:
        raise Invalid(board.say("Make up a code for yourself, such as KU-07; do not write your name."))
    about = _filled(municipality=_said(values, "municipality"), group=_said(values, "group"))
    sheet = _named(board, kind, code)
    if sheet is None:
        return "sheet", [Add(kind=kind, ref="sheet", values={"text": code, **about})]
    new = {name: value for name, value in about.items() if sheet.get(name) != value}
    return sheet.id, [Change(id=sheet.id, values=new)] if new else []


def _service(board: Board, name: str) -> tuple[str, list[Add | Change | Connect]]:
    known = _named(board, "service", name)
    return (known.id, []) if known else ("service", [Add(kind="service", ref="service", values={"text": name})])


def _like(board: Board, values: Values, sheet: str) -> list[Add | Change | Connect]:
    name = _said(values, "profile")
    if not name:
        return []
    profile = _wanted(board, "profile", name)
    stored = board.item(sheet)
    if stored is not None and any(link.target == profile.id for link in board.outgoing(stored, "like")):
        return []
    return [Connect(kind="like", source=sheet, target=profile.id)]


def fill_map(board: Board, values: Values) -> Outcome:
    """One service onto one person's service map; the map is made with its first service, a service twice is changed.

    Raises:
        Invalid: no code, no service, or a profile that is not there.
    """
    sheet, changes = _sheet(board, "service_map", values)
    name = _said(values, "service")
    if not name:
        raise Invalid(board.say("Which service did you use? Write its name."))
    service, made = _service(board, name)
    changes += made
    told = _filled(channel=values.get("channel"), often=values.get("often"))
    stored = board.item(sheet)
    link = next((one for one in board.outgoing(stored, "used") if one.target == service), None) if stored else None
    if link is None:
        changes.append(Connect(kind="used", source=sheet, target=service, values=told))
    elif told:
        changes.append(Change(id=link.id, values=told))
    changes += _like(board, values, sheet)
    count = (len(board.outgoing(stored, "used")) if stored else 0) + (link is None)
    message = board.say_many(
        "{service} is on the map {code}: {number} service.", "{service} is on the map {code}: {number} services.", count,
        service=name, code=_said(values, "code"),
    )  # fmt: skip
    return Outcome(changes=tuple(changes), message=message)


def fill_diary(board: Board, values: Values) -> Outcome:
    """One entry of one person's diary; the diary is made with its first entry.

    Raises:
        Invalid: no code, nothing written, or a profile that is not there.
    """
    sheet, changes = _sheet(board, "diary", values)
    text = str(values.get("text") or "").strip()
    if not text:
        raise Invalid(board.say("What happened? Write a line about the day."))
    entry = _filled(
        text=text, day=values.get("day"), felt=values.get("felt"), tags=list(values.get("tags") or ()) or None
    )
    changes += [Add(kind="entry", ref="entry", values=entry), Connect(kind="written_in", source="entry", target=sheet)]
    if name := _said(values, "service"):
        service, made = _service(board, name)
        changes += made
        told = _filled(channel=values.get("channel"))
        changes.append(Connect(kind="used", source="entry", target=service, values=told))
    changes += _like(board, values, sheet)
    stored = board.item(sheet)
    days = {str(item.get("day")) for item in board.before(stored, "written_in") if item.get("day")} if stored else set()
    days |= {str(values["day"])} if values.get("day") else set()
    message = board.say(
        "Stored in the diary {code}: {days} of 7 days have an entry.", code=_said(values, "code"), days=len(days)
    )
    return Outcome(changes=tuple(changes), message=message)


_WHO = (
    Field(id="code", label="Your code", help=CODE_HELP, required=True),
    Field(id="municipality", label="Municipality"),
    Field(id="group", label="Group"),
)
_WHOSE = (*(field.id for field in _WHO), "profile")
"""What stays in the form for the next service or day of the same person."""
_PROFILE = Field(id="profile", label="Most like the profile", help="Its name or short id, where it is known.")

ACTIONS = (
    Action(
        id="family", label="A profile family with its axes", run=add_family,
        help="Two axes and any number of slider pairs, which may be others than those of another family.",
        fields=(
            Field(id="name", label="Name of the family", required=True),
            Field(id="origin", label="Where the material is from"),
            Field(id="mixed", label="Other material in it", help="For example interviews from another municipality."),
            Field(id="across_name", label="Axis across: name"), Field(id="across_question", label="Axis across: question"),
            Field(id="across_low", label="Axis across: left end"), Field(id="across_high", label="Axis across: right end"),
            Field(id="up_name", label="Axis up: name"), Field(id="up_question", label="Axis up: question"),
            Field(id="up_low", label="Axis up: lower end"), Field(id="up_high", label="Axis up: upper end"),
            Field(id="sliders", label="Slider pairs", many=True, help="Both ends with a dash between them: Alone – Together"),
        ),
    ),
    Action(
        id="profile", label="A profile with its card", run=add_profile, setup=False, zone="profiles", help=FICTIONAL,
        fields=(
            Field(id="name", label="Name of the profile", required=True),
            Field(id="family", label="Profile family", help="Its name or short id, where there are several."),
            Field(id="description", label="Description", type="text", help=FICTIONAL),
            Field(id="traits", label="Typical of the profile", many=True),
            Field(id="blocks", label="Building blocks of a good experience", many=True),
            Field(id="services", label="Examples of services used", many=True),
            Field(id="share", label="Share of the customers", type="number", unit="%"),
            Field(id="share_source", label="Source of the share"),
            Field(id="origin", label="Where the material is from"),
        ),
    ),
    Action(
        id="place", label="The place of a profile by numbers", run=place_profile, setup=False, zone="profiles",
        help="From 0 to 100 on each axis of its family. Leave empty what is not known.",
        fields=(
            Field(id="profile", label="Which profile", help="Its name or short id.", required=True),
            Field(id="across", label="Axis across", type="number"), Field(id="up", label="Axis up", type="number"),
        ),
    ),
    Action(
        id="service_map", label="Fill in a service map", run=fill_map, setup=False, zone="service_maps", keeps=_WHOSE,
        help="One service at a time: your code stays in its place for the next one.",
        fields=(
            *_WHO, Field(id="service", label="Service", required=True),
            Field(id="channel", label="How", type="choice", choices=CHANNEL),
            Field(id="often", label="How often in three months", type="choice", choices=OFTEN), _PROFILE,
        ),
    ),
    Action(
        id="diary", label="Write in a diary", run=fill_diary, setup=False, zone="entries", keeps=_WHOSE,
        help="Seven days, an entry or more for each; your code brings them together.",
        fields=(
            *_WHO, Field(id="day", label="Day of the week's diary", type="choice", choices=DAYS),
            Field(id="text", label="What happened", type="text", required=True), Field(id="service", label="Service"),
            Field(id="channel", label="How", type="choice", choices=CHANNEL),
            Field(id="felt", label="How did it go", type="choice", choices=FELT), Field(id="tags", label="Tags", many=True), _PROFILE,
        ),
    ),
)  # fmt: skip

"""The chapters before the boards: where the work started from, the day, challenge and goal, terms, perspectives."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple
from xml.etree.ElementTree import Element

from kehittamo_core.api import Cell
from kehittamo_exports.chapters.cover import figure_parts
from kehittamo_exports.page.draft import POINT, Draft
from kehittamo_exports.page.text import headline
from kehittamo_exports.reading import Entry, Said, Version


def starting_points(version: Version, draft: Draft) -> None:
    """The planned figures large, the background, the target group, the area with what was left out and why."""
    pen, voice, programme = draft.pen, version.voice, version.programme
    figures = []
    for entry in version.entries("figures"):
        value, rest = figure_parts(version, entry)
        figures.append(pen("p", pen.verbatim("b", value) if value else None, pen("span", rest)))
    if figures:
        columns = f"grid-template-columns:repeat({min(len(figures), 4)},1fr)"
        many = len(figures) > 4
        rows = -(-len(figures) // 4)
        node = pen("div", figures, class_="figures many" if many else "figures", style=columns)
        draft.add(node, (17 if many else 38) * rows + 12)
    background = [version.said(entry) for entry in version.entries("background")]
    if background:
        draft.head(voice("Background"), 2)
        draft.points(background)
    group = version.said(programme, "target_group")
    if group:
        draft.head(voice("Target group"), 2)
        draft.quote(group)
    area: Entry = programme.get("area") or {}
    if version.said(area) or area.get("excluded"):
        draft.head(voice("Area"), 2)
        draft.quote(version.said(area))
        if area.get("excluded"):
            draft.say(voice("Left out: {places}", places=", ".join(area["excluded"])))
        reason = version.said(area, "reason")
        if reason:
            draft.quote(Said(voice("Reason: {reason}", reason=reason.text), reason.lang))
    if programme.get("website"):
        draft.say(str(programme["website"]), "meta")


def has_starting_points(version: Version) -> bool:
    """Whether there is anything to say of them."""
    programme = version.programme
    return any(programme.get(name) for name in ("figures", "background", "target_group", "area", "website"))


class Presented(NamedTuple):
    """Where the report tells of an agenda item: the id of a chapter or section, and its first and last chapter's numbers."""

    id: str
    numbers: tuple[int, int]


def _told(version: Version, one: Presented | None) -> str:
    """The chapters that tell of an agenda item, in words."""
    if one is None or not one.numbers[0]:
        return ""
    first, last = one.numbers
    if first == last:
        return version.voice("chapter {number}", number=first)
    return version.voice("chapters {first}–{last}", first=first, last=last)


def the_day(version: Version, draft: Draft, presented: Mapping[str, Presented] = MappingProxyType({})) -> None:
    """The result day's programme with links to what the report tells of each item, and the meetings that led to it."""
    voice, day = version.voice, version.result_day
    agenda = day.get("agenda") or ()
    when = " ".join(
        part for part in (voice.day(day.get("date")), voice.hours(day.get("start"), day.get("end"))) if part
    )
    if when:
        draft.say(when, "lead")
    rows: list[Sequence[Cell]] = []
    for entry in agenda:
        text = version.said(entry)
        presenter = entry.get("presenter") or ""
        minutes = voice("{minutes} min", minutes=entry["minutes"]) if entry.get("minutes") else ""
        told = _told(version, presented.get(str(entry.get("id"))))
        rows.append((text.text, voice.clock(entry.get("time")), minutes, presenter, told))
    columns = [voice("Item"), voice("Time"), voice("Length"), voice("Presenter"), voice("In the report")]
    kept = [0, 1, *(index for index in (2, 3, 4) if any(row[index] for row in rows))]
    links = {
        number: presented[str(entry.get("id"))].id
        for number, entry in enumerate(agenda)
        if str(entry.get("id")) in presented
    }
    draft.rows(
        voice("Programme of the result day"), [columns[index] for index in kept],
        [[row[index] for index in kept] for row in rows], lang=Foreign(version), links=links,
    )  # fmt: skip
    if agenda and any(not entry.get("time") for entry in agenda):
        draft.say(voice("Items without a time: the source does not tell when they begin."), "meta")
    meetings = [
        (
            version.stage_name(stage), version.said(stage, "theme").text,
            voice.day(stage.get("date")) or voice("date open"),
        )
        for stage in version.stages
    ]  # fmt: skip
    if len(meetings) > 1:
        names = [voice("Meeting"), voice("Theme"), voice("Date")]
        kept = [0, *(index for index in (1, 2) if any(row[index] for row in meetings))]
        draft.rows(
            voice("Meetings and work between them"), [names[index] for index in kept],
            [[row[index] for index in kept] for row in meetings], lang=Foreign(version),
        )  # fmt: skip


def has_day(version: Version) -> bool:
    """Whether there is a day or a row of meetings to print."""
    return bool(version.result_day.get("agenda") or version.result_day.get("date") or len(version.stages) > 1)


def challenge_and_goal(version: Version, draft: Draft) -> None:
    """The challenge, the shared goal with its targets, the principles that guide the work."""
    voice, pen = version.voice, draft.pen
    challenge = [version.said(entry) for entry in version.entries("challenge")]
    if challenge:
        draft.head(voice("Challenge"), 2)
        if len(challenge) == 1:
            draft.quote(challenge[0])
        else:
            draft.points(challenge)
    goal: Entry = version.programme.get("goal") or {}
    said = version.said(goal)
    if said:
        draft.head(voice("Shared goal of change"), 2)
        words = draft.words(said)
        words[0].text = headline(said.text, 160 / (17 * POINT), said.lang or version.language)
        draft.add(pen("div", pen("p", words), class_="goal"), draft.text_height(said.text, 17) + 8)
    targets = goal.get("targets") or ()
    rows: list[Sequence[Cell]] = [_target(version, target) for target in targets]
    columns = [voice("Target"), voice("Direction"), voice("Amount"), voice("Group"), voice("By")]
    kept = [0, *(index for index in range(1, 5) if any(row[index] for row in rows))]
    draft.rows(
        voice("Targets of the goal"), [columns[index] for index in kept], [[row[index] for index in kept] for row in rows],
        lang=Foreign(version),
    )  # fmt: skip
    for heading, entries in groupby(version.entries("principles"), key=lambda entry: version.said(entry, "heading")):
        said_all = [version.said(entry) for entry in entries]
        if heading:
            draft.head(heading.text, 2, lang=heading.lang)
        if heading and len(said_all) > 1:
            draft.points(said_all)
        else:
            for claim in said_all:
                draft.quote(claim, "" if heading else "claim")


def _target(version: Version, target: Entry) -> Sequence[Cell]:
    voice = version.voice
    amount = target.get("amount")
    shown = f"{voice.number(amount)} {target.get('unit') or ''}".strip() if amount is not None else ""
    directions = {"increase": voice("increase"), "decrease": voice("decrease"), "keep": voice("keep as it is")}
    return (
        version.said(target).text, directions.get(target.get("direction") or "", ""), shown or voice("not stated"),
        target.get("group") or "", voice.day(target.get("deadline")),
    )  # fmt: skip


def has_challenge_and_goal(version: Version) -> bool:
    """Whether any of them is there."""
    goal = version.programme.get("goal") or {}
    return bool(
        version.entries("challenge") or version.entries("principles") or goal.get("text") or goal.get("targets")
    )


def terms(version: Version, draft: Draft) -> None:
    """The programme's words, with what else they are called."""
    rows = [
        (version.said(entry, "term").text, tuple(entry.get("aliases") or ()), version.said(entry, "meaning").text)
        for entry in version.entries("terms")
    ]
    voice = version.voice
    columns = [voice("Term"), voice("Also called"), voice("Meaning")]
    kept = [0, *(index for index in (1, 2) if any(row[index] for row in rows))]
    draft.rows(
        "", [columns[index] for index in kept], [[row[index] for index in kept] for row in rows], lang=Foreign(version)
    )


def perspectives(version: Version, draft: Draft) -> None:
    """Each actor's operational goal and the benefit they see in it, as cards."""
    pen, voice = draft.pen, version.voice
    cards: list[Element] = []
    heights: list[float] = []
    for entry in version.entries("perspectives"):
        goal, heading = version.said(entry, "goal"), version.said(entry, "benefit_heading")
        benefits = [text for text in entry.get("benefits") or () if isinstance(text, str) and text.strip()]
        cards.append(
            pen(
                "div",
                pen("h2", version.actor(entry.get("actor")), data_label=version.actor(entry.get("actor"))),
                [pen("h3", voice("Operational goal")), pen("p", draft.words(goal))] if goal else None,
                pen("h3", heading.text or voice("Benefit"), lang=heading.lang) if benefits else None,
                pen("ul", [pen("li", draft.words(version.own(text))) for text in benefits]) if benefits else None,
                class_="card",
            )
        )
        lines = sum(1 + len(text) // 46 for text in (goal.text, *benefits))
        heights.append(22 + 5.6 * lines)
    tall = sum(max(heights[index : index + 2]) + 7 for index in range(0, len(heights), 2))
    draft.add(pen("div", cards, class_="cards"), tall)


class Foreign:
    """Tells the language of a text of the programme's own lists, "" for the report's."""

    def __init__(self, version: Version) -> None:
        self._source = version.source_language
        self._texts = version.source_texts

    def __call__(self, text: str) -> str:
        """The language of one text."""
        return self._source if text in self._texts else ""

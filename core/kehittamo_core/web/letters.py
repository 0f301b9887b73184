"""Invitations and reminders: who is written to, in which words, by mail where it is set up, else as a list to copy."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from litestar import Response

from kehittamo_core import mailing
from kehittamo_core.database import models as m
from kehittamo_core.web import language
from kehittamo_core.web.desk import Desk
from kehittamo_core.workshop.commands import Command
from kehittamo_core.workshop.handing_out import fresh_links


@dataclass(frozen=True, kw_only=True)
class LetterView:
    """A letter on the page: `sent` is sent, failed, or "" where it is to be copied."""

    name: str
    organisation: str
    mail: str
    link: str
    subject: str
    text: str
    sent: str = ""

    @property
    def mailto(self) -> str:
        """An address that opens the letter in the reader's own mail program."""
        return f"mailto:{quote(self.mail)}?subject={quote(self.subject)}&body={quote(self.text)}"


def wording(name: str, title: str, link: str, *, reminder: bool) -> tuple[str, str]:
    """A letter's subject and text, in the programme's language."""
    if reminder:
        subject = language.say("Reminder: {title}", title=title)
        first = language.say(
            "You were invited to take part in {title}, and you have not opened your link yet.", title=title
        )
    else:
        subject = language.say("Invitation: {title}", title=title)
        first = language.say("You are invited to take part in {title}.", title=title)
    text = "\n\n".join(
        [
            language.say("Hello {name},", name=name), first,
            language.say("Open this link when you come in, on any device. No account is needed:") + f"\n{link}",
            language.say("The link is yours for the whole programme. Keep it to yourself: who has it is you."),
        ]
    )  # fmt: skip
    return subject, text


Wording = Callable[[m.Participant, str], tuple[str, str] | None]
"""The subject and text of a letter to somebody with their link; None for somebody to whom there is nothing to say."""


def task_wording(title: str, waiting: Mapping[str, Sequence[m.InterimTask]]) -> Wording:
    """Letters that name to each person the tasks that still wait for them."""

    def words(person: m.Participant, link: str) -> tuple[str, str] | None:
        tasks = waiting.get(person.id)
        if not tasks:
            return None
        lines = [
            f"- {task.text or ''}" + (f" ({language.say('by {day}', day=language.day(task.due))})" if task.due else "")
            for task in tasks
        ]
        text = "\n\n".join(
            [
                language.say("Hello {name},", name=person.name),
                "\n".join([language.say("This still waits for you in {title}:", title=title), *lines]),
                language.say("Open your own link, and mark on the follow-up page what you have done:") + f"\n{link}",
                language.say("The link is yours for the whole programme. Keep it to yourself: who has it is you."),
            ]
        )
        return language.say("Reminder: {title}", title=title), text

    return words


async def write_to(
    desk: Desk, command: Command, *, reminder: bool, by_mail: bool, back: str, words: Wording | None = None
) -> Response[Any]:
    """Carry out an invitation or a reminder, send it or show it, and tell for everybody what became of it."""
    found, fresh = await desk.write(fresh_links, desk.plugins, desk.who, command)
    programme = await desk.read(lambda session: session.get_one(m.Programme, getattr(command, "programme", "")))
    letters = []
    # The letter is in the programme's language: the person has not chosen one yet.
    with language.speaking(language.known(programme.languages[0]) or language.DEFAULT):
        for person, token in found:
            link = f"{desk.base_url}/l/{token}"
            again = reminder and person.reminded_at is not None
            said = words(person, link) if words else wording(person.name, programme.title, link, reminder=again)
            if said is None:
                continue
            subject, text = said
            letters.append(
                LetterView(
                    name=person.name, organisation=person.organisation or "", mail=person.email or "", link=link, subject=subject,
                    text=text,
                )
            )  # fmt: skip
    if by_mail and fresh and mailing.is_set(desk.settings):
        letters = await _sent(desk, letters)
    return desk.page(
        "core/letters.html", programme=programme, nav="people", letters=letters, reminder=reminder, back=back,
        to_copy=[one for one in letters if one.sent != "sent"], sent=sum(one.sent == "sent" for one in letters), fresh=fresh,
    )  # fmt: skip


async def _sent(desk: Desk, letters: Sequence[LetterView]) -> list[LetterView]:
    """The letters after those with an address were handed in."""
    with_mail = [one for one in letters if one.mail]
    batch = [mailing.Letter(to=one.mail, subject=one.subject, text=one.text) for one in with_mail]
    taken = await asyncio.to_thread(mailing.send, desk.settings, batch)
    became = {one.link: "sent" if ok else "failed" for one, ok in zip(with_mail, taken, strict=True)}
    return [replace(one, sent=became.get(one.link, "")) for one in letters]

"""The people of a programme for those who facilitate: invite by list, see who has not joined, remind, change, revoke."""

from typing import Any

from litestar import Controller, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath

from kehittamo_core import mailing
from kehittamo_core.errors import Invalid, Refused
from kehittamo_core.web import language
from kehittamo_core.web.desk import AtDesk, Desk, Flash
from kehittamo_core.web.errors import told
from kehittamo_core.web.ids import known_id
from kehittamo_core.web.letters import write_to
from kehittamo_core.web.live import Live, now_ms
from kehittamo_core.web.parts_of_people import group_names, invitation_rows, kind_words, role_words
from kehittamo_core.web.programme import join_view
from kehittamo_core.workshop import joining, roll
from kehittamo_core.workshop import people_commands as c
from kehittamo_core.workshop.events import programme_room
from kehittamo_core.workshop.invitations import decoded, read_list
from kehittamo_core.workshop.people_commands import person_in

FILE_LIMIT = 1024 * 1024


class PeoplePages(Controller):
    """`/p/PROGRAMME/people/...`."""

    path = "/p/{programme:str}/people"

    @get("/")
    async def people(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Everybody, or only those who have not joined."""
        at = now_ms()
        found = await desk.read(roll.roll, desk.who, known_id(programme), "facilitate")
        live = Live(desk.who, ((programme_room(found.programme.id), found.room),), at)
        late = [one for one in found.people if one.state == "invited"]
        shown = late if desk.query("show") == "late" else found.people
        flash = None
        if desk.query("done"):
            flash = Flash(language.say("Done."))
        return desk.page(
            "core/people.html", programme=found.programme, nav="people", roll=found, people=shown, late=late, people_invited=any(one.state != "entered" for one in found.people),
            only_late=desk.query("show") == "late", kinds=dict(kind_words()), roles=dict(role_words()),
            groups=group_names(found), mail=mailing.is_set(desk.settings), page={"join": join_view(desk, found.programme, True)},
            flash=flash, live=live,
        )  # fmt: skip

    @get("/invite")
    async def write_list(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Paste a list, or choose a file."""
        return await self._list(desk, programme, "")

    async def _list(
        self, desk: Desk, programme: str, text: str, *, error: str = "", status: int = 200, preview: bool = False
    ) -> Response[Any]:
        found = await desk.read(roll.roll, desk.who, known_id(programme), "facilitate")
        rows = read_list(text, await desk.read(roll.known_in, desk.who, found.programme.id)) if preview else []
        return desk.page(
            "core/invite.html", status=status, programme=found.programme, nav="people", text=text, error=error, preview=preview,
            rows=invitation_rows(rows, found), faulty=sum(bool(row.faults) for row in rows), count=len(rows),
            kinds=[word for _, word in kind_words()], mail=mailing.is_set(desk.settings),
        )  # fmt: skip

    @post("/invite", status_code=200)
    async def invite(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Show what the list says; once it has no faults and was looked at, invite everybody on it."""
        id_ = known_id(programme)
        known = await desk.read(roll.known_in, desk.who, id_)
        form = await desk.form()
        text = form.raw("text")
        file = (await desk.request.form()).get("file")
        if isinstance(file, UploadFile) and file.filename:
            data = await file.read(FILE_LIMIT + 1)
            if len(data) > FILE_LIMIT:
                raise Invalid("The file is larger than {limit} MB.", limit=1)
            text = decoded(data)
        try:
            rows = read_list(text, known)
        except Invalid as error:
            return await self._list(desk, programme, text, error=told(error.message, error.values), status=422)
        if "invite" not in form or any(row.faults for row in rows):
            return await self._list(desk, programme, text, preview=True)
        command = c.InvitePeople(
            command_id=desk.command_id(form), programme=id_, people=tuple(row.invited for row in rows if row.invited)
        )
        return await write_to(desk, command, reminder=False, by_mail=form.get("send") == "1", back=f"/p/{id_}/people")

    @post("/remind", status_code=200)
    async def remind(self, desk: AtDesk, programme: FromPath[str]) -> Response[Any]:
        """Remind one person, or everybody who was invited and has not joined."""
        form = await desk.form()
        people = tuple(known_id(one) for one in form.all("person") if one)
        command = c.RemindPeople(command_id=desk.command_id(form), programme=known_id(programme), people=people)
        return await write_to(
            desk, command, reminder=True, by_mail=form.get("send") == "1", back=f"/p/{programme}/people"
        )

    @get("/{person:str}")
    async def person(self, desk: AtDesk, programme: FromPath[str], person: FromPath[str]) -> Response[Any]:
        """Somebody: what is known of them, their link, their place."""
        return await self._person(desk, programme, person)

    async def _person(
        self, desk: Desk, programme: str, person: str, *, error: str = "", status: int = 200, link: str = ""
    ) -> Response[Any]:
        found, one = await desk.read(roll.one_person, desk.who, known_id(programme), known_id(person))
        organisations = sorted({other.organisation for other in found.people if other.organisation})
        return desk.page(
            "core/person.html", status=status, programme=found.programme, nav="people", person=one, error=error, link=link,
            kinds=kind_words(), roles=role_words(), groups=group_names(found), organisations=organisations,
            mail=mailing.is_set(desk.settings),
        )  # fmt: skip

    @post("/{person:str}", status_code=303)
    async def change(self, desk: AtDesk, programme: FromPath[str], person: FromPath[str]) -> Response[Any]:
        """Change what is known of somebody."""
        form = await desk.form()
        values = {name: form.get(name) for name in c.PERSON_FIELDS if name in form}
        if values.get("group"):
            values["group"] = known_id(values["group"])
        command = c.ChangePerson(
            command_id=desk.command_id(form), programme=known_id(programme), person=known_id(person), values=values
        )
        try:
            await desk.do(command)
        except Invalid as error:
            return await self._person(
                desk, programme, person, error=told(error.message, error.values), status=error.status
            )
        return desk.back_to(f"/p/{programme}/people?done=1#person-{person}")

    @post("/{person:str}/link", status_code=200)
    async def make_link(self, desk: AtDesk, programme: FromPath[str], person: FromPath[str]) -> Response[Any]:
        """A new link for somebody, to be handed over; earlier ones stay valid."""
        await desk.read(roll.one_person, desk.who, known_id(programme), known_id(person))

        def make(session: Any) -> str:
            row = person_in(session, known_id(programme), known_id(person))
            who = joining.identity_of(session, None, row.id)
            if who is None:
                raise Refused("This link does not open anything (any more). Ask your facilitator for a new one.")
            return joining.make_link(session, who)

        token = await desk.write(make)
        return await self._person(desk, programme, person, link=f"{desk.base_url}/l/{token}")

    @post("/{person:str}/revoke", status_code=303)
    async def revoke(self, desk: AtDesk, programme: FromPath[str], person: FromPath[str]) -> Response[Any]:
        """Revoke somebody's links and close their pages on all devices."""
        form = await desk.form()
        await desk.do(
            c.RevokeLinks(command_id=desk.command_id(form), programme=known_id(programme), person=known_id(person))
        )
        return desk.back_to(f"/p/{programme}/people/{person}?done=1")

    @post("/{person:str}/remove", status_code=303)
    async def remove(self, desk: AtDesk, programme: FromPath[str], person: FromPath[str]) -> Response[Any]:
        """Take somebody out of the programme."""
        form = await desk.form()
        await desk.do(
            c.RemovePerson(command_id=desk.command_id(form), programme=known_id(programme), person=known_id(person))
        )
        return desk.back_to(f"/p/{programme}/people?done=1")

"""Links to hand out: whoever is invited or reminded gets one in the same transaction, so nobody is noted without a link to send."""

from sqlalchemy.orm import Session

from kehittamo_core.database import models as m
from kehittamo_core.loading import Plugins
from kehittamo_core.workshop import joining
from kehittamo_core.workshop.carrying import execute
from kehittamo_core.workshop.commands import Command
from kehittamo_core.workshop.people import Identity


def fresh_links(
    session: Session, plugins: Plugins, who: Identity | None, command: Command
) -> tuple[list[tuple[m.Participant, str]], bool]:
    """Carry out an invitation or a reminder, with a new link (its token) for everybody whom it names; and whether it came
    for the first time: what came again is shown again, and not sent again.
    """
    earlier = session.get(m.Command, (getattr(command, "programme", ""), command.command_id))
    done = execute(session, plugins, who, command)
    found = []
    for id_ in done.refs:
        person = joining.identity_of(session, None, id_)
        if person is not None:
            found.append((session.get_one(m.Participant, id_), joining.make_link(session, person)))
    return found, earlier is None

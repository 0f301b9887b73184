"""The command `kehittamo`: serve, examples, programmes, people, methods and the database.

Results go to stdout, everything else to stderr; an error is one sentence and the exit code 1, a wrong call 2.
"""

import functools
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NoReturn, ParamSpec, TypeVar

import rich_click as click
from rich.console import Console
from rich.table import Table

from kehittamo_core import exchange, words
from kehittamo_core.database import upgrade as changes
from kehittamo_core.database.engine import PROBLEMS, Database, Session, explain
from kehittamo_core.errors import KehittamoError
from kehittamo_core.loading import Plugins, load_plugins
from kehittamo_core.settings import VARIABLES, Settings
from kehittamo_core.workshop import archive, joining
from kehittamo_core.workshop.archive_export import programme_key, programme_named, programme_rows
from kehittamo_core.workshop.people import OPERATOR, ROLES

P = ParamSpec("P")
R = TypeVar("R")
SHOWN_FAULTS = 20

click.rich_click.TEXT_MARKUP = "rich"
click.rich_click.SHOW_ARGUMENTS = True

told = Console(stderr=True, highlight=False)
out = Console(highlight=False, soft_wrap=True)


def fail(message: str) -> NoReturn:
    """End with a sentence on stderr."""
    told.print(f"kehittamo: {message}", style="bold", markup=False, soft_wrap=True)
    sys.exit(1)


def guarded(command: Callable[P, R]) -> Callable[P, R]:
    """Turn what a person can mend into one sentence."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except KehittamoError as error:
            for fault in getattr(error, "faults", ())[1:SHOWN_FAULTS]:
                told.print(f"  {fault}", markup=False, soft_wrap=True)
            fail(str(error))
        except PROBLEMS as error:
            sentence = explain(error)
            if sentence is None:
                raise
            fail(sentence)

    return run


class Instance:
    """The settings, the plugins and the database, each made when it is first needed."""

    @functools.cached_property
    def settings(self) -> Settings:
        """The settings of the environment."""
        return Settings.read()

    @functools.cached_property
    def plugins(self) -> Plugins:
        """The installed plugins, without the methods that are left out."""
        return load_plugins(self.settings.without)

    @functools.cached_property
    def packages(self) -> list[str]:
        """The import packages of all installed methods, also of those that are left out."""
        return sorted(method.package for method in load_plugins().methods.values())

    @functools.cached_property
    def database(self) -> Database:
        """The database, as it stands."""
        return Database(self.settings.database_url)

    @property
    def begun(self) -> Database:
        """The database; where there is none yet, it is made."""
        changes.begin(self.database)
        return self.database

    @property
    def standing(self) -> Database:
        """The database, which must be there already."""
        changes.must_exist(self.database)
        return self.database

    def address(self, path: str) -> str:
        """An address for people."""
        return f"{self.settings.base_url or 'http://127.0.0.1:8000'}{path}"


instance = Instance()


def show_table(columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A table for people, or lines with tabs where the output is read by a program."""
    if not out.is_terminal:
        for row in rows:
            click.echo("\t".join(row))
        return
    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*row)
    out.print(table)


def _settings_help() -> str:
    lines = [f"[bold]{part.name}[/]  {part.meaning} [dim](default: {part.default or 'empty'})[/]" for part in VARIABLES]
    return "\n\n".join(["[bold]Settings[/] are read from the environment:", *lines])


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(package_name="kehittamo", prog_name="kehittamo")
def main() -> None:
    """Kehittämö: development methods as shared boards, and the report of the result day."""
    instance.__dict__.clear()  # a second call in one process reads the environment anew


@main.command(epilog=_settings_help())
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="The port to listen on.")
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes; more than one only on PostgreSQL.",
)
@click.option(
    "--demo", is_flag=True, help="Make the database, read the examples once and print personal links for five people."
)
@guarded
def serve(host: str, port: int, workers: int, demo: bool) -> None:
    """Start the server."""
    from kehittamo_core import serving
    from kehittamo_core.workers import scratch

    scratch.settle()
    serving.serve(instance.settings, instance.plugins, instance.packages, host, port, workers, demo=demo)


@main.group()
def demo() -> None:
    """The three examples."""


@demo.command("load")
@click.option(
    "--refresh", is_flag=True, help="Read the examples again over what stands, also where people changed them."
)
@guarded
def demo_load(refresh: bool) -> None:
    """Read the examples that are not there yet."""
    from kehittamo_core import demo as examples

    done = instance.begun.now(
        lambda session: examples.load(session, instance.plugins, instance.packages, refresh=refresh)
    )
    for key, read in done:
        click.echo(key)
        told.print(f"{key}: {'read' if read else 'is there already, left as it is'}", markup=False)


@main.group()
def programme() -> None:
    """Programmes as lists and files."""


@programme.command("list")
@guarded
def programme_list() -> None:
    """List the programmes: id, title, boards, people."""
    rows = instance.standing.now(programme_rows)
    show_table(
        ("id", "title", "boards", "people"), [(row.key, row.title, str(row.boards), str(row.people)) for row in rows]
    )


@programme.command("schema")
@guarded
def programme_schema() -> None:
    """Print the JSON Schema of the archive, with the kinds of the installed methods."""
    click.echo(exchange.canonical_schema(instance.plugins), nl=False)


@programme.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path, allow_dash=True))
@click.option("--replace", is_flag=True, help="Remove what the file does not hold.")
@guarded
def programme_import(file: Path, replace: bool) -> None:
    """Read an archive FILE (JSON or YAML) and print the programme's id. A file with a fault is refused whole."""
    data = sys.stdin.buffer.read() if str(file) == "-" else _read(file)
    document = exchange.read_document(data)
    id_ = instance.begun.now(
        lambda session: archive.import_document(session, instance.plugins, OPERATOR, document, replace)
    )
    for method in exchange.missing_methods(document, instance.plugins):
        told.print(
            f"The method {method} is not installed: its boards are kept and can be read, but not changed.", markup=False
        )
    click.echo(instance.database.now(lambda session: programme_key(session, id_)))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}.")


@programme.command("export")
@click.argument("id_", metavar="ID")
@click.option("--as", "format_", required=True, metavar="FORMAT", help="pdf, archive, svg, ...: see kehittamo methods.")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
    help="The file to write; - is stdout.",
)
@click.option(
    "--language",
    type=click.Choice(words.LANGUAGES),
    help="The language of headings and words; else the programme's own.",
)
@click.option("--board", metavar="ID", help="One board, for formats that take one.")
@click.option("--drawing", metavar="ID", help="One of its drawings; else the first.")
@click.option("--final", is_flag=True, help="Stamp a report as final; else it says draft.")
@click.option("--names", is_flag=True, help="Print the participants' names.")
@click.option("--actor", metavar="ID", help="One of the programme's actors, for the page of one organisation.")
@guarded
def programme_export(
    id_: str,
    format_: str,
    out: Path,
    language: str | None,
    board: str | None,
    drawing: str | None,
    final: bool,
    names: bool,
    actor: str | None,
) -> None:
    """Write the programme ID as a file."""
    from kehittamo_core import exporting_now

    if str(out) != "-" and (why := exporting_now.hindrance(out)):
        fail(f"{out} cannot be written: {why}.")
    options = {
        "cache": str(instance.settings.home / "cache" / "report"),
        "final": final,
        "names": names,
        "actor": actor or "",
    }
    data = exporting_now.export(
        instance.standing, instance.plugins, id_, format_, language=language, board=board, drawing=drawing, console=told,
        options=options,
    )  # fmt: skip
    if str(out) == "-":
        sys.stdout.buffer.write(data)
        return
    try:
        exporting_now.keep(out, data)
    except OSError as error:
        fail(f"{out} cannot be written: {error.strerror}. Nothing half made was left.")
    told.print(f"{out}: {len(data):,} bytes".replace(",", " "), markup=False, soft_wrap=True)


@main.group()
def account() -> None:
    """Coordinators and facilitators of this instance."""


@account.command("add")
@click.option("--name", required=True, help="The person's name.")
@click.option("--email", help="An address to write to; it is shown to nobody else.")
@click.option("--role", type=click.Choice(["coordinator", "facilitator"]), default="coordinator", show_default=True)
@guarded
def account_add(name: str, email: str | None, role: str) -> None:
    """Add an account and print its personal link; the same name and role is the same person."""
    token = instance.begun.now(lambda session: joining.account_link(session, name, role, email))
    click.echo(instance.address(f"/l/{token}"))


@main.command()
@click.argument("id_", metavar="ID")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What the person may do.")
@click.option("--name", required=True, help="The person's name; the same name and role is the same person.")
@guarded
def link(id_: str, role: str, name: str) -> None:
    """Print a new personal link to the programme ID."""

    def work(session: Session) -> str:
        return joining.person_link(session, programme_named(session, id_), name, role)

    click.echo(instance.address(f"/l/{instance.standing.now(work)}"))


@main.command()
@click.option("--kinds", is_flag=True, help="List each method's kinds, fields and links too.")
@guarded
def methods(kinds: bool) -> None:
    """List the installed methods and exports: id, title, package, version."""
    plugins = instance.plugins
    if kinds:
        from kehittamo_core.listing import kind_lines

        for line in kind_lines(plugins):
            click.echo(line)
        return
    show_table(
        ("id", "title", "package", "version"),
        [*_origins(plugins, plugins.methods), *_origins(plugins, plugins.exports)],
    )
    for broken in plugins.broken:
        told.print(f"{broken.name} is broken and left out: {broken.reason}", markup=False)
    for name in sorted(plugins.without):
        told.print(f"{name} is left out (KEHITTAMO_WITHOUT)", markup=False)


def _origins(plugins: Plugins, things: Mapping[str, Any]) -> list[tuple[str, ...]]:
    return [
        (id_, thing.title, plugins.origin(id_).package, plugins.origin(id_).version) for id_, thing in things.items()
    ]


@main.group()
def db() -> None:
    """The database."""


@db.command("upgrade")
@guarded
def db_upgrade() -> None:
    """Make the tables, or bring them and the stored boards to the present form."""
    changes.upgrade(instance.database)
    for key in instance.database.now(lambda session: archive.upgrade_stored(session, instance.plugins)):
        told.print(f"{key}: boards brought to the present form of their methods", markup=False)
    told.print(f"The database is at {changes.standing(instance.database).present}.", markup=False)


@db.command("check")
@guarded
def db_check() -> None:
    """Say whether the database is in the present form; the exit code is 1 where it is not."""
    changes.must_exist(instance.database)
    standing = changes.standing(instance.database)
    if standing.present is None:
        fail("The database has no tables yet; run: kehittamo db upgrade")
    if standing.present != standing.newest:
        fail(f"The database is at {standing.present}, the newest form is {standing.newest}; run: kehittamo db upgrade")
    if standing.differences:
        fail(f"The database differs from what it should be: {standing.differences[0]}")
    told.print(f"The database is at {standing.present}, the newest form.", markup=False)

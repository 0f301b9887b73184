"""The application: the pages, the socket, the database, the workers and the live room, put together once at start."""

import contextlib
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.di import Provide
from litestar.middleware import DefineMiddleware
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.template import TemplateConfig

from kehittamo_core.database.engine import Database
from kehittamo_core.live.hub import Hub
from kehittamo_core.live.store import DatabaseStore, watch
from kehittamo_core.loading import Plugins, load_plugins
from kehittamo_core.settings import Settings
from kehittamo_core.web.accounts import Accounts
from kehittamo_core.web.activity_pages import ActivityPages
from kehittamo_core.web.alone_pages import AlonePages
from kehittamo_core.web.assets import health, plugin_file, static_file
from kehittamo_core.web.ballot_pages import BallotPages
from kehittamo_core.web.board_controls import BoardControls
from kehittamo_core.web.board_pages import BoardPages
from kehittamo_core.web.console_pages import ConsolePages
from kehittamo_core.web.desk import provide_desk
from kehittamo_core.web.drawings import Drawings
from kehittamo_core.web.errors import HANDLERS
from kehittamo_core.web.fragments import Fragments
from kehittamo_core.web.group_pages import GroupPages
from kehittamo_core.web.harvest_pages import HarvestPages
from kehittamo_core.web.home import Door
from kehittamo_core.web.items import Items
from kehittamo_core.web.merging import Merging
from kehittamo_core.web.own import Own
from kehittamo_core.web.people_pages import PeoplePages
from kehittamo_core.web.pictures import Pictures
from kehittamo_core.web.process_lists import ProgrammeLists
from kehittamo_core.web.process_pages import ProcessPages
from kehittamo_core.web.process_versions import ProcessVersions
from kehittamo_core.web.programme import ProgrammePages
from kehittamo_core.web.programmes import Programmes
from kehittamo_core.web.projector_pages import ProjectorPages
from kehittamo_core.web.quick_pages import QuickPages
from kehittamo_core.web.ratings_pages import RatingsPages
from kehittamo_core.web.report_looks import ReportLooks
from kehittamo_core.web.report_pages import ReportPages
from kehittamo_core.web.reports import Reports
from kehittamo_core.web.security import SameSite, mask_logs, strict_headers
from kehittamo_core.web.session import WhoIsAsking
from kehittamo_core.web.socket import Along, live_socket
from kehittamo_core.web.task_view import TaskPages
from kehittamo_core.web.templating import environment
from kehittamo_core.web.together import Together
from kehittamo_core.web.tries import Tries
from kehittamo_core.workers import Workers
from kehittamo_core.workshop import hidden, jobs

BODY_LIMIT = 6 * 1024 * 1024


def create_app(settings: Settings | None = None, plugins: Plugins | None = None) -> Litestar:
    """The application with these settings (else the environment's) and these plugins (else the installed ones)."""
    settings = (settings or Settings.read()).with_secret()
    plugins = plugins if plugins is not None else load_plugins(settings.without)
    templates = environment(plugins)
    mask_logs()
    return Litestar(
        route_handlers=[
            Door, Own, Accounts, PeoplePages, GroupPages, Programmes, ProgrammePages, ProcessPages, ProgrammeLists, ProcessVersions, Pictures, Merging,
            ConsolePages, ProjectorPages, ReportPages, ReportLooks, ActivityPages, TaskPages, HarvestPages, QuickPages, BoardPages, Items, BoardControls, Drawings,
            AlonePages, BallotPages, RatingsPages, static_file, plugin_file, health,
            live_socket,
        ],
        before_send=[strict_headers],
        dependencies={"desk": Provide(provide_desk)},
        middleware=[
            partial(SameSite, base_url=settings.base_url),
            DefineMiddleware(WhoIsAsking, exclude=["^/static/", "^/plugin-static/", "^/health$"]),
        ],
        exception_handlers=HANDLERS,
        template_config=TemplateConfig(instance=JinjaTemplateEngine.from_environment(templates)),
        compression_config=CompressionConfig(backend="brotli", brotli_quality=4, minimum_size=800, exclude=["^/ws", "^/b/[^/]+/drawing/"]),
        lifespan=[partial(_running, settings=settings, plugins=plugins, templates=templates)],
        request_max_body_size=BODY_LIMIT,
        openapi_config=None,
        logging_config=None,
    )  # fmt: skip


@contextlib.asynccontextmanager
async def _running(app: Litestar, *, settings: Settings, plugins: Plugins, templates: Any) -> AsyncIterator[None]:
    """Everything that lives as long as the application."""
    database = Database(settings.database_url)
    workers = Workers(plugins)
    hub = Hub(DatabaseStore(database, plugins), Fragments(database, plugins, templates))
    reports = Reports(database, workers, plugins, settings.home / "cache" / "report")
    app.state.update(
        settings=settings, plugins=plugins, templates=templates, database=database, workers=workers, hub=hub, reports=reports,
        base_url=settings.base_url, tries=Tries(), along=Along(), together=Together(),
    )  # fmt: skip
    await database.start()
    watch(database, hub)
    await workers.start()
    await hub.start()
    try:
        await database.write(hidden.forget_owners)
        if database.is_sqlite:
            await database.write(jobs.fail_interrupted)
        yield
    finally:
        await reports.stop()
        await hub.stop()
        await workers.close()
        await database.close()


def from_environment() -> Litestar:
    """The application of this process's environment, for servers that make it themselves."""
    return create_app()

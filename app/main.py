"""The application: settings in, a FastAPI app out. Nothing happens at import."""

import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, TypedDict

from fastapi import FastAPI
from starlette.types import ASGIApp

from app.access.signing_keys import SigningKeys
from app.access.tokens import TokenReader
from app.api import compute
from app.api.answering.compressed import Compressed
from app.api.answering.conditional import add_conditions
from app.api.answering.head import Heads
from app.api.answering.headers import SecurityHeaders
from app.api.answering.problems import add_problem_handlers
from app.api.answering.request_id import RequestIds
from app.api.description.docs import add_docs
from app.api.description.openapi import DESCRIPTION, TAGS, add_openapi
from app.api.door.access import Access, Door
from app.api.door.lanes import nobody_works
from app.api.door.limits import BodyLimits
from app.api.door.rates import Rates
from app.api.door.timeouts import Timeouts
from app.api.guide.routes import add_guide
from app.api.late import late_of, making
from app.api.metering import Metering
from app.api.routes import (
    agreements,
    changes,
    companies,
    health,
    keys,
    obligations,
    registrations,
    requests,
    webhooks,
)
from app.api.routes.evidence import anchors, evaluations, record
from app.api.routes.reference import clauses, codes, facts, readings, templates
from app.release import SERVICE_VERSION
from app.rules.answers import AgreementState, CorrectionMade, RegistrationAnswer
from app.rules.values.calendars import verify_unchanged
from app.running.garbage import collecting_when
from app.running.housekeeping import keeping_house
from app.running.orphans import end_with_supervisor
from app.running.serving import stop_a_moment_later
from app.services.docket.docket_watch import DocketWatch
from app.services.evidence.evaluations import writer_of
from app.services.store.measures import look
from app.services.workspace.workspace import Workspace, open_workspace
from app.settings import Settings

SWITCH_SECONDS = 0.001
"""How long one thread computes before another may: the event loop is never far behind."""


class State(TypedDict):
    """What lives as long as the service runs."""

    workspace: Workspace
    watch: DocketWatch


class Service(FastAPI):
    """The app, with the security headers and the request's id outside of everything.

    Failures pass there as well.
    """

    def __init__(self, *, https: bool, metrics_key: str | None, **how: Any) -> None:
        super().__init__(**how)
        self._https, self._metrics_key = https, metrics_key

    def setup(self) -> None:
        """Serve nothing of the framework's own: `add_openapi` and `add_docs` do."""

    def build_middleware_stack(self) -> ASGIApp:
        """The framework's stack, and the headers around it."""
        metered = Metering(super().build_middleware_stack(), self._metrics_key, look)
        stack = RequestIds(Heads(Compressed(metered)))
        return SecurityHeaders(stack, https=self._https)


def create_app(settings: Settings | None = None, workspace: Workspace | None = None) -> FastAPI:
    """Make the service. A workspace given from outside stays the caller's to close.

    Refuses to start (CalendarsChanged) when the holiday tables differ from those it was
    released with.
    """
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[State]:
        verify_unchanged()
        end_with_supervisor()
        stop_a_moment_later()
        sys.setswitchinterval(SWITCH_SECONDS)
        opened = workspace or open_workspace(
            chosen.database_url, chosen.clocks_differ, chosen.hooks
        )
        watch = DocketWatch(may_name=chosen.access == "open")
        try:
            async with keeping_house(opened), collecting_when(nobody_works):
                with making(_late(app), nobody_works):
                    yield State(workspace=opened, watch=watch)
        finally:
            watch.close()
            if workspace is None:
                opened.database.dispose()

    app = Service(
        https=chosen.https,
        metrics_key=chosen.metrics_key,
        title="Registration Rights",
        summary="Who may have shares registered, who owes what to whom, and by when.",
        description=DESCRIPTION,
        version=SERVICE_VERSION,
        openapi_tags=TAGS,
        # A redirect would repeat the name by which the caller says he reached this.
        redirect_slashes=False,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.conditions_required = chosen.conditions_required
    add_problem_handlers(app)
    add_conditions(app)
    # The last is the outermost: a stranger is turned away before his body is looked at.
    app.add_middleware(
        BodyLimits,
        max_bytes=chosen.max_body_bytes,
        larger={"/v1/agreements/import": chosen.max_import_bytes},
    )
    app.add_middleware(Access, door=_door(chosen), docs_open=chosen.docs == "open")
    app.add_middleware(Timeouts, chosen.body_seconds, chosen.request_seconds)
    for routes in (
        agreements,
        requests,
        registrations,
        obligations,
        companies,
        changes,
        webhooks,
        record,
        anchors,
        evaluations,
        compute,
        facts,
        codes,
        templates,
        clauses,
        readings,
        keys,
        health,
    ):
        app.router.routes.extend(routes.router.routes)
    app.router.routes.extend(record.import_router.routes)
    add_openapi(app)
    add_docs(app)
    add_guide(app)
    return app


def _door(chosen: Settings) -> Door:
    """Who is let in, as the settings say."""
    tokens = None
    if chosen.trust is not None and chosen.jwt_keys is not None:
        tokens = TokenReader(chosen.trust, SigningKeys(chosen.jwt_keys))
    return Door(
        tokens,
        Rates(chosen.rate_per_key, chosen.rate_per_address, chosen.rate_refused),
        chosen.remember_seconds,
        is_open=chosen.access == "open",
    )


def _late(app: FastAPI) -> Iterator[Callable[[], object]]:
    """What is made after the start, the dearest first."""
    for kind in (RegistrationAnswer, AgreementState, CorrectionMade):
        yield partial(writer_of, kind)
    yield from late_of(app.routes)

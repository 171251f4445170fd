"""The application: settings in, a FastAPI app out. Nothing happens at import."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypedDict

from fastapi import FastAPI
from fastapi.routing import APIRoute

from app.api.docs import add_docs
from app.api.limits import BodyLimits
from app.api.openapi import DESCRIPTION, TAGS, add_openapi
from app.api.problems import add_problem_handlers
from app.api.routes import (
    agreements,
    clauses,
    compute,
    health,
    readings,
    registrations,
    requests,
    templates,
)
from app.rules.calendars import verify_unchanged
from app.rules.version import SERVICE_VERSION
from app.services.workspace import Workspace, open_workspace
from app.settings import Settings


class State(TypedDict):
    """What lives as long as the service runs."""

    workspace: Workspace


def create_app(settings: Settings | None = None, workspace: Workspace | None = None) -> FastAPI:
    """Make the service. A workspace given from outside stays the caller's to close.

    Refuses to start (CalendarsChanged) when the holiday tables differ from those it was
    released with.
    """
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[State]:
        verify_unchanged()
        # What was built so far lives as long as the process: a full collection that walks through
        # it again and again pauses every request for a tenth of a second.
        gc.collect()
        gc.freeze()
        opened = workspace or open_workspace(chosen.database_url)
        try:
            yield State(workspace=opened)
        finally:
            if workspace is None:
                opened.database.dispose()

    app = FastAPI(
        title="Registration Rights",
        summary="Who may have shares registered, who owes what to whom, and by when.",
        description=DESCRIPTION,
        version=SERVICE_VERSION,
        openapi_tags=TAGS,
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        generate_unique_id_function=_operation_id,
    )
    add_problem_handlers(app)
    app.add_middleware(BodyLimits, max_bytes=chosen.max_body_bytes)
    for routes in (
        agreements,
        requests,
        registrations,
        compute,
        templates,
        clauses,
        readings,
        health,
    ):
        app.include_router(routes.router)
    add_openapi(app)
    add_docs(app)
    return app


def _operation_id(route: APIRoute) -> str:
    """The route function's own name: short in generated clients and in links."""
    return route.name

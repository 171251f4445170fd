"""What routes share: the workspace, common parameters, and the one hop into a thread."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import Depends, Path, Query, Request
from starlette.concurrency import run_in_threadpool

from app.rules.plain_dates import PlainDate
from app.rules.terms.vocabulary import Identifier
from app.rules.working import Detail
from app.services.workspace import Workspace

T = TypeVar("T")


async def _workspace(request: Request) -> Workspace:
    workspace: Workspace = request.state.workspace
    return workspace


async def in_thread(work: Callable[[], T]) -> T:
    """Run storage work off the event loop: one hop for the whole use case."""
    return await run_in_threadpool(work)


TheWorkspace = Annotated[Workspace, Depends(_workspace)]
AgreementId = Annotated[
    Identifier,
    Path(
        description="The agreement's id.",
        openapi_examples={"demo": {"summary": "The demonstration agreement", "value": "ctc"}},
    ),
]
RegistrationId = Annotated[
    Identifier,
    Path(
        description="The registration's id.",
        openapi_examples={
            "demo": {"summary": "The demonstration demand", "value": "ctc-example-demand"}
        },
    ),
]


AsOf = Annotated[
    PlainDate | None,
    Query(
        description="Answer as of this day; today if left out. Facts of later days are left out.",
        openapi_examples={"then": {"summary": "A day in 1999", "value": "1999-06-30"}},
    ),
]
Explain = Annotated[
    Detail,
    Query(
        description="How much of the working to show: `none`, `summary` (each step, its clause "
        "and result) or `full` (also what each step used, and from where).",
    ),
]

"""What routes share: the workspace, common parameters, and the one hop into a thread."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Path, Query, Request
from pydantic import AfterValidator, BeforeValidator

from app.access.principal import Principal
from app.api.door.lanes import Lanes
from app.patience import Patience
from app.rules.answers import Detail
from app.rules.terms import Identifier
from app.rules.values.calendars import FIRST_DAY_OF_PLACES, LAST_DAY
from app.rules.values.written_dates import Moment, PlainDate
from app.services.docket.docket_watch import DocketWatch
from app.services.evidence.evaluations import Shape
from app.services.store.demonstration import EXAMPLE_ANSWER
from app.services.store.practice import PRACTICE, REGISTRATIONS
from app.services.workspace.workspace import Workspace

T = TypeVar("T")
# For each tenant: while one computes, another waits for the database. More would end nothing
# sooner, and a thread that wants the interpreter's lock waits behind each: beside one tenant's
# reads of 1,000 Holders half of the requests for `/healthz` took 38 ms with four, 21 with two.
_LANES = Lanes(2)


async def _whole_workspace(request: Request) -> Workspace:
    workspace: Workspace = request.state.workspace
    return workspace


async def _docket_watch(request: Request) -> DocketWatch:
    watch: DocketWatch = request.state.watch
    return watch


async def _principal(request: Request) -> Principal:
    principal: Principal = request.state.principal
    return principal


async def _go_on(request: Request) -> Callable[[], None]:
    patience: Patience = request.state.patience
    return patience.go_on


async def workspace_of(request: Request) -> Workspace:
    """The workspace as the tenant sees it who asks."""
    principal = await _principal(request)
    workspace = (await _whole_workspace(request)).of(principal.tenant)
    acting = workspace.acting(principal.subject, request.state.request_id)
    return acting.asking(await _go_on(request))


async def in_thread(work: Callable[[], T]) -> T:
    """Run storage work off the event loop: one hop for the whole use case."""
    return await _LANES.run(work)


GoOn = Annotated[Callable[[], None], Depends(_go_on)]
"""What raises GivenUp when nobody waits for the answer any more."""

ThePrincipal = Annotated[Principal, Depends(_principal)]
"""Who asks."""

TheWorkspace = Annotated[Workspace, Depends(workspace_of)]
"""The workspace as the tenant sees it who asks: what every use case works with."""

WholeWorkspace = Annotated[Workspace, Depends(_whole_workspace)]
"""The workspace of no tenant, for what concerns the service itself."""

TheDocketWatch = Annotated[DocketWatch, Depends(_docket_watch)]
"""What is known of rows of the docket that were altered."""

AgreementId = Annotated[
    Identifier,
    Path(
        description="The agreement's id.",
        openapi_examples={"demo": {"summary": "The demonstration agreement", "value": "ctc"}},
    ),
]
ExampleAgreementId = Annotated[
    Identifier,
    Path(
        description="The agreement's id.",
        openapi_examples={
            "demo": {"summary": "The demonstration agreement under way", "value": "ctc-example"}
        },
    ),
]
PracticeAgreementId = Annotated[
    Identifier,
    Path(
        description="The agreement's id.",
        openapi_examples={"demo": {"summary": "The agreement to practise on", "value": PRACTICE}},
    ),
]
PracticeRegistrationId = Annotated[
    Identifier,
    Path(
        description="The registration's id.",
        openapi_examples={
            kind: {"summary": f"To practise on ({kind})", "value": name}
            for kind, name in REGISTRATIONS.items()
        },
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


def _in_calendars(day: date) -> date:
    if not FIRST_DAY_OF_PLACES <= day <= LAST_DAY:
        raise ValueError(f"the calendars run from {FIRST_DAY_OF_PLACES} to {LAST_DAY}")
    return day


AsOfDay = Annotated[PlainDate, AfterValidator(_in_calendars)]


_AS_OF = "Answer as of this day; today if left out. Facts of later days are left out."


def _as_of(day: str) -> Any:
    """The `as_of` parameter with a day on which the route's own examples have happened."""
    return Query(
        description=_AS_OF,
        openapi_examples={"then": {"summary": f"As of {day}", "value": day}},
    )


AsOfPosted = Annotated[AsOfDay | None, Query(description=f"{_AS_OF} Not before the fact itself.")]
"""Where facts of any day are posted: a day filled in would be before some."""
AsOf = Annotated[AsOfDay | None, _as_of("1999-07-31")]
AsOfDemand = Annotated[AsOfDay | None, _as_of("1999-03-09")]
AsOfShelf = Annotated[AsOfDay | None, _as_of("1999-09-10")]
AsOfTakedown = Annotated[AsOfDay | None, _as_of("2000-02-10")]
AsOfIncidental = Annotated[AsOfDay | None, _as_of("1999-04-10")]
AsOfDocket = Annotated[AsOfDay | None, _as_of("1999-03-31")]
AsOfRegistration = Annotated[AsOfDay | None, _as_of("1999-05-10")]


def _instant(value: object) -> object:
    """Say what usually goes wrong: in an address, `+` is a space."""
    if isinstance(value, str) and " " in value:
        raise ValueError("in an address write the offset's + as %2B, or the instant in UTC with Z")
    return value


KnownAt = Annotated[
    Annotated[Moment, BeforeValidator(_instant)] | None,
    Query(
        description="Answer by what was known at this instant (RFC 3339, e.g. "
        "`2026-11-22T17:00:00Z`); by all that is known now if left out. Facts recorded later, "
        "corrections included, are left out. Without `as_of`, the day of the instant is asked "
        "about: the answer is the one that was given then, byte for byte.",
    ),
]
EvaluationId = Annotated[
    Identifier,
    Path(
        description="The id of a kept answer, as the header `Evaluation-Id` gave it.",
        openapi_examples={
            "demo": {"summary": "The answer to the demonstration demand", "value": EXAMPLE_ANSWER}
        },
    ),
]
Explain = Annotated[
    Detail,
    Query(
        description="How much of the working to show: `none`, `summary` (each step, its clause "
        "and result) or `full` (also what each step used, and from where).",
    ),
]
AnswerWanted = Annotated[
    Shape,
    Query(
        alias="answer",
        description="`full`: where everything stands with what was recorded. `changes`: the id of "
        "each fact, every value that it changes, what is owed next with the facts that settle it, "
        "the warnings and what is missing, and where the full answer is to be read: a tenth of the "
        "bytes. Its working (`explain`) is left to the full answer. If left out, a fact is "
        "answered by what it changes, and what sets a registration going in full.",
        openapi_examples={
            "changes": {"summary": "Only what changes", "value": "changes"},
            "full": {"summary": "The whole answer", "value": "full"},
        },
    ),
]


def _dry_run(
    dry_run: Annotated[
        bool, Query(description="Answer the same and store nothing (status 200).")
    ] = False,
) -> bool:
    return dry_run


DryRun = Annotated[bool, Depends(_dry_run)]
"""Read once for the route and for the conditions of its request: a fault of it is told once."""

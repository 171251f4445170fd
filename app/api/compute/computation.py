"""One declaration for a computation: its route, its documentation and its answer follow from it.

A computation is declared beside the body of its request: `@computation(path, question, example)`
over a function from that body and the matter opened on it to the result. The function's first line
and paragraphs are what the documentation says of it, its annotations are the models of request and
answer. A computation records nothing, but a request with an `Idempotency-Key` keeps its answer.
"""

from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from inspect import getdoc
from typing import Annotated, Any, Generic, TypeVar, cast, get_type_hints

from fastapi import APIRouter, Body, Request, Response
from fastapi.openapi.models import Example

from app.api.answering.aside import giving
from app.api.answering.conditional import KEY, keyed_recorder
from app.api.answering.problems import documented
from app.api.answering.shown import show
from app.api.compute.question import Question
from app.api.deps import Explain, GoOn
from app.api.door.strict import StrictRoute
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Detail
from app.services.answer import Answer, seal

Q = TypeVar("Q", bound=Question)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Computation(Generic[Q, R]):
    """A rule that is asked without a record: where, in which words, and with which examples."""

    path: str
    question: str
    examples: dict[str, Example]
    rule: Callable[[Q, Matter], R]

    @property
    def name(self) -> str:
        """What the documentation calls the operation."""
        return f"compute{self.path.replace('/', '_').replace('-', '_')}"

    def answer(self, asked: Q, detail: Detail) -> Answer[R]:
        """The result with its working, under the terms asked for."""
        matter = asked.matter(detail)
        return seal(self.rule(asked, matter), matter)


def computation(
    path: str, question: str, examples: dict[str, Example]
) -> Callable[[Callable[[Q, Matter], R]], Computation[Q, R]]:
    """Declare a computation: the function computes it and says what it does."""
    return lambda rule: Computation(path, question, examples, rule)


class ComputationRoute(StrictRoute):
    """A route that computes without a record.

    Without a key the database is not asked at all.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, asked once for each key."""
        handle = super().get_route_handler()

        async def shown(request: Request) -> Response:
            return show(await handle(request), None)

        async def computed(request: Request) -> Response:
            if KEY not in request.headers:
                return await shown(request)
            recorder = await keyed_recorder(request)
            read_again = Request(request.scope, giving(await request.body()))
            return await recorder.of_no_record(lambda: shown(read_again))

        return computed


def router_of(computations: Iterable[Computation[Any, Any]]) -> APIRouter:
    """The routes of computations, in their order."""
    router = APIRouter(
        route_class=ComputationRoute,
        prefix="/v1/compute",
        tags=["Computations"],
        responses=documented(400, 413, 415, 422, 503),
    )
    for each in computations:
        router.add_api_route(
            each.path,
            endpoint(each),
            methods=["POST"],
            name=each.name,
            summary=each.question,
            description=getdoc(each.rule),
        )
    return router


def endpoint(asked: Computation[Q, R]) -> Callable[..., Coroutine[Any, Any, Answer[R]]]:
    """The function behind a route, with the models of its request and its answer."""

    async def compute(body: Q, go_on: GoOn, explain: Explain = Detail.FULL) -> Answer[R]:
        go_on()
        return asked.answer(body, explain)

    body, _, result = get_type_hints(asked.rule).values()
    compute.__annotations__ |= {
        "body": Annotated[body, Body(openapi_examples=asked.examples)],
        "return": cast(Any, Answer)[result],
    }
    return compute

"""Requests with conditions (RFC 9110, section 13) and with keys (the IETF's Idempotency-Key draft).

`Reading` is the workspace of a route that reads a record: its answer has an `ETag`,
`If-None-Match` gets 304 while nothing has changed, and `If-Match` 412 once something has.
`Recording` carries out a route that records a fact: `If-Match` gets 412 when the record is not the
one the caller has seen (and 428 where the operator wants one and there is none), `If-None-Match`
412 when it is, and of requests with the same `Idempotency-Key` one is carried out and all get its
answer, to the byte. `Making` is the same where there is no record yet. What each route takes and
gives is written into the OpenAPI document by `app.api.description.openapi`, from the headers
declared here.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Annotated, TypeVar, cast

from fastapi import Depends, FastAPI, Header, Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from app.api.answering.kept import headers_of
from app.api.deps import DryRun, TheWorkspace, in_thread, workspace_of
from app.errors import AlreadyExists, ConditionMissing, Fault, InvalidInput, RecordStands
from app.release import CODE_VERSION
from app.replies import AlreadyAnswered, KeyedRequest, Reply
from app.services.answer import Answer
from app.services.evidence.evaluations import KeptAnswer
from app.services.record import replies
from app.services.record.preconditions import ANY, NotChanged, Preconditions
from app.services.workspace.workspace import Workspace

T = TypeVar("T")
R = TypeVar("R")

KEY, KEY_LENGTH = "Idempotency-Key", 255
REPLAY = "Idempotent-Replay"
DRY_RUN = "dry_run"
IF_MATCH, IF_NONE_MATCH = "If-Match", "If-None-Match"
# The caller may keep an answer, and must check it before using it again.
CACHE_CONTROL = "private, no-cache"
# A tag in quotes, perhaps weak; a list of them; or a star.
_TAG = re.compile(r'(W/)?"([\x21\x23-\x7e]*)"')
DAYS_ASKED = frozenset({"as_of", "on"})
"""Parameters that name the day asked about; without one it is today, and the answer ages."""
TAGS = rf"\*|{_TAG.pattern}([ \t]*,[ \t]*{_TAG.pattern})*"
# A string in quotes, as the draft has it, or the same without them, as most callers send it.
_KEY = r'"[\x20\x21\x23-\x5b\x5d-\x7e]+"|[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]+'

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias=KEY,
        max_length=KEY_LENGTH,
        pattern=f"^({_KEY})$",
        description="A name of your own for this request, such as a UUID. Send the same request "
        "again under the same key, as after a broken connection, and it is not carried out again: "
        "you get the first answer, marked `Idempotent-Replay: true`. Requests that were refused "
        "with a problem leave no trace, and may be sent again corrected.",
    ),
]
IfMatch = Annotated[
    str | None,
    Header(
        alias=IF_MATCH,
        pattern=f"^({TAGS})$",
        description="The `ETag` of what you have read of this agreement or any registration under "
        "it: the fact is recorded only if the record has not moved since (else 412).",
    ),
]
IfNoneMatch = Annotated[
    str | None,
    Header(
        alias=IF_NONE_MATCH,
        pattern=f"^({TAGS})$",
        description="The `ETag` of the answer you have: if it would be the same again, 304.",
    ),
]

IfMatchToRead = Annotated[
    str | None,
    Header(
        alias=IF_MATCH,
        pattern=f"^({TAGS})$",
        description="The `ETag` of what you have read of this agreement or any registration under "
        "it: answered only while the record has not moved since (else 412), so that several reads "
        "are of one record.",
    ),
]
IfNoneMatchToRecord = Annotated[
    str | None,
    Header(
        alias=IF_NONE_MATCH,
        pattern=f"^({TAGS})$",
        description="The fact is recorded only if the record is in none of the states that these "
        "tags name (else 412). There is a record already, so that a star always gets 412.",
    ),
]
IfNoneMatchToMake = Annotated[
    str | None,
    Header(
        alias=IF_NONE_MATCH,
        pattern=r"^\*$",
        description="`*`: only if there is none with this id yet (else 412, without it 409).",
    ),
]


async def _reading(
    request: Request,
    response: Response,
    workspace: TheWorkspace,
    if_none_match: IfNoneMatch = None,
    if_match: IfMatchToRead = None,
) -> Workspace:
    if_none_match, if_match = _listed(request, IF_NONE_MATCH), _listed(request, IF_MATCH)

    def tell(tag: str) -> None:
        name = (workspace.database.tenant, tag)
        body = workspace.kept_answers.get(name)
        if body is not None:
            raise AnsweredBefore(tag, body)
        request.state.keep = partial(workspace.kept_answers.keep, name)
        response.headers.update(_validators(tag))

    return workspace.under(
        Preconditions(
            question=_question(request),
            on_today=DAYS_ASKED.isdisjoint(request.query_params),
            tell=tell,
            known=_tags(if_none_match, weak=True),
            expected=None if if_match is None else _tags(if_match, weak=False),
        )
    )


class AnsweredBefore(Exception):
    """Not a fault: the way out of working out what is kept already."""

    def __init__(self, tag: str, body: bytes) -> None:
        """Carry the answer and its tag."""
        super().__init__("The answer is kept.")
        self.tag, self.body = tag, body


def keep_answer(request: Request, response: Response) -> Response:
    """Keep what is answered to a question about a record, as it goes out."""
    keep = getattr(request.state, "keep", None)
    if keep is not None and response.status_code == 200:
        keep(bytes(response.body))
    return response


def _validators(tag: str) -> dict[str, str]:
    """The headers by which an answer may be kept and checked."""
    return {"ETag": f'"{tag}"', "Cache-Control": CACHE_CONTROL}


@dataclass(frozen=True, slots=True)
class Recorder:
    """Carries out a use case that records something, as the request's headers ask."""

    request: Request
    workspace: Workspace
    key: str | None
    expected: frozenset[str] | None = None
    unwanted: frozenset[str] = frozenset()

    async def __call__(
        self,
        use_case: Callable[[Workspace], KeptAnswer[T]],
        location: Callable[[T], str | None] | None = None,
    ) -> Answer[T]:
        """Answer with the very bytes that are kept.

        `location` says where the thing made is to be read. What the use case only tried (a dry run)
        is answered with 200.
        """

        def reply(kept: KeptAnswer[T], headers: dict[str, str]) -> Reply:
            found = location(kept.result) if location else None
            where = {"Location": found} if found else {}
            status = 200 if kept.evaluation_id is None else 201
            return Reply(status, {**headers, **headers_of(kept), **where}, kept.document)

        # FastAPI passes a response on as it is.
        return cast(Answer[T], await self._carried_out(use_case, reply))

    async def without_answer(
        self, use_case: Callable[[Workspace], T], location: Callable[[T], str]
    ) -> T:
        """The same for what is recorded without a determination that would have to be kept."""

        def reply(done: T, headers: dict[str, str]) -> Reply:
            route = self.request.scope["route"]
            assert isinstance(route, APIRoute)  # noqa: S101  # dependencies are of a route
            assert route.response_field is not None  # noqa: S101  # every route declares it
            body = route.response_field.serialize_json(done)
            return Reply(201, {**headers, "Location": location(done)}, body)

        return cast(T, await self._carried_out(use_case, reply))

    async def of_no_record(self, work: Callable[[], Awaitable[Response]]) -> Response:
        """Answer once for each key what records nothing: only the reply is kept."""
        keyed = await self._keyed(lambda done: cast(Reply, done))
        workspace = self.workspace.answering(keyed)
        try:
            await in_thread(lambda: replies.look_up(workspace))
            response = await work()
            reply = Reply(response.status_code, {}, bytes(response.body))
            await in_thread(lambda: replies.keep(workspace, reply))
        except AlreadyAnswered as answered:
            return _response(answered.reply, {REPLAY: "true"})
        return response

    async def _carried_out(
        self, use_case: Callable[[Workspace], R], reply: Callable[[R, dict[str, str]], Reply]
    ) -> Response:
        headers: dict[str, str] = {}

        def tell(tag: str) -> None:
            headers["ETag"] = f'"{tag}"'

        conditions = Preconditions(
            _question(self.request), tell=tell, expected=self.expected, unwanted=self.unwanted
        )
        workspace = self.workspace.under(conditions)
        try:
            if self.key is not None:
                return await self._once(use_case, workspace, lambda it: reply(it, headers))
            done = await in_thread(lambda: use_case(workspace))
        except AlreadyExists as taken:
            if ANY in self.unwanted:
                raise RecordStands(taken.what, taken.identifier) from taken
            raise
        return _response(reply(done, headers), {})

    async def _once(
        self,
        use_case: Callable[[Workspace], R],
        workspace: Workspace,
        reply: Callable[[R], Reply],
    ) -> Response:
        kept: list[Reply] = []

        def write(done: object) -> Reply:
            kept.append(reply(cast(R, done)))
            return kept[-1]

        answering = workspace.answering(await self._keyed(write))
        try:
            if DRY_RUN in self.request.query_params:
                await in_thread(lambda: replies.look_up(answering))
            done = await in_thread(lambda: use_case(answering))
            if not kept:  # a dry run: it records nothing, so that its reply is kept by itself
                await in_thread(lambda: replies.keep(answering, done))
        except AlreadyAnswered as answered:
            return _response(answered.reply, {REPLAY: "true"})
        return _response(kept[-1], {})

    async def _keyed(self, write: Callable[[object], Reply]) -> KeyedRequest:
        """This request, to be carried out once under its key."""
        assert self.key is not None  # noqa: S101  # asked for a request with a key alone
        return KeyedRequest(
            scope=_scope(self.request),
            key=self.key,
            fingerprint=await _fingerprint(self.request),
            received_at=self.workspace.now(),
            write=write,
        )


async def keyed_recorder(request: Request) -> Recorder:
    """The recorder of a request with a key whose route declares none; InvalidInput if it is none.

    So that a computation without a key is not asked for what only one with a key needs.
    """
    _given_once(request, KEY)
    key = request.headers[KEY]
    if len(key) > KEY_LENGTH or not re.fullmatch(_KEY, key):
        says = f"At most {KEY_LENGTH} printable characters, without spaces or commas if unquoted."
        raise InvalidInput([Fault(KEY, "invalid_value", says, place="header")])
    return Recorder(request, await workspace_of(request), key.strip('"'))


async def _making(
    request: Request,
    workspace: TheWorkspace,
    idempotency_key: IdempotencyKey = None,
    if_none_match: IfNoneMatchToMake = None,
) -> Recorder:
    _given_once(request, KEY)
    key = None if idempotency_key is None else idempotency_key.strip('"')
    return Recorder(request, workspace, key, unwanted=_tags(if_none_match, weak=True))


async def _recording(
    request: Request,
    workspace: TheWorkspace,
    dry_run: DryRun,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
    if_none_match: IfNoneMatchToRecord = None,
) -> Recorder:
    made = await _making(request, workspace, idempotency_key)
    if_match, if_none_match = _listed(request, IF_MATCH), _listed(request, IF_NONE_MATCH)
    if if_match is None and request.app.state.conditions_required and not dry_run:
        raise ConditionMissing
    expected = None if if_match is None else _tags(if_match, weak=False)
    return Recorder(request, workspace, made.key, expected, _tags(if_none_match, weak=True))


Reading = Annotated[Workspace, Depends(_reading)]
Making = Annotated[Recorder, Depends(_making)]
Recording = Annotated[Recorder, Depends(_recording)]


def _given_once(request: Request, name: str) -> None:
    """Refuse a header that is sent twice: which of the two is meant?"""
    if len(request.headers.getlist(name)) > 1:
        raise InvalidInput([Fault(name, "given_twice", f"{name} is given twice.", place="header")])


def _listed(request: Request, name: str) -> str | None:
    """A list of tags, which may be sent in several lines (RFC 9110, section 5.3)."""
    lines = request.headers.getlist(name)
    if not lines:
        return None
    listed = ", ".join(lines)
    if len(lines) > 1 and not re.fullmatch(TAGS, listed):
        says = "A list of tags in quotes, or a star alone."
        raise InvalidInput([Fault(name, "invalid_value", says, place="header")])
    return listed


def listed_tags(request: Request, name: str, *, weak: bool) -> frozenset[str] | None:
    """The tags that a header of a request lists; None without it."""
    listed = _listed(request, name)
    return None if listed is None else _tags(listed, weak=weak)


def _tags(listed: str | None, *, weak: bool) -> frozenset[str]:
    """The tags in a list; a weak one counts only where sameness to the byte does not matter."""
    if listed is None or listed.strip() == ANY:
        return frozenset() if listed is None else frozenset({ANY})
    return frozenset(tag for mark, tag in _TAG.findall(listed) if weak or not mark)


def _question(request: Request) -> str:
    return f"{request.method} {request.url.path}?{request.url.query}\n{CODE_VERSION}"


def _scope(request: Request) -> str:
    """Whose keys these are: the tenant's, where the service knows who asks.

    Not the single credential's: a request repeated with a renewed one must not be carried out
    twice, while two callers of one tenant who chose the same key are told so (422).
    """
    principal = getattr(request.state, "principal", None)
    return "" if principal is None else str(principal.tenant)


async def _fingerprint(request: Request) -> str:
    """A hash of all that was asked: what has another is another request."""
    digest = sha256(f"{request.method} {request.url.path}?{request.url.query}\n".encode())
    digest.update(await request.body())
    return digest.hexdigest()


def _response(reply: Reply, more: dict[str, str]) -> Response:
    headers = {**reply.headers, **more}
    return Response(reply.body, reply.status, headers, media_type=JSONResponse.media_type)


def add_conditions(app: FastAPI) -> None:
    """Answer 304 to who has the answer, and others with the one that is kept."""

    async def not_changed(_: Request, error: Exception) -> Response:
        assert isinstance(error, NotChanged)  # noqa: S101  # registered for it alone
        return Response(status_code=304, headers=_validators(error.tag))

    async def answered_before(_: Request, error: Exception) -> Response:
        assert isinstance(error, AnsweredBefore)  # noqa: S101  # registered for it alone
        return _response(Reply(200, _validators(error.tag), error.body), {})

    app.add_exception_handler(NotChanged, not_changed)
    app.add_exception_handler(AnsweredBefore, answered_before)

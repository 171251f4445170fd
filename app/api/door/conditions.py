"""Conditions of a request whose route knows none of its own (RFC 9110, section 13).

What is read of no single record (lists, codes, the docket, the audit) has a tag made of its bytes:
who has the answer gets 304, and 412 who wants another. What changes something, and is of no record,
has no tag that one could have seen: it is not carried out under a condition that cannot hold.
"""

from collections.abc import Sequence
from hashlib import sha256

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from app.api.answering.conditional import IF_MATCH, IF_NONE_MATCH, listed_tags
from app.api.answering.problems import problem
from app.errors import RecordStands, ThingChanged
from app.services.record.preconditions import ANY

MOVED = "What is there is not what you have seen: read it again and decide anew."
NO_TAG = "There is nothing here that `If-Match` could name: leave it out."


def read_under(request: Request, response: Response) -> Response:
    """An answer to a GET with its tag, or what its conditions make of it."""
    if response.status_code != 200 or "etag" in response.headers:
        return response
    if isinstance(response, StreamingResponse):  # goes out in pieces, and is hashed in itself
        return response
    tag = _tag_of(bytes(response.body))
    response.headers["ETag"] = f'"{tag}"'
    wanted = listed_tags(request, IF_MATCH, weak=False)
    if wanted is not None and wanted.isdisjoint({ANY, tag}):
        return problem("record_changed", MOVED)
    known = listed_tags(request, IF_NONE_MATCH, weak=True)
    if known is None or known.isdisjoint({ANY, tag}):
        return response
    kept = {name: response.headers[name] for name in ("etag", "vary") if name in response.headers}
    return Response(status_code=304, headers=kept)


def refused_under(request: Request, own: Sequence[str]) -> Response | None:
    """Why what changes something is not carried out, if a condition that it does not know fails."""
    of_one = bool(request.path_params)
    wanted = None if IF_MATCH in own else listed_tags(request, IF_MATCH, weak=False)
    if wanted is not None and not (of_one and ANY in wanted):
        return problem("record_changed", NO_TAG)
    return None


def change_under(request: Request, what: str, name: str, shown: bytes) -> None:
    """Hold a thing as it is shown against the conditions of a request that changes it.

    ThingChanged if it is not as the caller has seen it, RecordStands if it is as it is not to be.
    """
    tag = _tag_of(shown)
    wanted = listed_tags(request, IF_MATCH, weak=False)
    if wanted is not None and wanted.isdisjoint({ANY, tag}):
        raise ThingChanged(what, name)
    unwanted = listed_tags(request, IF_NONE_MATCH, weak=True)
    if unwanted is not None and not unwanted.isdisjoint({ANY, tag}):
        raise RecordStands(what, name)


def _tag_of(shown: bytes) -> str:
    return sha256(shown).hexdigest()[:32]

"""Which kind of fact or which field was meant, and where a fact posted to the wrong place belongs.

What is wrong with a value otherwise, `app.rules.values.wording` says.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from app.errors import shortened
from app.rules.facts import DECLARED, ORDER_IN_A_DAY, Owner, kind_of
from app.rules.values.wording import (
    AS_JSON,
    Error,
    fields_at,
    models_at,
    models_in,
    near,
    no_such_field,
    one_of,
    quoted,
    sentence,
)

VERSION: Final = "v1"
PLACES: Final[Mapping[Owner, str]] = {
    "making": "/v1/agreements",
    "agreement": "/v1/agreements/{agreement_id}/events",
    "registration": "/v1/registrations/{registration_id}/events",
    "correction": "/v1/agreements/{agreement_id}/corrections",
}
BEGINNINGS: Final = {
    "demand_received": "demands",
    "shelf_triggered": "shelves",
    "takedown_requested": "takedowns",
    "registration_determined": "incidentals",
}
FIRST: Final[Mapping[str, str]] = {
    "more_than_held": "Post first what gave the shares: `preferred_converted`, "
    "`warrants_exercised` or `position_stated`.",
    "not_filed": "Post `filed` first.",
    "not_effective": "Post `declared_effective` first.",
    "no_notice_given": "Post `misstatement_notice_given` first.",
    "unknown_claim": "Post `claim_made` first.",
    "unknown_amendment": "Post `amendment_proposed` first.",
    "unknown_underwriter": "Post `underwriter_selected` first.",
}
"""Which fact has to come first where the record lacks it."""


HEADERS: Final[Mapping[str, str]] = {
    "idempotency-key": "A key is of printable characters, in quotes if it has blanks or commas.",
    "if-match": 'Tags stand in quotes, as `ETag` gave them: "12-ab…"; with commas between them, or '
    "a star alone.",
    "if-none-match": 'Tags stand in quotes, as `ETag` gave them: "12-ab…"; with commas between '
    "them, or a star alone.",
}
"""What a header should have looked like."""


# --- paths --------------------------------------------------------------------------------------


def road_meant(path: str, roads: Collection[str]) -> str:
    """The path that was meant, or what there is beside it; empty if nothing is near."""
    parts = path.strip("/").split("/")
    if parts[0] != VERSION:
        parts = [VERSION, *parts]
    best: tuple[int, str] | None = None
    for road in roads:
        found = _followed(parts, road.strip("/").split("/"))
        if found is not None and (best is None or found < best):
            best = found
    if best is not None and best[1] != path:
        return f"Did you mean `{best[1]}`?"
    for known in range(len(parts) - 1, 1, -1):
        exactly = 0, _as_path(parts[:known])
        beside = {
            inside[known]
            for inside in (road.strip("/").split("/") for road in roads)
            if len(inside) > known and _followed(parts[:known], inside[:known]) == exactly
        }
        named = sorted(each for each in beside if not each.startswith("{"))
        if named:
            return f"Under `{_as_path(parts[:known])}` there are: {', '.join(named)}."
    return ""


def _followed(parts: Sequence[str], road: Sequence[str]) -> tuple[int, str] | None:
    """How many words of a path differ from a road's, and the path set right; None: another road."""
    if len(parts) != len(road):
        return None
    wrong, right = 0, list[str]()
    for part, word in zip(parts, road, strict=True):
        if word.startswith("{") or part == word:
            right.append(part)
        elif near(part, [word]):
            wrong += 1
            right.append(word)
        else:
            return None
    return wrong, _as_path(right)


def _as_path(parts: Sequence[str]) -> str:
    return "/" + "/".join(parts)


def instead(method: str, path: str) -> str:
    """What to do instead of what is not allowed at a path; empty where that is all to be said."""
    version, *parts = path.strip("/").split("/")
    if version != VERSION or not parts or parts[0] not in ("agreements", "registrations"):
        return ""
    if method in ("PUT", "PATCH", "DELETE"):
        return (
            "Nothing on record is changed or deleted: post what happened to `…/events`, and what "
            f"was recorded by mistake to `{PLACES['correction']}`."
        )
    if method in ("GET", "HEAD") and parts[2:] and parts[2] in BEGINNINGS.values():
        return f"What was posted here is listed by `GET /v1/registrations?agreement_id={parts[1]}`."
    if method == "POST" and len(parts) == 2:
        return f"What happened is posted to `{path.rstrip('/')}/events`."
    if method == "POST" and parts == ["registrations"]:
        roads = ", ".join(
            f"`/v1/agreements/{{agreement_id}}/{each}`" for each in BEGINNINGS.values()
        )
        return f"A registration is begun at one of {roads}."
    return ""


# --- kinds of fact ------------------------------------------------------------------------------


def of_a_kind(error: Error) -> tuple[str, str]:
    """The code and the sentence for what is of no kind that can stand at its place."""
    tag = error["ctx"]["tag"]
    here = quoted(str(error["ctx"]["expected_tags"]))
    kinds = {kind_of(fact): DECLARED[fact].of for fact in ORDER_IN_A_DAY}
    if not set(here) <= kinds.keys():
        return "invalid_value", one_of(tag, here)
    if tag in kinds:
        return "wrong_place", f"`{tag}` is posted to `POST {_place(tag, kinds[tag])}`."
    meant = near(tag, here) or near(tag, kinds)
    known = f"There is no kind of fact `{shortened(AS_JSON.get(tag, tag))}`."
    return "unknown_kind", f"{known} {meant}See `GET /v1/facts` for all."


def _place(kind: str, owner: Owner) -> str:
    if kind in BEGINNINGS:
        return f"/v1/agreements/{{agreement_id}}/{BEGINNINGS[kind]}"
    return PLACES[owner]


# --- fields -------------------------------------------------------------------------------------


def unknown_field(path: Sequence[str | int], annotation: Any) -> str:
    """That there is no such field, and which was meant, which there are, or what the body is."""
    if path == ["kind"] and fields_at((), annotation) == {"facts"}:
        return "Here facts stand in a list, `facts`; one alone is posted to `…/events`."
    return no_such_field(path, annotation)


def missing(path: Sequence[str | int], annotation: Any) -> str:
    """That something has to be given, and what it says, where the schema tells."""
    if not path:
        return "A body has to be sent: an object, {…}."
    told = {
        field.description
        for each in models_at(path[:-1], annotation)
        for name, field in each.model_fields.items()
        if (field.alias or name) == path[-1] and field.description
    }
    says = "This has to be given."
    return f"{says} {sentence(told.pop())}" if len(told) == 1 else says


def listed(annotation: Any) -> str:
    """That a list is no body, and where several facts are posted."""
    if "facts" in fields_at((), annotation):
        return 'Several facts stand in an object: {"facts": […]}.'
    says = "This should be an object: {…}."
    if any(each in DECLARED for each in models_in(annotation)):
        return f"{says} Several facts are posted to `…/events/batch`, in a list `facts`."
    return says


def kind_missing(path: Sequence[str | int], annotation: Any, given: object) -> str:
    """That a fact, or something else of several kinds, does not say of which kind it is."""
    says = "Say which kind it is, in `kind`."
    if isinstance(given, Mapping) and "type" in given:
        says = "It is called `kind`, not `type`."
    of_facts = any(each in DECLARED for each in models_at(path, annotation))
    return f"{says} See `GET /v1/facts` for all." if of_facts else says

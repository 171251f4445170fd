"""A period or Clock is counted from what it says, or refused: no word is decoration."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from app.rules.terms import Terms
from app.rules.terms.document.checks.anchors import honoured_at
from app.rules.terms.document.checks.check import contradictions
from app.services.agreements.templates import template, with_overrides

BASE = template("ctc-1998").terms
BY_MAIL = {"count": 20, "unit": "day", "after": "notice.sent"}
REPLACED = {"$replace": True}
EVENTS = {"closing": {"says": "Closing under the purchase agreement"}}


def anchors(part: Any, place: str = "") -> Iterator[str]:
    """The place of every period's anchor."""
    if isinstance(part, dict):
        if "anchor" in part:
            yield place
        for name, each in part.items():
            yield from anchors(each, f"{place}/{name}")
    elif isinstance(part, list):
        for number, each in enumerate(part):
            yield from anchors(each, f"{place}/{number}")


def with_anchor(place: str, word: str) -> Terms:
    document = json.loads(BASE.canonical)
    here = document
    for part in place.strip("/").split("/"):
        here = here[int(part)] if isinstance(here, list) else here[part]
    here["anchor"] = word
    return Terms.model_validate(document)


def found(terms: Terms) -> dict[str, str]:
    return {each.pointer: each.code for each in contradictions(terms)}


PLACES = tuple(anchors(json.loads(BASE.canonical)))


@pytest.mark.parametrize("place", PLACES)
def test_no_period_is_counted_from_a_banana(place: str) -> None:
    assert found(with_anchor(place, "banana")) == {f"{place}/anchor": "anchor_not_honoured"}


@pytest.mark.parametrize("place", [place for place in PLACES if honoured_at(place)])
def test_every_word_that_a_place_honours_passes(place: str) -> None:
    for word in honoured_at(place):
        assert found(with_anchor(place, word)) == {}


def joined(within: Any, **more: Any) -> Terms:
    return with_overrides(BASE, {"demand": {"join": {"within": within | REPLACED}}, **more})


def effected(within: Any, **more: Any) -> Terms:
    return with_overrides(BASE, {"demand": {"effect_within": within | REPLACED}, **more})


AT = "/demand/join/within"
BY = "/demand/effect_within"


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (joined(BY_MAIL), {}),
        (joined({"at": "ipo.effective"}), {f"{AT}/at": "moment_not_honoured"}),
        (joined({**BY_MAIL, "edge": "strict"}), {f"{AT}/edge": "edge_not_honoured"}),
        (joined({**BY_MAIL, "hour": "17:00"}), {f"{AT}/hour": "hour_not_honoured"}),
        (joined({**BY_MAIL, "roll": "ours"}), {f"{AT}/roll": "roll_not_declared"}),
        (joined({**BY_MAIL, "roll": "none"}), {}),
        (
            joined({**BY_MAIL, "unit": "business_day", "calendar": "ours"}),
            {f"{AT}/calendar": "calendar_not_declared"},
        ),
        (
            joined({"cases": [{"if": {"form": ["S-3"]}, "then": BY_MAIL}, {"then": BY_MAIL}]}),
            {f"{AT}/cases/0/if/form": "condition_not_honoured"},
        ),
        (
            effected({"count": 90, "unit": "day", "after": "event.closing"}),
            {f"{BY}/after": "event_not_declared"},
        ),
        (effected({"count": 90, "unit": "day", "after": "event.closing"}, events=EVENTS), {}),
        (
            effected({"earliest": [{"at": "request.given"}, {"at": "default.began"}]}),
            {f"{BY}/earliest/1/at": "moment_not_honoured"},
        ),
        (
            effected({"when": {"happened": "delay.ended"}}),
            {f"{BY}/when/happened": "moment_not_honoured"},
        ),
    ],
)
def test_a_clock_says_only_what_its_place_honours(terms: Terms, expected: dict[str, str]) -> None:
    assert found(terms) == expected

"""A Clock is exactly one of its forms, and what is none is refused with words that help."""

import re
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from app.rules.terms.clocks.clock import Clock, Span
from app.rules.terms.clocks.moments import ACTS, moment_in_words

CLOCK: TypeAdapter[Clock] = TypeAdapter(Clock)

WRITTEN: tuple[dict[str, Any], ...] = (
    {"date": "2031-03-31"},
    {"at": "event.closing"},
    {"count": 12, "unit": "business_day", "after": "request.received", "roll": "none"},
    {"count": 110, "unit": "day", "after": {"count": 1, "unit": "year", "after": "ipo.closed"}},
    {"count": 1, "unit": "month", "before": "due.resale.filed", "short_month": "next_day"},
    {"earliest": [{"at": "ipo.priced"}, {"date": "2031-01-01"}], "edge": "strict"},
    {"latest": [{"at": "ipo.priced"}, {"date": "2031-01-01"}], "hour": "17:00"},
    {"cases": [{"if": [{"form": ["S-3"]}], "then": {"at": "agreement.dated"}}]},
    {"when": {"any": [{"asserted": "ready"}, [{"happened": "ipo.closed"}]]}},
    {"cases": [{"if": {"not": {"reviewed": True}}, "then": {"at": "registration.filed"}}]},
)


@pytest.mark.parametrize("document", WRITTEN, ids=lambda document: next(iter(document)))
def test_a_clock_is_written_as_it_was_read(document: dict[str, Any]) -> None:
    """No default is filled in, so that a word learnt later changes no old hash."""
    assert CLOCK.dump_python(CLOCK.validate_python(document), mode="json") == document


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"at": "banana"}, "the subjects are agreement, request"),
        ({"at": "request.mailed"}, "request.dated, request.sent"),
        ({"at": "event."}, "the id of the event"),
        ({"at": "due.resale"}, "the id of the right"),
        ({"at": "ipo.closed", "date": "2031-01-01"}, "this says `date` and `at`"),
        ({"banana": 1}, "exactly one of `date`, `at`"),
        ({"count": 1, "unit": "day"}, "exactly one of `after` and `before`"),
        (
            {"count": 1, "unit": "day", "after": "ipo.closed", "before": "ipo.closed"},
            "exactly one of `after` and `before`",
        ),
        (
            {"count": 0, "unit": "day", "after": "ipo.closed", "first_day": "included"},
            "at least one day",
        ),
        ({"count": -1, "unit": "day", "after": "ipo.closed"}, "greater than or equal to 0"),
        (
            {"count": 1, "unit": "day", "after": "ipo.closed", "calendar": "banks"},
            "the unit is another",
        ),
        (
            {"count": 1, "unit": "day", "after": "ipo.closed", "short_month": "next_day"},
            "the unit is another",
        ),
        ({"earliest": [{"at": "ipo.closed"}]}, "at least 2 items"),
        ({"when": {"form": ["S-3"]}}, "put that into `cases`"),
        (
            {"cases": [{"then": {"at": "ipo.closed"}}, {"then": {"at": "ipo.priced"}}]},
            "comes last",
        ),
        ({"at": "ipo.closed", "hour": "25:00"}, "pattern"),
        ({"at": "ipo.closed", "first_day": "included"}, "not permitted"),
    ],
)
def test_what_is_no_clock_is_refused(document: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(says)):
        CLOCK.validate_python(document)


def test_a_span_has_an_edge() -> None:
    with pytest.raises(ValidationError, match="`from`, an `until`, or both"):
        Span.model_validate({})


def test_every_moment_has_words() -> None:
    assert all(
        moment_in_words(f"{subject}.{act}") for subject, acts in ACTS.items() for act in acts
    )

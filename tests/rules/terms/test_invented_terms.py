"""An invented agreement differs from the 1998 one in every term: what the two documents may share.

Both are read as terms, and their canonical JSON is compared place by place: parts that have a name
(a step, a limb, a method of notice) with their namesake, lists of plain words as wholes. A place
that the invented agreement has and the 1998 one has not, or the other way round, differs.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from app.rules.terms import Terms
from app.rules.terms.document.checks.anchors import honoured_at
from app.rules.terms.document.checks.check import check_terms
from app.rules.terms.readings import Readings

ROOT = Path(__file__).parents[3]
INVENTED = ROOT / "tests" / "data" / "terms" / "widgets.json"
CTC = ROOT / "app" / "templates" / "ctc-1998.json"

NAMED_BY = {"/procedures": "name", "/assignment/limbs": "test"}
"""Lists whose items are compared with their namesakes; items of others by their place."""

SHARED = {
    "/schema_version": "there is one version of the form in which terms are written",
    "/requisite_holders/base": "the Requisite Holders are counted in one way only",
    "/underwriter_selection/approval/base": "an approval is counted in one way only",
    "/amendments/holders_sign/base": "an execution is counted in one way only",
    "/amendments/binds": "an instrument is taken to bind every Holder, and no terms may say less",
    "/demand/cap/window_days": "a cap on demands holds for good and has no window",
    "/assignment/limbs/minimum_shares/test": "the test by which two limbs are compared",
    "/procedures/sale_actions/name": "the name by which two steps are compared",
    "/procedures/opinion/name": "the name by which two steps are compared",
    "/procedures/listing/name": "the name by which two steps are compared",
    "/procedures/information/name": "the name by which two steps are compared",
    "/procedures/information/within": "what a Holder owes on the Company's request has no day",
    "/procedures/information/arises": "what a Holder owes on request, the Company requests",
}
"""The places where the two agree, and why they must."""


@lru_cache
def terms(path: Path) -> Terms:
    return Terms.model_validate_json(path.read_text(encoding="utf-8"))


def shared(invented: Any, ctc: Any, place: str = "") -> Iterator[str]:
    """Each place where the two have the same value."""
    if isinstance(invented, dict) and isinstance(ctc, dict) and (invented or ctc):
        for name in invented.keys() & ctc.keys():
            yield from shared(invented[name], ctc[name], f"{place}/{name}")
    elif _of_parts(invented) and _of_parts(ctc):
        name_of = NAMED_BY.get(place)
        ours, theirs = _by_name(invented, name_of), _by_name(ctc, name_of)
        for name in ours.keys() & theirs.keys():
            yield from shared(ours[name], theirs[name], f"{place}/{name}")
    elif invented == ctc:
        yield place


def _of_parts(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def _by_name(parts: list[Any], name: str | None) -> dict[str, Any]:
    return {str(part[name] if name else number): part for number, part in enumerate(parts)}


class TestTheInventedTerms:
    def test_differ_from_the_1998_ones_in_every_place(self) -> None:
        """Which way a period runs is no choice, nor is what it is counted from at most places."""
        assert set(_places()) - _directions() - _anchors() == set(SHARED)

    def test_a_word_that_is_shared_could_be_no_other_than_its_place_honours(self) -> None:
        """`banana` never passes, and where there is a choice the two differ in it."""
        for place in _anchors():
            period = place.removesuffix("/anchor")
            assert len(set(honoured_at(period).values())) <= 1, place

    def test_a_direction_that_is_shared_could_not_be_the_other(self) -> None:
        for place in _directions():
            document = json.loads(terms(INVENTED).canonical)
            *parents, name = place.strip("/").split("/")
            here = document
            for part in parents:
                here = here[part] if isinstance(here, dict) else _by_name(here, "name")[part]
            here[name] = {"after": "before", "before": "after"}[here[name]]
            found = check_terms(Terms.model_validate(document)).findings
            assert "wrong_direction" in {each.code for each in found}, place

    def test_every_reading_is_another(self) -> None:
        usual, invented = Readings(), terms(INVENTED).readings
        for option in Readings.model_fields:
            assert getattr(usual, option) != getattr(invented, option), option

    def test_they_do_not_contradict_themselves(self) -> None:
        assert check_terms(terms(INVENTED)).findings == ()

    @pytest.mark.parametrize("path", [INVENTED, CTC], ids=["invented", "1998"])
    def test_a_document_shares_every_place_with_itself(self, path: Path) -> None:
        """The comparison sees each value, or it would prove nothing."""
        document = json.loads(terms(path).canonical)
        assert len(list(shared(document, document))) == len(set(_leaves(document)))


def _places() -> list[str]:
    invented, ctc = json.loads(terms(INVENTED).canonical), json.loads(terms(CTC).canonical)
    return list(shared(invented, ctc))


def _directions() -> set[str]:
    return {place for place in _places() if place.endswith("/direction")}


def _anchors() -> set[str]:
    return {place for place in _places() if place.endswith("/anchor")}


def _leaves(value: Any, place: str = "") -> Iterator[str]:
    if isinstance(value, dict) and value:
        for name, each in value.items():
            yield from _leaves(each, f"{place}/{name}")
    elif _of_parts(value):
        for number, each in enumerate(value):
            yield from _leaves(each, f"{place}/{number}")
    else:
        yield place

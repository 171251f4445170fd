"""Following an answer back: from every date and number to a step, a fact, a term or the request.

`Audit` holds an answer beside what its sources refer to, and lists everything that does not hold.
An empty list is a clean answer.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.api.bodies import Json
from tests.api.calls import DEMO, events, ok
from tests.running.service import Service

GIVEN = frozenset({"as_of", "version"})
"""Values that the answer only repeats: the day asked about, and how long the record is."""

EXISTS = object()
"""What a source leads to when it names a whole thing and not one value in it."""

_STEP = re.compile(r"step:\d+")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Audit:
    """An answer, the terms it was computed under, the facts on record and the request."""

    answer: Json
    terms: Json
    facts: Mapping[str, Json]
    request: Json | None = None

    @property
    def steps(self) -> dict[str, Json]:
        """The lines of working, by id."""
        return {each["id"]: each for each in self.answer["explanation"]["steps"]}

    # --- the result -----------------------------------------------------------------------------

    def unexplained(self) -> list[str]:
        """Dates and numbers beside an `explained_by` that says nothing of them."""
        return [
            f"{place}/{name}"
            for place, part in objects(self.answer["result"])
            if "explained_by" in part
            for name, value in part.items()
            if is_figure(value) and name not in GIVEN and name not in part["explained_by"]
        ]

    def unaccounted(self) -> list[str]:
        """Dates and numbers in a part of the result that names no source at all."""
        return list(_without_source(self.answer["result"], ""))

    def misquoted(self) -> list[str]:
        """Values of the result that their source does not give."""
        found = []
        for place, part in objects(self.answer["result"]):
            for name, source in part.get("explained_by", {}).items():
                value = part.get(name)
                # Words such as “accepted” follow from a step without being its result.
                found += self._compare(f"{place}/{name}", _figure_or_none(value), source)
            for name in ("source", "trigger"):
                if name in part:
                    found += self._compare(f"{place}/{name}", None, part[name])
        return found

    # --- the working ----------------------------------------------------------------------------

    def misquoted_inputs(self, kind: str | None = None) -> list[str]:
        """Inputs of steps that their source, of this kind (`step`, `terms` …) if any, denies."""
        return [
            fault
            for step in self.answer["explanation"]["steps"]
            for each in step["inputs"]
            if kind in (None, each["source"].partition(":")[0])
            for fault in self._compare(
                f"{step['id']} {step['rule']}: {each['name']}", each["value"], each["source"]
            )
        ]

    def unknown_kinds_of_source(self) -> list[str]:
        """Inputs of steps whose source is of no documented kind."""
        known = ("step", "terms", "fact", "request", "asked", "calendar", "reading")
        return [
            f"{step['id']} {step['rule']}: {each['name']} from {each['source']!r}"
            for step in self.answer["explanation"]["steps"]
            for each in step["inputs"]
            if each["source"].partition(":")[0] not in known or ":" not in each["source"]
        ]

    def forward_references(self) -> list[str]:
        """Steps that use a step which comes after them."""
        return [
            f"{step['id']} uses {each['source']}"
            for step in self.answer["explanation"]["steps"]
            for each in step["inputs"]
            if each["source"].startswith("step:")
            and int(each["source"].removeprefix("step:")) >= int(step["id"])
        ]

    def unlisted_readings(self) -> set[str]:
        """Readings that a step relied on and the answer does not list."""
        listed = {each["option"] for each in self.answer["readings"]}
        named = {
            option for step in self.answer["explanation"]["steps"] for option in step["readings"]
        }
        return named - listed

    # --- sources --------------------------------------------------------------------------------

    def _compare(self, place: str, value: object, source: str) -> list[str]:
        try:
            given = self._given(source)
        except LookupError as missing:
            return [f"{place}: {source} leads nowhere ({missing})"]
        if value is None or given is EXISTS or given == value:
            return []
        return [f"{place} is {value!r}, but {source} is {given!r}"]

    def _given(self, source: str) -> object:
        """What a source leads to; LookupError when it leads nowhere."""
        kind, _, rest = source.partition(":")
        match kind:
            case "step":
                return self.steps[rest]["result"]
            case "terms":
                return at(self.terms, rest)
            case "request":
                return _or_exists(at(self.request, rest))
            case "asked":
                return at(self.answer["result"], rest)
            case "fact":
                fact_id, _, pointer = rest.partition("#")
                return at(self.facts[fact_id], pointer) if pointer else EXISTS
            case "calendar":
                return self._named("calendars", rest)
            case "reading":
                return {each["option"]: EXISTS for each in self.answer["readings"]}[rest]
            case _:
                raise LookupError("no such kind of source")

    def _named(self, part: str, name: str) -> object:
        return {each["name"]: EXISTS for each in self.answer["versions"][part]}[name]


def audit_registration(service: Service, registration: str, agreement: str, as_of: str) -> Audit:
    """The answer for a registration on a day, with all it may refer to."""
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of=as_of))
    begun = next(
        each for each in events(service, agreement) if each.get("registration_id") == registration
    )
    return _on_record(service, answer, agreement, requested_on=begun["occurred_on"])


def audit_agreement(service: Service, agreement: str = DEMO, **params: str) -> Audit:
    """The answer for an agreement on a day, with all it may refer to."""
    answer = ok(service.get(f"/v1/agreements/{agreement}", **params))
    return _on_record(service, answer, agreement)


def audit_may_sell(service: Service, agreement: str = DEMO, **asked: str) -> Audit:
    """The answer to whether a Holder may sell, with all it may refer to."""
    answer = ok(service.get(f"/v1/agreements/{agreement}/may-sell", **asked))
    return _on_record(service, answer, agreement)


def as_written(document: Json) -> Json:
    """The terms as written, to which `terms:` points: without what splits have made of them."""
    terms: Json = document["terms"]
    for number in document["share_numbers"]:
        *way, last = number["place"].removeprefix("/").split("/")
        here: Any = terms
        for part in way:
            here = here[int(part)] if isinstance(here, list) else here[part]
        here[last] = number["written"]
    return terms


def _on_record(service: Service, answer: Json, agreement: str, **params: str) -> Audit:
    as_of = answer["result"]["as_of"]
    found = ok(service.get(f"/v1/agreements/{agreement}/terms", as_of=as_of, **params))
    assert found["content_hash"] == answer["versions"]["terms"]["content_hash"]
    facts = {each["fact_id"]: each["fact"] for each in events(service, agreement)}
    return Audit(answer, as_written(found), facts)


def audit_computation(service: Service, computation: str, question: Json) -> Audit:
    """The answer to a stateless question on the 1998 template."""
    request = {"template": "ctc-1998"} | question
    answer = ok(service.post(f"/v1/compute/{computation}", request))
    terms = ok(service.get("/v1/templates/ctc-1998"))["terms"]
    return Audit(answer, terms, {}, request)


def without_steps(part: Any) -> Any:
    """A part of an answer as it stands where no steps are shown: no value points to one."""
    if isinstance(part, list):
        return [without_steps(each) for each in part]
    if not isinstance(part, dict):
        return None if isinstance(part, str) and _STEP.fullmatch(part) else part
    pairs = ((name, without_steps(value)) for name, value in part.items())
    return {name: value for name, value in pairs if value is not None}


def objects(part: Any, place: str = "") -> Iterator[tuple[str, Json]]:
    """Every object in a result, with its place."""
    if isinstance(part, dict):
        yield place, part
        for name, value in part.items():
            yield from objects(value, f"{place}/{name}")
    elif isinstance(part, list):
        for number, item in enumerate(part):
            yield from objects(item, f"{place}/{number}")


def is_figure(value: object) -> bool:
    """Whether a value is a date or a number."""
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, str) and bool(_DATE.fullmatch(value)))


def at(document: Any, pointer: str) -> Any:
    """The value at a JSON pointer; LookupError where there is none."""
    here = document
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(here, dict):
            here = here[name]
        elif isinstance(here, list) and name.isdigit():
            here = here[int(name)]
        else:
            raise LookupError(f"nothing at {pointer}")
    return here


def _or_exists(value: object) -> object:
    """Numbers summed over a whole part of the request are sourced to that part."""
    return EXISTS if isinstance(value, dict | list) else value


def _figure_or_none(value: object) -> object:
    return value if isinstance(value, bool) or is_figure(value) else None


def _without_source(part: Any, place: str) -> Iterator[str]:
    if isinstance(part, list):
        for number, item in enumerate(part):
            yield from _without_source(item, f"{place}/{number}")
    if not isinstance(part, dict) or "source" in part:
        return
    for name, value in part.items():
        if is_figure(value) and name not in GIVEN and "explained_by" not in part:
            yield f"{place}/{name}"
        if name != "explained_by":
            yield from _without_source(value, f"{place}/{name}")

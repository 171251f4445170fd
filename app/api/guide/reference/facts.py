"""Every kind of fact: where and when it is posted, its fields, what it settles, an example."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from app.api.description.properties import describe
from app.api.guide.reference.page import Made, cell, listed
from app.api.guide.reference.shapes import fields_of
from app.api.schemas.facts import FactKind, fact_kinds
from app.rules.answers import DUTIES, recorded_by
from app.rules.facts import DECLARED, KINDS, ON_FILE, Owner, kind_of

ABOVE: Final = "reference/facts"
HEADINGS: Final[dict[Owner, str]] = {
    "making": "The making of an agreement",
    "beginning": "What sets a registration going",
    "registration": "In the life of a registration",
    "agreement": "Of the agreement",
    "correction": "That an earlier fact was wrong",
}
Shape: TypeAlias = tuple[Mapping[str, Any], Mapping[str, Mapping[str, Any]]]
"""The schema of a kind, and those of its parts by their names."""
_TOLD: Final = """What happened is posted as a fact, and never edited. Each kind has a page: what it
tells, where it is posted, its fields, the duties that it settles, and an example that runs as it
stands on the example data. `GET /v1/facts` answers the same to a program.

A date is the day on which the thing happened, or on which a letter was sent or handed over: when it
counts as received is worked out. `kind` is always required, and with every kind you may send
[`on_file`](/guide/integrator/facts#your-own-file). In which state of a registration a fact
is refused or flagged, [the lifecycle](/guide/reference/lifecycle) tells.

"""
_DUTIES: Final = """## Which fact settles a duty

An open duty says in `recorded_by` which kinds settle it; this is all of it.

| duty | settled by |
|---|---|
"""


def fact_pages() -> Iterator[Made]:
    """The list of kinds, and a page for each."""
    parts = [_TOLD]
    for owner, heading in HEADINGS.items():
        rows = (
            f"| [`{fact.kind}`](/guide/{ABOVE}/{fact.kind}) | {cell(fact.says)} |"
            for fact in fact_kinds()
            if fact.of == owner
        )
        parts.append("\n".join([f"## {heading}\n", "| fact | tells |", "|---|---|", *rows, ""]))
    duties = duties_settled(lambda kind: f"/guide/{ABOVE}/{kind}")
    yield Made(ABOVE, "Which fact to post", "\n".join([*parts, _DUTIES + "\n".join(duties)]))
    shapes = _shapes()
    owners = list(HEADINGS)
    for fact in sorted(fact_kinds(), key=lambda each: owners.index(each.of)):
        yield Made(f"{ABOVE}/{fact.kind}", f"`{fact.kind}`", _told(fact, shapes), ABOVE)


def duties_settled(leads_to: Callable[[str], str]) -> Iterator[str]:
    """Each duty with the kinds that settle it, a row of a table."""
    for duty in sorted(DUTIES):
        kinds = ", ".join(f"[`{kind}`]({leads_to(kind)})" for kind in recorded_by(duty))
        yield f"| `{duty}` | {kinds} |"


def sentence(fact: FactKind) -> str:
    """What a fact tells, with its clauses."""
    cited = f" ({', '.join(fact.clauses)})" if fact.clauses else ""
    return f"{fact.says.removesuffix('.')}{cited}."


def particulars(fact: FactKind) -> Iterator[str]:
    """Where and when it is posted, and what it settles, as points of a list."""
    yield f"- Posted to `{fact.path}`"
    if fact.registrations and set(fact.registrations) != set(KINDS):
        yield f"- Of a registration that is {listed(fact.registrations)}"
    for need in fact.comes_after:
        kinds = listed(kind for kind in (need.kind, need.or_kind) if kind)
        without = "refused" if need.refused else "recorded with the warning"
        yield f"- Comes after {kinds}; without it {without} `{need.code}`"
    if fact.once:
        yield "- Once in a registration"
    if fact.of != "making":
        yield f"- Required: {listed(fact.required, 'and') or 'nothing'}"
        if known := [f"`{name}`" for name in fact.optional if name != ON_FILE]:
            yield f"- If known: {', '.join(known)}"
    if fact.settles:
        yield f"- Settles {listed(fact.settles, 'and')}"
    if fact.helps_settle:
        yield f"- Helps to settle {listed(fact.helps_settle, 'and')}"


def _told(fact: FactKind, shapes: Mapping[str, Shape]) -> str:
    parts = [sentence(fact), "", *particulars(fact), ""]
    if fact.kind in shapes:
        parts += ["## Fields", "", *_fields(shapes[fact.kind])]
    parts += ["## Examples" if len(fact.examples) > 1 else "## Example", ""]
    for shown in fact.examples:
        body = json.dumps(shown.body, indent=2, ensure_ascii=False)
        parts += [f"{shown.summary}:", "", f"```http\nPOST {shown.posted_at}\n\n{body}\n```", ""]
    parts.append(f"To a program, `GET /v1/facts/{fact.kind}` answers the same.")
    return "\n".join(parts)


def _fields(shape: Shape) -> Iterator[str]:
    """The fields of a kind, and of each part that one of them is."""
    schema, parts = shape

    def leads_to(name: str) -> str | None:
        return f"#{name.lower()}" if name in parts else None

    yield from fields_of(schema, leads_to)
    yield ""
    for name, part in parts.items():
        says = cell(str(part.get("description", "")).split("\n\n")[0])
        yield from (f"### {name}", "", says, "", *fields_of(part, leads_to), "")


def _shapes() -> Mapping[str, Shape]:
    """The schema of each kind that is posted as it is."""
    found: dict[str, Shape] = {}
    for kind in DECLARED:
        if DECLARED[kind].of in ("registration", "agreement"):
            schema = kind.model_json_schema(mode="validation")
            parts: dict[str, Any] = schema.pop("$defs", {})
            describe({kind.__name__: schema, **parts})
            properties = schema["properties"]
            schema["properties"] = {"kind": properties.pop("kind"), **properties}
            found[kind_of(kind)] = (
                schema,
                {name: part for name, part in parts.items() if part.get("properties")},
            )
    return found

"""`python -m tests.facts_page` writes docs/facts.md from the declarations of the kinds of fact."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from app.api.schemas.facts import FactKind, fact_kinds
from app.rules.facts.declaration import KINDS, Owner
from app.rules.reasoning.traces import DUTIES, recorded_by

PAGE = Path(__file__).parents[1] / "docs" / "facts.md"
TOLD = """# Which fact to post

Every kind of fact, as `GET /v1/facts` lists it and as its declaration in `app/rules/facts` says.
This page is written from the declarations. Each example runs as it stands on the example data that
`make run` loads; a test posts them all.

A date is the day on which the thing happened, or on which a letter was sent or handed over: when it
counts as received is worked out. `kind` is always required. In which state of a registration a fact
is refused or flagged, [the lifecycle](lifecycle.md) tells; what each code means,
[the codes](codes.md).

An open duty says in `recorded_by` which kinds settle it. The same the other way round:

| duty | settled by |
|---|---|
"""
HEADINGS: Final[dict[Owner, str]] = {
    "making": "The making of an agreement",
    "beginning": "What sets a registration going",
    "registration": "In the life of a registration",
    "agreement": "Of the agreement",
    "correction": "That an earlier fact was wrong",
}


def page() -> str:
    """The page, whole."""
    parts = [TOLD + "\n".join(_duties())]
    for owner, heading in HEADINGS.items():
        parts.append(f"## {heading}")
        parts += [_told(each) for each in fact_kinds() if each.of == owner]
    return "\n\n".join(parts) + "\n"


def _duties() -> Iterator[str]:
    for duty in sorted(DUTIES):
        kinds = ", ".join(f"[`{kind}`](#{kind})" for kind in recorded_by(duty))
        yield f"| `{duty}` | {kinds} |"


def _told(fact: FactKind) -> str:
    cited = f" ({', '.join(fact.clauses)})" if fact.clauses else ""
    says = f"{fact.says.removesuffix('.')}{cited}."
    lines = [f"### `{fact.kind}`\n", says + "\n", *_particulars(fact)]
    shown = fact.examples[0]
    lines.append(f"\n{shown.summary}: `POST {shown.posted_at}`\n")
    lines.append(f"```json\n{json.dumps(shown.body, indent=2, ensure_ascii=False)}\n```")
    return "\n".join(lines)


def _particulars(fact: FactKind) -> Iterator[str]:
    yield f"- Posted to `{fact.path}`"
    if fact.registrations and set(fact.registrations) != set(KINDS):
        yield f"- Of a registration that is {_or(fact.registrations)}"
    for need in fact.comes_after:
        kinds = _or(each for each in (need.kind, need.or_kind) if each)
        without = "refused" if need.refused else "recorded with the warning"
        yield f"- Comes after {kinds}; without it {without} `{need.code}`"
    if fact.once:
        yield "- Once in a registration"
    if fact.of != "making":
        yield f"- Required: {_or(fact.required, 'and') or 'nothing'}"
        if fact.optional:
            yield f"- If known: {', '.join(f'`{each}`' for each in fact.optional)}"
    if fact.settles:
        yield f"- Settles {_or(fact.settles, 'and')}"
    if fact.helps_settle:
        yield f"- Helps to settle {_or(fact.helps_settle, 'and')}"


def _or(names: Iterable[str], word: str = "or") -> str:
    listed = [f"`{each}`" for each in names]
    return (
        listed[0]
        if len(listed) == 1
        else f" {word} ".join(filter(None, [", ".join(listed[:-1]), *listed[-1:]]))
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

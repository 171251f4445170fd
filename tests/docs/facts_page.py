"""`python -m tests.docs.facts_page` writes docs/facts.md from what each kind of fact declares."""

import json
from pathlib import Path

from app.api.guide.reference.facts import HEADINGS, duties_settled, particulars, sentence
from app.api.schemas.facts import FactKind, fact_kinds

PAGE = Path(__file__).parents[2] / "docs" / "facts.md"
TOLD = """# Which fact to post

Every kind of fact, as `GET /v1/facts` lists it and as its declaration in `app/rules/facts` says.
This page is written from the declarations. Each example runs as it stands on the example data that
`make run` loads; a test posts them all.

A date is the day on which the thing happened, or on which a letter was sent or handed over: when it
counts as received is worked out. `kind` is required where facts of several kinds are posted
(`…/events`); elsewhere the address says it. In which state of a registration a fact is refused or
flagged, [the lifecycle](lifecycle.md) tells; what each code means, [the codes](codes.md).

An open duty says in `recorded_by` which kinds settle it. The same the other way round:

| duty | settled by |
|---|---|
"""


def page() -> str:
    """The page, whole."""
    parts = [TOLD + "\n".join(duties_settled(lambda kind: f"#{kind}"))]
    for owner, heading in HEADINGS.items():
        parts.append(f"## {heading}")
        parts += [_told(each) for each in fact_kinds() if each.of == owner]
    return "\n\n".join(parts) + "\n"


def _told(fact: FactKind) -> str:
    lines = [f"### `{fact.kind}`\n", sentence(fact) + "\n", *particulars(fact)]
    shown = fact.examples[0]
    lines.append(f"\n{shown.summary}: `POST {shown.posted_at}`\n")
    lines.append(f"```json\n{json.dumps(shown.body, indent=2, ensure_ascii=False)}\n```")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

"""Examples of facts, as their kinds declare them."""

from fastapi.openapi.models import Example

from app.rules.facts.declaration import DECLARED, Owner, kind_of, kinds_of


def examples_of(owner: Owner) -> dict[str, Example]:
    """Bodies of facts that belong to the agreement, or to one registration."""
    examples: dict[str, Example] = {}
    for kind in kinds_of(owner):
        for shown in DECLARED[kind].examples:
            value = {"kind": kind_of(kind), **shown.value}
            examples[shown.name] = {"summary": shown.summary, "value": value}
            if shown.description is not None:
                examples[shown.name]["description"] = shown.description
    return examples

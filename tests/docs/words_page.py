"""`python -m tests.docs.words_page` writes docs/words.md from the description of the service.

A word is there if what stands under it in an answer has parts or kinds of its own: an object, a
list of objects, or one of a closed list of words. What it means, the description says.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from tests.api.description.openapi import DOCUMENT

PAGE = Path(__file__).parents[2] / "docs" / "words.md"
TOLD: Final = """# The words of an answer

What each word means under which an answer gives something that has parts or kinds of its own, in
the order of the alphabet. This page is written from the description of the service; a test holds
the two against each other. The words of the agreement itself, and those of the record, stand in
[Words](guide/start/words.md); codes in [What a code means](codes.md).

| word | means | in |
|---|---|---|
"""
ANSWERS: Final[Mapping[str, str]] = {
    "RegistrationAnswer": "a registration",
    "AgreementState": "an agreement",
    "MaySell": "may-sell",
    "FactsRecorded": "facts recorded",
    "CorrectionMade": "a correction",
    "DocketItem": "the docket",
    "Happening": "a change told",
}
"""The answers whose words are told, and what each is about."""
SCHEMAS: Final[Mapping[str, Any]] = DOCUMENT["components"]["schemas"]
MOST_NAMED: Final = 12
_SENTENCE: Final = re.compile(r"(.+?\.)(?=\s|$)")
Words: TypeAlias = Mapping[str, Mapping[str, tuple[str, ...]]]


def words() -> Words:
    """The words, each with its meanings, and of which answers it has them."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    for answer, about in ANSWERS.items():
        for schema in _inside(answer, {}):
            for name, value in SCHEMAS[schema].get("properties", {}).items():
                kinds = [each for each in _named(value) if _has_parts(each)]
                if kinds:
                    found.setdefault(name, {}).setdefault(_meaning(value, kinds), {})[about] = None
    return {
        name: {meaning: tuple(about) for meaning, about in meanings.items()}
        for name, meanings in sorted(found.items())
    }


def _inside(schema: str, seen: dict[str, None]) -> Mapping[str, None]:
    """A schema, and all that an answer of it is made of."""
    if schema not in seen:
        seen[schema] = None
        for each in _named(SCHEMAS[schema], inside=True):
            _inside(each, seen)
    return seen


def _named(part: Any, *, inside: bool = False) -> Iterator[str]:
    """The schemas that a part names: of its properties too, if `inside`."""
    if isinstance(part, list):
        for item in part:
            yield from _named(item, inside=inside)
    elif isinstance(part, dict):
        for key, value in part.items():
            if key == "$ref":
                yield value.rpartition("/")[2]
            elif inside or key not in ("properties", "discriminator"):
                yield from _named(value, inside=inside)


def _has_parts(schema: str) -> bool:
    return bool(SCHEMAS[schema].keys() & {"properties", "enum", "oneOf"})


def _meaning(value: Mapping[str, Any], kinds: list[str]) -> str:
    """What the property says of itself, or what stands there; and which words may stand there."""
    own, of_kinds = _first(value), filter(None, map(_first_of, kinds))
    told = " ".join(dict.fromkeys(of_kinds if not own else [own, *of_kinds][: _enough(own)]))
    choices = [each for kind in kinds for each in SCHEMAS[kind].get("enum", ())]
    named = ", ".join(f"`{each}`" for each in choices if each is not None)
    return f"{told} One of {named}." if 0 < len(choices) <= MOST_NAMED else told


def _enough(told: str) -> int:
    """How many sentences to tell: what is said in three words says little."""
    return 1 if len(told.split()) > len(["How", "it", "stands"]) else 2


def _first_of(schema: str) -> str:
    return _first(SCHEMAS[schema])


def _first(described: Mapping[str, Any]) -> str:
    """The first sentence of a description."""
    text = " ".join(described.get("description", "").split())
    found = _SENTENCE.match(text)
    return found[1] if found else text


def page() -> str:
    """The page, whole."""
    rows = [
        f"| `{name}` | {meaning} | {', '.join(about)} |"
        for name, meanings in words().items()
        for meaning, about in meanings.items()
    ]
    return TOLD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

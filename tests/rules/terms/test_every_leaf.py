"""Nothing in a bundled form is accepted and ignored: each value decides something, or is words.

Every value of the document is put otherwise; some life under the form is then answered otherwise,
or no other value is accepted there. A clause changes what is cited. What the agreement of 1998 says
is shown to matter by an invented one that differs in every place (`test_invented_terms.py`).
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import pytest

from app.rules.terms import Terms
from tests.rules.terms.leaves import Way, answers, changed_terms, leaves, read_in
from tests.rules.terms.lives_of_forms import LIVES, Life

TEMPLATES: Final = Path(__file__).parents[3] / "app" / "templates"
WORDS: Final = frozenset({"addressee", "copies_to", "entity", "law", "name", "says", "title"})
"""What is for the reader."""
MOST_TRIED: Final = 4
"""So many other values are tried at a place: one that matters is among them."""


class Form:
    """A form as it is written, with its lives and what is answered in them."""

    def __init__(self, name: str) -> None:
        """Answer every life once."""
        written = json.loads((TEMPLATES / f"{name}.json").read_text(encoding="utf-8"))
        self.document: Any = {key: part for key, part in written.items() if key != "blanks"}
        terms = Terms.model_validate(self.document)
        self.lives = list(LIVES[name]())
        self.usual = {life.name: [*answers(terms, life)] for life in self.lives}
        self.read = {life.name: read_in(terms, life) for life in self.lives}

    def decides(self, way: Way, value: Any) -> bool:
        """Whether another value at a place changes an answer, or none is accepted there."""
        tried = 0
        for terms in changed_terms(self.document, way, value):
            tried += 1
            for life in sorted(self.lives, key=lambda life: -self._reads(life, way)):
                if [*answers(terms, life)] != self.usual[life.name]:
                    # Lives that showed much are looked at first.
                    self.lives.remove(life)
                    self.lives.insert(0, life)
                    return True
            if tried == MOST_TRIED:
                return False
        return tried == 0

    def _reads(self, life: Life, way: Way) -> int:
        """How near to a place the answers of a life have looked."""
        names = [str(each) for each in way]
        for length in range(len(names), 0, -1):
            place = "/" + "/".join(names[:length])
            if any(f"{read}/".startswith(f"{place}/") for read in self.read[life.name]):
                return length
        return 0


@lru_cache
def form(name: str) -> Form:
    """The form of a name, with its lives answered once."""
    return Form(name)


def _parts() -> list[tuple[str, str]]:
    return [
        (name, part)
        for name in sorted(LIVES)
        for part in json.loads((TEMPLATES / f"{name}.json").read_text(encoding="utf-8"))
        if part not in ("blanks", "schema_version", "title")
    ]


@pytest.mark.parametrize(("name", "part"), _parts())
def test_every_value_decides_something(name: str, part: str) -> None:
    asked = form(name)
    ignored = [
        "/" + "/".join(map(str, way))
        for way, value in leaves({part: asked.document[part]})
        if way[-1] not in WORDS and not asked.decides(way, value)
    ]
    assert ignored == []


def test_what_decides_nothing_is_seen() -> None:
    """Words for the reader change no answer, or the law would prove nothing."""
    asked = form("nvca-2025")
    assert not asked.decides(("company", "entity"), asked.document["company"]["entity"])

"""The pages of the guide, in their order: which document is where, and what the code adds.

A document of `docs` is one page; a long one is a page for each of its parts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from app.api.guide.markdown import anchor_of, headings, plain
from app.api.guide.reference.clauses import clause_pages
from app.api.guide.reference.codes import code_pages
from app.api.guide.reference.facts import fact_pages
from app.api.guide.reference.page import Made
from app.api.guide.reference.readings import reading_pages
from app.api.guide.reference.terms import term_pages

DOCS: Final = Path(__file__).parents[3] / "docs"
_PART: Final = re.compile(r"^## ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """A document of `docs`, the address of its page, and whether its parts are pages."""

    address: str
    file: str
    in_parts: bool = False


SECTIONS: Final[Mapping[str, tuple[Document, ...]]] = {
    "Start here": (
        Document("", "guide/index.md"),
        Document("start/first-demand", "guide/start/first-demand.md"),
        Document("start/answers", "guide/start/answers.md"),
        Document("start/words", "guide/start/words.md"),
    ),
    "Tutorials": (
        Document("tutorials/two-registrations", "tutorial.md", in_parts=True),
        Document("tutorials/claim", "claims.md", in_parts=True),
    ),
    "For integrators": (
        Document("integrator/calling", "guide/integrator/calling.md"),
        Document("integrator/facts", "guide/integrator/facts.md"),
        Document("integrator/safely", "guide/integrator/safely.md"),
        Document("integrator/problems", "guide/integrator/problems.md"),
        Document("integrator/following", "guide/integrator/following.md"),
        Document("integrator/webhooks", "webhooks.md"),
    ),
    "For counsel": (
        Document("counsel/before-a-demand", "guide/counsel/before-a-demand.md"),
        Document("counsel/why", "guide/counsel/why.md"),
        Document("counsel/readings", "guide/counsel/readings.md"),
        Document("counsel/several", "guide/counsel/several.md"),
        Document("counsel/corrections", "guide/counsel/corrections.md"),
        Document("counsel/terms", "terms.md", in_parts=True),
        Document("counsel/damages", "damages.md"),
        Document("counsel/forms", "forms.md"),
    ),
    "For transfer agents": (
        Document("agent/may-sell", "guide/agent/may-sell.md"),
        Document("agent/transfers", "guide/agent/transfers.md"),
        Document("agent/docket", "guide/agent/docket.md"),
    ),
    "For auditors": (
        Document("auditor/checking", "guide/auditor/checking.md"),
        Document("auditor/two-dates", "guide/auditor/two-dates.md"),
        Document("auditor/record", "record.md"),
    ),
    "Reference": (
        Document("reference/interface", "guide/reference/interface.md"),
        Document("reference/words", "words.md"),
        Document("reference/lifecycle", "lifecycle.md", in_parts=True),
    ),
    "Why it is so": (
        Document("ideas/record", "guide/ideas/record.md"),
        Document("ideas/unknown", "guide/ideas/unknown.md"),
        Document("ideas/readings", "guide/ideas/readings.md"),
        Document("ideas/refusals", "guide/ideas/refusals.md"),
    ),
    "For those who run it": (
        Document("running/operations", "operations.md", in_parts=True),
        Document("running/security", "security.md"),
        Document("running/scaling", "scaling.md"),
    ),
    "For those who build it": (
        Document("building/architecture", "architecture.md"),
        Document("building/adding", "adding.md"),
        Document("building/dependencies", "dependencies.md"),
    ),
}
FROM_CODE: Final = "Reference"
"""The section that the code adds to."""
ELSEWHERE: Final[Mapping[str, str]] = {"facts.md": "reference/facts", "codes.md": "reference/codes"}
"""Documents that show in one what the reference shows in many pages."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it is, what it is called, and its Markdown without the title."""

    address: str
    title: str
    text: str
    section: str
    file: str | None = None
    above: str | None = None
    """The address of the page of which this is a part."""


@lru_cache(maxsize=1)
def pages() -> Mapping[str, Page]:
    """Every page by its address, in the order in which one turns them."""
    return {page.address: page for page in _all()}


def page_of(file: str, anchor: str) -> Page | None:
    """The page on which a heading of a document stands; its first page, if none has it."""
    of_file = [page for page in pages().values() if page.file == file]
    if file in ELSEWHERE:
        above = ELSEWHERE[file]
        of_file = [each for each in pages().values() if above in (each.address, each.above)]
    for page in of_file:
        named = page.address.rpartition("/")[2] == anchor
        if named or any(each.anchor == anchor for each in headings(page.text)):
            return page
    return of_file[0] if of_file else None


def _all() -> Iterator[Page]:
    for section, documents in SECTIONS.items():
        for document in documents:
            yield from _of_document(section, document)
        if section == FROM_CODE:
            for made in _from_code():
                yield Page(made.address, made.title, made.text, section, above=made.above)


def _from_code() -> Iterable[Made]:
    for made in (fact_pages, code_pages, clause_pages, reading_pages, term_pages):
        yield from made()


def _of_document(section: str, document: Document) -> Iterator[Page]:
    text = (DOCS / document.file).read_text(encoding="utf-8")
    title, _, body = text.removeprefix("# ").partition("\n")
    if not document.in_parts:
        yield Page(document.address, plain(title), body, section, document.file)
        return
    before, *parts = _PART.split(body)
    named = [(part.partition("\n")[0], part.partition("\n")[2]) for part in parts]
    listed = "\n".join(
        f"{number}. [{name}](/guide/{document.address}/{anchor_of(name)})"
        for number, (name, _) in enumerate(named, 1)
    )
    top = f"{before}\n## On the next pages\n\n{listed}\n"
    yield Page(document.address, plain(title), top, section, document.file)
    for name, told in named:
        address = f"{document.address}/{anchor_of(name)}"
        yield Page(address, plain(name), told, section, document.file, document.address)

"""What the rules cover: every clause, and every computation that needs no record."""

from app.rules.catalogue.clauses import (
    CataloguedClause,
    Section,
    as_cited,
    every_clause,
    of_section,
)
from app.rules.catalogue.facts import CataloguedFact, ComesAfter, every_kind
from app.rules.catalogue.of_the_document import (
    ClauseOfDocument,
    ReadingInForce,
    clauses_with_what_hangs_on_them,
    readings_of,
)

__all__ = [
    "CataloguedClause",
    "CataloguedFact",
    "ClauseOfDocument",
    "ComesAfter",
    "ReadingInForce",
    "Section",
    "as_cited",
    "clauses_with_what_hangs_on_them",
    "every_clause",
    "every_kind",
    "of_section",
    "readings_of",
]

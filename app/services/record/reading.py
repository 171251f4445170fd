"""What is stored, read as the rules know it now: facts and terms of every released shape.

Raises ValueError for what this service does not read: a shape that no step leads on from, or a
document that is none.
"""

from app.db.records import Document, NewFact
from app.rules.facts import ANY_FACT, Fact, fact_as_now, terms_as_now
from app.rules.terms import Terms, canonical_json


def read_fact(stored: NewFact) -> Fact:
    """What a stored fact says."""
    return ANY_FACT.validate_python(fact_as_now(stored.payload, stored.schema_version))


def read_terms(document: Document, digest: str) -> Terms:
    """The terms in a stored document, known by its own hash whatever has been added since."""
    terms = Terms.model_validate(terms_as_now(document))
    return terms if terms.content_hash == digest else terms.stored_as(canonical_json(document))

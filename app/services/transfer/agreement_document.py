"""A whole agreement as one JSON document: the shape in which it is exported and imported.

Facts, kept answers and audit entries are written down as they are hashed (`app.db.evidence.chain`),
so that each hash can be checked from the document alone; `hash` covers the whole document. The
values are as plain as JSON: instants and days are text, and nothing is filled in.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain as each_of
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, FailFast, Field

from app.db.evidence import chain
from app.rules.terms import Identifier

FORMAT: Literal["registration-rights/agreement"] = "registration-rights/agreement"


def _is_instant(text: str) -> str:
    if chain.instant(datetime.fromisoformat(text)) != text:
        raise ValueError("an instant is written YYYY-MM-DDTHH:MM:SS.ffffffZ")
    return text


def _is_day(text: str) -> str:
    if date.fromisoformat(text).isoformat() != text:
        raise ValueError("a day is written YYYY-MM-DD")
    return text


def _storable(value: object) -> Any:
    """Refuse text that no database takes: the character NUL."""
    match value:
        case str() if "\x00" in value:
            raise ValueError("text must not contain the character NUL")
        case Mapping():
            for name, item in value.items():
                _storable(name)
                _storable(item)
        case list():
            for item in value:
                _storable(item)
        case _:
            pass
    return value


Instant: TypeAlias = Annotated[
    str,
    Field(max_length=27, examples=["1998-10-12T12:00:00.123456Z"]),
    AfterValidator(_is_instant),
]
Day: TypeAlias = Annotated[str, Field(max_length=10), AfterValidator(_is_day)]
Plain: TypeAlias = Annotated[str, AfterValidator(_storable)]
JsonObject: TypeAlias = Annotated[dict[str, Any], AfterValidator(_storable)]
Hash: TypeAlias = Annotated[
    str,
    Field(pattern=r"^sha256:[0-9a-f]{64}$", description="`sha256:` and 64 hexadecimal digits."),
]
Number: TypeAlias = Annotated[int, Field(ge=1, le=2**31 - 1, strict=True)]


class DocumentPart(BaseModel):
    """A part of the document: every field is there, and no other."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ExportedAgreement(DocumentPart):
    """Who the agreement is, and how many facts its record has."""

    id: Identifier
    name: Plain
    template: Plain | None
    version: Number


class ExportedTerms(DocumentPart):
    """A terms document and the hash of its canonical JSON."""

    hash: Hash
    document: JsonObject


class ExportedRegistration(DocumentPart):
    """A registration under the agreement."""

    id: Identifier
    kind: Plain


class ExportedFact(DocumentPart):
    """A fact as it is stored; `hash` covers everything else here."""

    agreement_id: Identifier
    position: Number
    fact_id: Identifier
    registration_id: Identifier | None
    kind: Plain
    occurred_on: Day
    recorded_at: Instant
    schema_version: Number
    payload: JsonObject
    predecessor: Hash
    hash: Hash


class ExportedEvaluation(DocumentPart):
    """A kept answer; `answer` is its text to the byte, and `hash` covers everything but that."""

    id: Identifier
    agreement_id: Identifier
    registration_id: Identifier | None
    version: Number
    record_hash: Hash
    question: JsonObject
    terms_hash: Hash
    service_version: Plain
    calendars: list[JsonObject]
    answer: Plain
    answer_hash: Hash
    created_at: Instant
    actor: Plain
    request_id: Plain
    hash: Hash


class ExportedEntry(DocumentPart):
    """One write, as the audit has it; `hash` covers everything else here.

    Of an import it says in `subject` which document was imported, and whether an anchor of the
    store it came from was shown; it stays in every later export.
    """

    id: Identifier
    recorded_at: Instant
    actor: Plain
    request_id: Plain
    action: Plain
    subject: Plain | None
    agreement_id: Identifier
    registration_id: Identifier | None
    first_position: Number | None
    last_position: Number | None
    record_hash: Hash | None
    evaluation_id: Identifier | None
    evaluation_hash: Hash | None
    predecessor: Annotated[
        Hash | None,
        Field(
            description="The hash of the entry before it, or of the list of the hashes of all "
            "before it where that follows none; left out in entries made before they were linked."
        ),
    ] = None
    hash: Hash


class AgreementDocument(DocumentPart):
    """A whole agreement: terms, registrations, facts in order, kept answers, audit.

    Version 2 of the format has in the audit also where the agreement was imported, and how; in
    version 3 its entries follow one another.

    `head` is the hash of the last fact, `hash` the hash of all of this document but itself.
    """

    # Of each list the first part that is none is named: to name each of a hundred thousand would
    # hold the interpreter for as long.
    format: Literal["registration-rights/agreement"]
    format_version: Literal[1, 2, 3]
    agreement: ExportedAgreement
    terms: Annotated[tuple[ExportedTerms, ...], Field(min_length=1), FailFast()]
    registrations: Annotated[tuple[ExportedRegistration, ...], FailFast()]
    facts: Annotated[tuple[ExportedFact, ...], Field(min_length=1), FailFast()]
    evaluations: Annotated[tuple[ExportedEvaluation, ...], FailFast()]
    audit: Annotated[tuple[ExportedEntry, ...], FailFast()]
    head: Hash
    hash: Hash


def sealed(members: Iterable[tuple[str, object]], digest: chain.Digest) -> Iterator[str]:
    """The text of the document piece by piece, from its members but `hash` in the order of names.

    What is listed may be read while it is written. `digest`, a new one, is the document's hash in
    the end.
    """
    after: list[str] = []
    for place, (name, value) in enumerate(members):
        parts = (f"{',' if place else '{'}{chain.canonical(name)}:",), chain.pieces(value)
        for piece in each_of(*parts):
            digest.take(piece)
            if name < "hash":
                yield piece
            else:
                after.append(piece)
    digest.take("}")
    yield f',"hash":"{digest}"'
    yield from after
    yield "}"

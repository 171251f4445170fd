"""Anchors: one signed line over everything that is stored, to be kept where its keeper cannot go.

A line names the end of every record with its length, the audit of each agreement, every key and
tenant, the kept replies, and the end of the chain of all writes. Held against the store later, it
names what is missing, shortened or rewritten since, also where every hash was made anew.
The line is signed with the operator's key (Ed25519) and may carry the time at which an authority
saw it (RFC 3161).
"""

import base64
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Annotated, Final, Literal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.x509 import Certificate
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app import signing
from app.db.access.keys import KeyRow, TenantRow
from app.db.access.tenancy import MARK
from app.db.evidence import chain
from app.db.evidence.anchors import AnchorRow
from app.db.unit_of_work import UnitOfWork
from app.patience import while_waited_for
from app.release import RULES_VERSION, SERVICE_VERSION
from app.services.evidence import audit
from app.services.evidence.whole_store import ANCHORED
from app.services.transfer.agreement_document import Hash, Instant
from app.services.workspace.pages import PageOf, page_of
from app.services.workspace.workspace import Workspace
from app.signing import Attested, SigningRefused

FORMAT: Literal["registration-rights/anchor"] = "registration-rights/anchor"


class AnchorPart(BaseModel):
    """A part of a line: every field is there, and no other."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ChainEnd(AnchorPart):
    """How many links the chain of all writes had, and the hash of the last."""

    links: Annotated[int, Field(ge=0)]
    head: Hash


class Several(AnchorPart):
    """How many there were, and a hash over all their hashes, in order."""

    count: Annotated[int, Field(ge=0)]
    hash: Hash


class AgreementAnchored(AnchorPart):
    """The end of an agreement's record, and the writes that concerned it.

    `entry` is the hash of the last of those that go along in exports; lines of version 1 have none.
    """

    facts: Annotated[int, Field(ge=0)]
    head: str
    audit: Several
    entry: Hash | None = None


class AnchorBody(AnchorPart):
    """What is signed."""

    format: Literal["registration-rights/anchor"]
    format_version: Literal[1, 2]
    made_at: Instant
    service: str
    rules: str
    chain: ChainEnd
    counts: dict[str, int]
    agreements: dict[str, AgreementAnchored]
    tenants: dict[str, Hash]
    keys: dict[str, Hash]
    replies: dict[str, Several]


class Line(AnchorPart):
    """A line as it is kept: what is signed, by whom, and perhaps when an authority saw it."""

    anchor: AnchorBody
    key: str
    signature: str
    timestamp: str | None = None

    @property
    def signed_text(self) -> str:
        """What the signature is over."""
        return chain.canonical(self.anchor.model_dump(exclude_none=True))

    @property
    def hash(self) -> str:
        """What the anchor is known by."""
        return chain.digest(self.signed_text)

    @property
    def attested_text(self) -> str:
        """What a timestamp is over: the line without it."""
        return chain.canonical(self.model_dump(exclude={"timestamp"}, exclude_none=True))

    @property
    def text(self) -> str:
        """The line itself."""
        return chain.canonical(self.model_dump(exclude_none=True))


def read_line(text: str) -> Line:
    """A line of a file of anchors; SigningRefused if it is none."""
    try:
        return Line.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise SigningRefused(f"This is no anchor: {place}: {first['msg']}") from error


# --- making one ---------------------------------------------------------------------------------


def make(workspace: Workspace, key: Ed25519PrivateKey) -> Line:
    """Sign a line over all that is stored, keep it, and enter that into the audit."""
    with workspace.database.reading() as unit:
        body = _body(workspace, unit)
    text = chain.canonical(body.model_dump(exclude_none=True))
    line = Line(
        anchor=body, key=signing.public_text(key.public_key()), signature=signing.signed(key, text)
    )
    keep(workspace, line)
    return line


def keep(workspace: Workspace, line: Line) -> None:
    """Keep a line, or the same once it carries a timestamp, and enter that into the audit."""
    with workspace.database.writing() as unit:
        made_at = datetime.fromisoformat(line.anchor.made_at)
        row = AnchorRow(chain.digest(line.text), made_at, line.text)
        unit.anchors.keep(row)
        what = "with a timestamp" if line.timestamp else "signed"
        audit.enter(workspace, unit, ANCHORED, what, row.hash)
        unit.commit()


def _body(workspace: Workspace, unit: UnitOfWork) -> AnchorBody:
    """What is signed: as long as there are agreements, tenants and keys; all else is counted."""
    end = unit.links.end()
    return AnchorBody(
        format=FORMAT,
        format_version=2,
        made_at=chain.instant(workspace.now()),
        service=SERVICE_VERSION,
        rules=RULES_VERSION,
        chain=ChainEnd(links=end.links, head=end.head),
        counts=unit.anchors.counts(),
        agreements={
            each.stored_id: AgreementAnchored(
                facts=each.facts,
                head=each.head,
                audit=_audited(unit, each.stored_id, end.links),
                entry=unit.anchors.last_along(each.stored_id),
            )
            for each in unit.anchors.ends()
        },
        tenants={row.id: _hash_of(row) for page in unit.keys.every_tenant() for row in page},
        keys={row.prefix: _hash_of(row) for page in unit.keys.every_key() for row in page},
        replies=_replies(unit, end.links),
    )


@dataclass(slots=True)
class _Tally:
    """Hashes counted, and hashed as a list, as they come."""

    count: int = 0
    written: chain.Digest = field(default_factory=chain.Digest)

    def add(self, found: str) -> None:
        """Count another."""
        self.written.take(f"{',' if self.count else '['}{chain.canonical(found)}")
        self.count += 1

    def several(self) -> Several:
        """What was counted; nothing may be added after that."""
        self.written.take("]" if self.count else "[]")
        return Several(count=self.count, hash=str(self.written))


def _audited(unit: UnitOfWork, stored_id: str, links: int) -> Several:
    """The entries about an agreement within the first links."""
    tally = _Tally()
    for found in unit.anchors.entries(stored_id, links):
        tally.add(found)
    return tally.several()


def _hash_of(row: TenantRow | KeyRow) -> str:
    hashed = chain.tenant_hash if isinstance(row, TenantRow) else chain.key_hash
    return hashed(asdict(row))


def _replies(unit: UnitOfWork, links: int) -> dict[str, Several]:
    """What the chain says of replies within its first links, by the scope of their keys."""
    found: defaultdict[str, _Tally] = defaultdict(_Tally)
    for page in unit.links.replies(0, links):
        for link in page:
            found[link.name.partition(" ")[0]].add(link.content)
    return {scope: tally.several() for scope, tally in sorted(found.items())}


# --- holding one against the store --------------------------------------------------------------

GONE, CHANGED = "It is gone.", "It is not as it was, and nothing tells why."
What = Literal[
    "signature", "timestamp", "missing", "shortened", "rewritten", "changed", "chain", "count"
]


@dataclass(frozen=True, slots=True)
class AnchorFinding:
    """What is not as a line says it was: which part, its name, what became of it, in words."""

    part: str
    name: str
    what: What
    says: str


@dataclass(frozen=True, slots=True)
class Held:
    """A line held against the store.

    `signed` says whether the signature is that of the key in the line; whether the key is the
    operator's is for the reader to compare. `attested` is what the timestamp says, if there is one.
    """

    hash: str
    made_at: datetime
    key: str
    signed: bool
    attested: Attested | None
    links: int
    findings: tuple[AnchorFinding, ...]


@dataclass(frozen=True, slots=True)
class Believed:
    """Whose signature and whose timestamps are believed; None where that is not said."""

    key: str | None = None
    roots: Sequence[Certificate] | None = None


NOBODY: Final = Believed()


def hold(workspace: Workspace, line: Line, believed: Believed = NOBODY) -> Held:
    """Hold a line against all that is stored."""
    with workspace.database.reading() as unit:
        of_the_store = (*_of_its_entry(unit, line), *_of_the_store(unit, line.anchor))
        return _held(line, of_the_store, believed)


def listed(workspace: Workspace, tenant: str, after: str | None, limit: int) -> PageOf[Held]:
    """The lines made last, each held against what is stored of one tenant and against the chain."""
    with workspace.database.reading() as unit:
        page = page_of(unit.anchors.latest(), str, after, limit)
        lines = while_waited_for(map(unit.anchors.line, page.items), workspace.go_on)
        return PageOf(tuple(_held_row(unit, row, tenant) for row in lines), page.next)


def _held_row(unit: UnitOfWork, row: AnchorRow, tenant: str) -> Held:
    """A line as it is kept in the store, where somebody may have changed it."""
    try:
        line = read_line(row.line)
    except SigningRefused as refused:
        found = (AnchorFinding("anchor", row.hash, "signature", str(refused)),)
        return Held(row.hash, row.made_at, "", signed=False, attested=None, links=0, findings=found)
    return _held(line, _of_the_store(unit, line.anchor, tenant), NOBODY)


def _held(line: Line, of_the_store: Iterable[AnchorFinding], believed: Believed) -> Held:
    signed = signing.is_signed(line.key, line.signature, line.signed_text)
    findings, at = [], None
    if not signed:
        says = "Its signature is not that of the key it names: it was changed."
        findings.append(AnchorFinding("anchor", line.hash, "signature", says))
    if believed.key not in (None, line.key):
        says = f"It was signed with another key, {line.key}."
        findings.append(AnchorFinding("anchor", line.hash, "signature", says))
    try:
        at = attested(line, believed.roots)
    except SigningRefused as refused:
        findings.append(AnchorFinding("anchor", line.hash, "timestamp", str(refused)))
    if at is not None and at.trusted is False:
        says = "Its timestamp is not by an authority that is trusted."
        findings.append(AnchorFinding("anchor", line.hash, "timestamp", says))
    return Held(
        hash=line.hash,
        made_at=datetime.fromisoformat(line.anchor.made_at),
        key=line.key,
        signed=signed,
        attested=at,
        links=line.anchor.chain.links,
        findings=(*findings, *of_the_store),
    )


def attested(line: Line, roots: Sequence[Certificate] | None = None) -> Attested | None:
    """When an authority saw a line; None if it carries no timestamp.

    SigningRefused if that is one of another line, or none.
    """
    if line.timestamp is None:
        return None
    try:
        reply = base64.b64decode(line.timestamp, validate=True)
    except ValueError as error:
        raise SigningRefused("The timestamp is not written as base64.") from error
    return signing.attested(reply, line.attested_text, roots)


def with_timestamp(line: Line, reply: bytes) -> Line:
    """The line with an authority's reply about it; SigningRefused if that is about another."""
    stamped = line.model_copy(update={"timestamp": base64.b64encode(reply).decode()})
    attested(stamped)
    return stamped


def _of_the_store(
    unit: UnitOfWork, was: AnchorBody, tenant: str | None = None
) -> Iterator[AnchorFinding]:
    """What is not as it was; of one tenant's, and the chain, where a tenant is given."""
    yield from _of_the_chain(unit, was.chain)
    yield from _of_agreements(unit, was, tenant)
    replies_now = _replies(unit, was.chain.links)
    for scope, replies in was.replies.items():
        if tenant in (None, scope or "default") and replies_now.get(scope) != replies:
            says = "The replies that were kept for this tenant are not those the chain had then."
            yield AnchorFinding("replies", scope, "rewritten", says)
    yield from _of_tenants(unit, was, tenant)
    yield from _of_keys(unit, was, tenant)
    if tenant is None:
        yield from _of_counts(was.counts, unit.anchors.counts())


def _of_its_entry(unit: UnitOfWork, line: Line) -> Iterator[AnchorFinding]:
    """Whether the audit tells of the line: with its timestamp, without, or as older entries do."""
    unstamped = line.model_copy(update={"timestamp": None})
    known = {line.hash, chain.digest(line.text), chain.digest(unstamped.text)}
    if known.isdisjoint(told for _, told in unit.journal.told({ANCHORED})):
        says = "The audit tells of this line no more: what was written last then is gone."
        yield AnchorFinding("anchor", line.hash, "missing", says)


def _of_the_chain(unit: UnitOfWork, was: ChainEnd) -> Iterator[AnchorFinding]:
    now = unit.links.end()
    if now.links < was.links:
        says = f"The chain of writes had {was.links} links, and has {now.links}: its end was cut."
        yield AnchorFinding("chain", str(was.links), "shortened", says)
    elif (found := unit.links.hash_at(was.links)) != was.head:
        says = f"Link {was.links} had the hash {was.head}, and has {found}: it was made anew."
        yield AnchorFinding("chain", str(was.links), "rewritten", says)


def _of_agreements(
    unit: UnitOfWork, was: AnchorBody, tenant: str | None
) -> Iterator[AnchorFinding]:
    for name, then in was.agreements.items():
        if tenant is not None and _tenant_of(name) != tenant:
            continue
        if unit.anchors.end(name) is None:
            yield AnchorFinding("agreement", name, "missing", f"Its {then.facts} facts are gone.")
            continue
        if (facts := unit.anchors.fact_count(name)) < then.facts:
            says = f"It had {then.facts} facts, and has {facts}."
            yield AnchorFinding("agreement", name, "shortened", says)
        elif then.facts and unit.anchors.nth_hash(name, then.facts) != then.head:
            says = f"Its first {then.facts} facts are others than they were."
            yield AnchorFinding("agreement", name, "rewritten", says)
        audited = _audited(unit, name, was.chain.links)
        if audited.count < then.audit.count:
            says = f"Its audit had {then.audit.count} entries, and has {audited.count} of them."
            yield AnchorFinding("audit", name, "shortened", says)
        elif audited != then.audit:
            yield AnchorFinding(
                "audit", name, "rewritten", "Its audit, or an answer in it, is another."
            )


def _tenant_of(stored_id: str) -> str:
    return stored_id.partition(MARK)[0] if MARK in stored_id else "default"


def _of_tenants(unit: UnitOfWork, was: AnchorBody, tenant: str | None) -> Iterator[AnchorFinding]:
    for name, then in was.tenants.items():
        if tenant not in (None, name):
            continue
        row = unit.keys.tenant(name)
        if row is None:
            yield AnchorFinding("tenant", name, "missing", GONE)
        elif _hash_of(row) != then:
            yield AnchorFinding("tenant", name, "changed", CHANGED)


def _of_keys(unit: UnitOfWork, was: AnchorBody, tenant: str | None) -> Iterator[AnchorFinding]:
    """Whose a key was that is gone, a line does not say: of one tenant's, those that are there."""
    for name, then in was.keys.items():
        row = unit.keys.key(name)
        if tenant is not None and (row is None or row.tenant != tenant):
            continue
        if row is None:
            yield AnchorFinding("key", name, "missing", GONE)
        elif _hash_of(row) != then and not unit.journal.told_since(was.chain.links, name):
            yield AnchorFinding("key", name, "changed", CHANGED)


def _of_counts(was: Mapping[str, int], now: Mapping[str, int]) -> Iterator[AnchorFinding]:
    for name, then in was.items():
        if now.get(name, 0) < then:
            says = f"There were {then} rows in {name}, and are {now.get(name, 0)}."
            yield AnchorFinding("count", name, "count", says)

"""What can go wrong, in one tree. Nothing here knows HTTP; `app.api.answering.problems` translates.

ServiceError
├── NotFound          no such agreement, registration or template
├── AlreadyExists     the identifier asked for is taken
├── StorageUnavailable  the database cannot be reached or is not as it should be
│   └── StoredUnreadable  a row of it cannot be read
├── SchemaAltered     the tables are not those that the migrations make
├── DocketAltered     rows of the docket are not what the facts give
├── OutcomeUnknown    the connection to the database broke while it was told to store
├── ClockDisagrees    the clock is behind what is on record by more than clocks differ
├── RecordMoved       another writer appended to the same agreement first; load again and retry
├── CredentialRefused    nobody is known by this credential, or none was given
├── ScopeMissing         the credential does not allow this
├── TooManyRequests      the caller has to wait
├── IdentityUnavailable  the identity provider's keys cannot be had
├── RecordChanged     the record is not the one that the caller's decision was based on
├── GivenUp           nobody waits for the answer any more: see `app.patience`
├── KeyReused, StillRunning  a key for repeated requests misused or busy: see `app.replies`
└── InvalidInput      the request names something that cannot be: every fault at once
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal


class ServiceError(Exception):
    """The root: something the caller should hear about in words."""


class NotFound(ServiceError):
    """No such thing is on record."""

    def __init__(self, what: str, identifier: str, meant: str = "") -> None:
        """Name the kind of thing (`what`), the identifier looked for, and what was `meant`."""
        super().__init__(f"There is no {what} {identifier!r}. {meant}".rstrip())
        self.what = what
        self.identifier = identifier


class AlreadyExists(ServiceError):
    """The identifier asked for is taken."""

    def __init__(self, what: str, identifier: str, instead: str = "choose another id") -> None:
        """Name the kind of thing (`what`), the identifier that is taken, and what to do."""
        super().__init__(f"The {what} {identifier!r} exists already; {instead}.")
        self.what = what
        self.identifier = identifier


class StorageUnavailable(ServiceError):
    """The database cannot be reached, has not been migrated, or is damaged."""

    def __init__(self) -> None:
        """Say no more than that: what the driver says is for the log."""
        super().__init__("The database cannot be reached or is not ready; nothing was stored.")


class StoredUnreadable(StorageUnavailable):
    """What is stored is not what its column can hold, or no document: damaged, or tampered with."""

    def __init__(self) -> None:
        """Say how to find it; what the driver says is for the log."""
        ServiceError.__init__(
            self,
            "Something that is stored cannot be read, and nothing was stored. The commands check "
            "and verify name it; a backup has it as it was.",
        )


class SchemaAltered(ServiceError):
    """The tables are not those that the migrations make: other rows may be read than are kept."""

    def __init__(self, parts: int, told: Iterable[str]) -> None:
        """Say of how much, and what is `told` of some where the caller may hear it."""
        count = "One part of the schema is" if parts == 1 else f"{parts} parts of the schema are"
        super().__init__(
            f"{count} not what the migrations make, so that answers may rest on other rows than "
            "are on record. The command check names them." + "".join(f" {says}" for says in told)
        )


class DocketAltered(ServiceError):
    """Rows of the docket are not what the facts give: lists cannot be relied on."""

    def __init__(self, agreements: int, told: Iterable[str]) -> None:
        """Say of how many agreements, and what is `told` of some where the caller may hear it."""
        count = "one agreement" if agreements == 1 else f"{agreements} agreements"
        super().__init__(
            f"The docket of {count} is not what the facts give, so that lists of obligations may "
            "be wrong. The command check names them, and refresh-docket writes them anew."
            + "".join(f" {says}" for says in told)
        )


class OutcomeUnknown(ServiceError):
    """The connection broke after the database was told to store, and before it said that it had."""

    def __init__(self) -> None:
        """Say how to find out."""
        super().__init__(
            "The connection to the database broke while it stored: whether it did is not known. "
            "Send the request again under the same Idempotency-Key, or read the record first."
        )


class ClockDisagrees(ServiceError):
    """The last fact was recorded in what is the future by this machine's clock."""

    def __init__(self, now: datetime, last: datetime) -> None:
        """Say what the two are."""
        super().__init__(
            f"It is {now.isoformat(timespec='seconds')} by the service's clock, and the last fact "
            f"of this record was recorded at {last.isoformat(timespec='seconds')}: one of the two "
            "is wrong, and nothing was stored. The operator has to look at its clock."
        )


class RecordMoved(ServiceError):
    """Another writer appended to the agreement's record between our reading and our writing."""

    def __init__(self, agreement_id: str) -> None:
        """Name the agreement whose record moved."""
        super().__init__(f"The record of agreement {agreement_id!r} was changed meanwhile.")
        self.agreement_id = agreement_id


class CredentialRefused(ServiceError):
    """No credential, or none that lets anybody in; why not is for the log."""

    def __init__(self, *, given: bool = True) -> None:
        """Say whether a credential was given at all."""
        super().__init__(
            "The credential is unknown, has expired or was revoked, or is not one line of "
            "`Authorization: Bearer …`."
            if given
            else "Send an API key or a token: `Authorization: Bearer …`."
        )
        self.given = given


class ScopeMissing(ServiceError):
    """The credential is good, but not for this."""

    def __init__(self, scope: str) -> None:
        """Name the scope that is needed."""
        super().__init__(f"This needs the scope {scope!r}, which the credential does not have.")
        self.scope = scope


class TooManyRequests(ServiceError):
    """The caller has used up what he may send for now."""

    def __init__(self, seconds: int) -> None:
        """Say for how many seconds to wait."""
        super().__init__(f"Too many requests; send the next in {seconds} seconds.")
        self.seconds = seconds


class IdentityUnavailable(ServiceError):
    """The identity provider's keys cannot be had, so that no token can be checked."""

    def __init__(self, seconds: int = 30) -> None:
        """Say no more than that, and for how many seconds to wait."""
        super().__init__("Tokens cannot be checked at the moment; API keys can.")
        self.seconds = seconds


class RecordChanged(ServiceError):
    """The caller asked that a fact be recorded on one state of the record only: it has another."""

    def __init__(self, agreement_id: str) -> None:
        """Name the agreement whose record has changed."""
        super().__init__(
            f"The record of agreement {agreement_id!r} is not the one you have seen: read it again "
            "and decide anew. Nothing was stored."
        )


class ThingChanged(RecordChanged):
    """The same of what is no record: it is not as the caller has seen it."""

    def __init__(self, what: str, identifier: str) -> None:
        """Name it."""
        ServiceError.__init__(
            self,
            f"The {what} {identifier!r} is not as you have seen it: read it again and decide anew. "
            "Nothing was stored.",
        )


class RecordStands(ServiceError):
    """The caller asked that something be recorded unless the record is as it said: it is."""

    def __init__(self, what: str, identifier: str) -> None:
        """Name what there is."""
        super().__init__(
            f"The {what} {identifier!r} is there, in a state that `If-None-Match` names. Nothing "
            "was stored."
        )


class ConditionMissing(ServiceError):
    """Facts are recorded here only on a state of the record that the caller has seen."""

    def __init__(self) -> None:
        """Say what to send."""
        super().__init__(
            "Send the `ETag` of what you have read of the record as `If-Match`; `If-Match: *` "
            "records the fact whatever the record holds. Nothing was stored."
        )


def json_pointer(parts: Iterable[str | int]) -> str:
    """A JSON pointer (RFC 6901) from its parts."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def shortened(text: str, longest: int = 100) -> str:
    """What somebody sent, as far as it is worth repeating."""
    return text if len(text) <= longest else f"{text[:longest]}…"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a request: where, a stable code, and what would be right.

    `pointer` is a JSON pointer into the body, or the name of a parameter in another `place`.
    """

    pointer: str
    code: str
    detail: str
    place: Literal["body", "query", "path", "header"] = "body"


class InvalidInput(ServiceError):
    """The request is well-formed but cannot be true of this record; nothing was stored."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Carry every fault found, not only the first."""
        super().__init__("; ".join(fault.detail for fault in faults))
        self.faults = tuple(faults)

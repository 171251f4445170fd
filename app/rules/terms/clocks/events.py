"""Events that an agreement counts from and that no other fact dates: a closing, a release."""

from app.rules.terms.vocabulary import ClauseName, Term, Words, silent
from app.rules.values.written_dates import PlainDate


class DeclaredEvent(Term):
    """An event, in words for the reader, and the day on which it is expected, if there is one.

    The record dates it by the fact `event_happened`; until then the expected day counts, and the
    answer says so.
    """

    clause: ClauseName | None = silent()
    says: Words
    expected: PlainDate | None = silent()

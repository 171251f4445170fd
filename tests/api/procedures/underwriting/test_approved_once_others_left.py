"""Votes that were not enough become so when others leave: 4(b), a majority of what is included."""

from tests.api.bodies import (
    agreement,
    demand,
    fact,
    handed_over,
    holder,
    join,
    letter,
    notice,
    withdrawn,
)
from tests.api.calls import begun, make_agreement, obligation, read_registration
from tests.running.service import Service


def test_the_underwriter_is_approved_on_the_day_on_which_c_leaves(service: Service) -> None:
    """On 6 March b has 275,000 of 575,000 (287,501 are needed); on 8 March of 525,000 (262,501)."""
    shares = (("a", 600_000), ("b", 300_000), ("c", 100_000))
    make_agreement(service, agreement("abc", holders=[holder(*each) for each in shares]))
    asked = demand(letter(handed_over("1999-02-19"), {"a": 250_000, "b": 275_000}))
    registration = begun(
        service,
        "demands",
        asked | {"underwritten": True},
        notice("c", handed_over("1999-02-22")),
        join("c", 50_000, handed_over("1999-03-01")),
        fact("underwriter_selected", "1999-03-05", underwriter="U1"),
        fact("underwriter_approved", "1999-03-06", underwriter="U1", holders=["b"]),
        withdrawn("1999-03-08", "c"),
        agreement="abc",
    )
    before = read_registration(service, registration, "1999-03-07")["underwriting"]["vote"]
    assert (before["needed_shares"], before["approved"]) == (287_501, False)
    result = read_registration(service, registration, "1999-03-09")
    duty = obligation(result, "underwriter")
    assert (duty["status"], duty["performed_on"]) == ("performed", "1999-03-08")

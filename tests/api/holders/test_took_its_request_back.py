"""What the window of a Holder says once it has taken its request back: 2(a)(i)."""

import pytest

from tests.api.bodies import (
    agreement,
    demand,
    handed_over,
    holder,
    join,
    letter,
    notice,
    withdrawn,
)
from tests.api.calls import begun, make_agreement, post_event, read_registration
from tests.running.service import Service


@pytest.mark.parametrize(("leaves", "stays"), [("b", "a"), ("a", "b")])
def test_it_is_in_no_longer(service: Service, leaves: str, stays: str) -> None:
    shares = (("a", 600_000), ("b", 300_000), ("c", 100_000))
    make_agreement(service, agreement("abc", holders=[holder(*each) for each in shares]))
    asked = demand(letter(handed_over("1999-02-19"), {"a": 400_000}))
    life = (
        *(notice(each, handed_over("1999-02-22")) for each in ("a", "b")),
        join("b", 100_000, handed_over("1999-03-05")),
    )
    registration = begun(service, "demands", asked, *life, agreement="abc")
    post_event(service, registration, withdrawn("1999-03-08", leaves))

    def responses(day: str) -> dict[str, str]:
        windows = read_registration(service, registration, day)["windows"]["join"]
        return {each["holder"]: each["response"] for each in windows}

    before, after = responses("1999-03-06"), responses("1999-03-09")
    assert (before["a"], before["b"], before["c"]) == ("requested", "joined", "none")
    assert (after[leaves], after[stays], after["c"]) == ("withdrawn", before[stays], "none")

    post_event(service, registration, join(leaves, 5_000, handed_over("1999-03-10")))
    assert responses("1999-03-11")[leaves] in ("joined", "requested")

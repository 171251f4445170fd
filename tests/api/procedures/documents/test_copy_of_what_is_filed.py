"""A copy of an amendment is owed before it is filed, to those who sell then: 3(a)(x), 5.

Effective on 10 May 1999. Holder b asked on 28 May, and an amendment of 20 June took it in, five
days after another amendment had been filed.
"""

import pytest

from tests.api.bodies import (
    agreement,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    join,
    letter,
    notice,
)
from tests.api.calls import begun, make_agreement, read_registration
from tests.running.service import Service


@pytest.mark.parametrize("day", ["1999-06-20", "1999-07-15", "1999-11-06"])
def test_is_not_owed_to_who_came_in_afterwards(service: Service, day: str) -> None:
    make_agreement(service, agreement("ab", holders=[holder("a", 600), holder("b", 300)]))
    name = begun(
        service,
        "demands",
        demand(letter(handed_over("1999-03-01"), {"a": 600}), underwritten=False),
        notice("b", handed_over("1999-05-08")),
        filed("1999-04-20"),
        declared_effective("1999-05-10"),
        join("b", 100, handed_over("1999-05-28")),
        fact("amendment_proposed", "1999-06-01", amendment="add-b", planned_filing_on="1999-06-15"),
        fact("amendment_filed", "1999-06-15", amendment="add-b"),
        fact("procedure_performed", "1999-06-20", procedure="more_shares", holder="b"),
        agreement="ab",
    )
    duties = read_registration(service, name, day)["obligations"]
    copies = [each["id"] for each in duties if each["id"].startswith("amendment_copy:")]
    assert copies == ["amendment_copy:add-b:a"]

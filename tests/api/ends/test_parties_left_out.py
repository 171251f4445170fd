"""A Holder that sold in an underwritten offering without being party to the agreement: clause 4(a).

Each requesting Holder is to be party to it. The end of the registration does not excuse that: where
the agreement on record was made with others only, whether it was party is not known.
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
    letter,
)
from tests.api.calls import begun, make_agreement, obligation, read_registration
from tests.api.ends.test_sold_out import sale
from tests.running.service import Service


@pytest.mark.parametrize(
    ("parties", "status"), [(["a"], "unconfirmed"), (["a", "b"], "performed"), ([], "excused")]
)
def test_stays_open_to_question(service: Service, parties: list[str], status: str) -> None:
    make_agreement(service, agreement("ab", holders=[holder("a", 600), holder("b", 400)]))
    asked = letter(handed_over("1999-03-01"), {"a": 600, "b": 100})
    made = [fact("underwriting_agreement_made", "1999-05-18", holders=parties)] if parties else []
    name = begun(
        service,
        "demands",
        demand(asked, underwritten=True),
        filed("1999-05-03"),
        *made,
        declared_effective("1999-05-20"),
        sale("1999-05-21", 600),
        sale("1999-05-21", 100) | {"seller": "b"},
        agreement="ab",
    )
    result = read_registration(service, name, "1999-05-22")
    assert result["state"] == "closed"
    duty = obligation(result, "underwriting_party:b")
    assert duty["status"] == status
    assert duty["recorded_by"] == ["underwriting_agreement_made"]

"""What one Holder did twice on a day is unknown until it is said which came first: 1(i), 2(a)(i).

Holder a has 600 shares of Common Stock, b 500; a demands with 300 on 1 March 1999.
"""

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    demand,
    fact,
    handed_over,
    holder,
    join,
    letter,
    notice,
    own_registration,
    shelf,
    sold,
    transfer,
    withdrawn,
)
from tests.api.calls import (
    begun,
    included,
    make_agreement,
    ok,
    post_demand,
    post_events,
    post_fact,
)
from tests.running.service import Service

MINE = "mine"


@pytest.fixture
def made(service: Service) -> Service:
    make_agreement(service, agreement(MINE, holders=[holder("a", 600), holder("b", 500)]))
    return service


def missing(answer: Json) -> set[str]:
    return {each["posted_as"] for each in answer["missing_inputs"]}


class TestAPosition:
    """b sells 100 of its 500 on 15 March, and its whole position of that day is stated as 300."""

    def held(
        self, made: Service, moved: Json, of: str = "b", **more: bool
    ) -> tuple[int | None, set[str]]:
        post_fact(made, moved, MINE)
        post_fact(made, fact("position_stated", "1999-03-15", holder=of, common=300, **more), MINE)
        answer = ok(made.get(f"/v1/agreements/{MINE}", as_of="1999-03-16"))
        lines = {each["holder"]: each for each in answer["result"]["holders"]}
        return lines[of]["registrable_shares"], missing(answer)

    @pytest.mark.parametrize(("before", "holds"), [(True, 200), (False, 300)])
    def test_stands_before_or_after_a_sale_as_is_said(
        self, made: Service, *, before: bool, holds: int
    ) -> None:
        found, open_facts = self.held(made, sold("1999-03-15", "b", 100), before_changes=before)
        assert (found, "position_stated.before_changes" in open_facts) == (holds, False)

    def test_is_open_where_it_is_not_said(self, made: Service) -> None:
        found, open_facts = self.held(made, sold("1999-03-15", "b", 100))
        assert (found, "position_stated.before_changes" in open_facts) == (None, True)

    @pytest.mark.parametrize("of", ["a", "b"])
    def test_is_open_beside_a_transfer_to_whom_and_from_whom(self, made: Service, of: str) -> None:
        moved = transfer("1999-03-15", "a", "b", 0, common=100)
        found, open_facts = self.held(made, moved, of)
        assert (found, "position_stated.before_changes" in open_facts) == (None, True)

    def test_is_known_on_another_day(self, made: Service) -> None:
        found, open_facts = self.held(made, sold("1999-03-14", "b", 100))
        assert (found, "position_stated.before_changes" in open_facts) == (300, False)


class TestAWithdrawal:
    """b joins with 300 on 10 March; on the 15th it withdraws, and asks to join with 50."""

    def asked(self, made: Service, kind: str, **more: bool) -> tuple[int | None, set[str]]:
        if kind == "demands":
            body = demand(letter(handed_over("1999-03-01"), {"a": 300}))
            identifier = post_demand(made, body, MINE)["result"]["registration_id"]
        elif kind == "shelves":
            asked = letter(handed_over("1999-03-01"), {"a": 300})
            identifier = begun(
                made, kind, shelf(asked, conversion_proposed_on="1999-02-15"), agreement=MINE
            )
        else:
            body = own_registration(occurred_on="1999-03-01", company_shares=100)
            identifier = begun(made, kind, body, agreement=MINE)
        post_events(
            made,
            identifier,
            notice("b", handed_over("1999-03-02")),
            join("b", 300, handed_over("1999-03-10")),
            withdrawn("1999-03-15", "b") | more,
            join("b", 50, handed_over("1999-03-15")),
        )
        answer = ok(made.get(f"/v1/registrations/{identifier}", as_of="1999-03-16"))
        return included(answer["result"]).get("b", 0), missing(answer)

    KINDS = ("demands", "shelves", "incidentals")

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize(("before", "shares"), [(True, 50), (False, 0)])
    def test_takes_back_what_was_asked_before_it(
        self, made: Service, kind: str, *, before: bool, shares: int
    ) -> None:
        found, open_facts = self.asked(made, kind, before_letters=before)
        assert (found, "withdrawn.before_letters" in open_facts) == (shares, False)

    @pytest.mark.parametrize("kind", KINDS)
    def test_is_open_where_it_is_not_said(self, made: Service, kind: str) -> None:
        found, open_facts = self.asked(made, kind)
        assert found is None
        assert "withdrawn.before_letters" in open_facts


@pytest.mark.parametrize(("said", "shares"), [(True, 50), (False, 0), (None, None)])
def test_a_withdrawal_beside_a_join_is_computed_alike(
    made: Service, said: bool | None, shares: int | None
) -> None:
    """The same stated outright: b withdraws and asks for 50 on 15 March."""
    question: Json = {
        "template": "ctc-1998",
        "letters": [{"requests": {"a": 300}, "delivery": handed_over("1999-03-01")}],
        "positions": [{"holder": "a", "common": 600}, {"holder": "b", "common": 500}],
        "demands_effected": 0,
        "demands_pending": 0,
        "short_form_qualified": False,
        "notices": [{"holder": "b", "delivery": handed_over("1999-03-02")}],
        "joins": [{"holder": "b", "shares": 50, "delivery": handed_over("1999-03-15")}],
        "withdrawals": [{"holder": "b", "on": "1999-03-15", "before_letters": said}],
        "as_of": "1999-03-16",
    }
    answer = ok(made.post("/v1/compute/demand", question))
    assert included(answer["result"]).get("b", 0) == shares
    assert ("withdrawn.before_letters" in missing(answer)) is (said is None)

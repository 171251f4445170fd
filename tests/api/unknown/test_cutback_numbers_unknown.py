"""A cutback in which somebody's number of shares is not recorded: clauses 2(f), 2(a)(i), 2(b).

The Company's own underwritten offering of April 1999; what nobody has said how much it sells leaves
open the shares of its rank and of those after it, and nothing before it.
"""

import pytest

from tests.api.bodies import (
    Json,
    additions,
    declared_effective,
    filed,
    handed_over,
    join,
    maximum,
    own_registration,
    transfer,
)
from tests.api.calls import (
    DEMO,
    begun,
    determined,
    included,
    noticed,
    ok,
    post_fact,
    read_registration,
    told_all,
    with_readings,
)
from tests.running.service import Service

TOLD = told_all(handed_over("1999-04-02"))
JOINED = (
    join("spectrum", 60, handed_over("1999-04-12")),
    join("wang", 40, handed_over("1999-04-12")),
)
DAY = "1999-04-21"


def advised(shares: int, **more: object) -> Json:
    return maximum("1999-04-20", shares, **({"in_writing": True} | more))


def named(service: Service, registration: str) -> dict[str, str | None]:
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of=DAY))
    return {each["name"]: each["posted_as"] for each in answer["missing_inputs"]}


class TestTheCompanysOwn:
    @pytest.mark.parametrize("shares", [130, 99])
    def test_leaves_open_what_is_left_for_holders(self, service: Service, shares: int) -> None:
        """2(f)(i): the Company comes first, with 0 or with all of the maximum."""
        own = determined(service, *TOLD, *JOINED, advised(shares), company_shares=None)
        result = read_registration(service, own, DAY)
        assert included(result) == dict.fromkeys(["ctc", "spectrum", "wang"])
        assert (result["allocation"]["total"], result["allocation"]["cut_back"]) == (None, None)
        assert named(service, own)["company_shares"] == "registration_determined.company_shares"

    def test_is_no_riddle_once_it_is_stated(self, service: Service) -> None:
        """70 for the Company leave 60 for 100: 36 and 24."""
        own = determined(service, *TOLD, *JOINED, advised(130), company_shares=70)
        assert included(read_registration(service, own, DAY)) == {
            "ctc": 70,
            "spectrum": 36,
            "wang": 24,
        }
        assert "company_shares" not in named(service, own)

    @pytest.mark.parametrize(
        ("changes", "advice"),
        [({"underwritten": False}, {}), ({}, {"in_writing": False})],
    )
    def test_does_not_matter_where_nothing_cuts(
        self, service: Service, changes: Json, advice: Json
    ) -> None:
        facts = (*TOLD, *JOINED, advised(130, **advice))
        own = determined(service, *facts, company_shares=None, **changes)
        shares = included(read_registration(service, own, DAY))
        assert shares == {"ctc": None, "spectrum": 60, "wang": 40}

    def test_leaves_nothing_after_holders_who_ask_for_all(self, service: Service) -> None:
        """100 asked for after the Company, and room for 90: none for those after the Holders."""
        other = with_readings(service, others_rank="after_holders")
        body = own_registration(company_shares=None, others={"founder": 10})
        own = begun(service, "incidentals", body, *TOLD, *JOINED, advised(90), agreement=other)
        found = included(read_registration(service, own, DAY))
        assert found == {"ctc": None, "founder": 0, "spectrum": None, "wang": None}

    @pytest.mark.parametrize("company", [None, 70])
    def test_leaves_open_whether_a_holder_may_sell(
        self, service: Service, company: int | None
    ) -> None:
        """Never "yes" by the count: of 99 the Company may take all, or 70 and leave 29."""
        facts = (*TOLD, *JOINED, advised(99))
        made = (filed("1999-05-04"), declared_effective("1999-05-14"))
        determined(service, *facts, *made, company_shares=company)
        ask = {"holder": "wang", "on": "1999-05-20", "manner": "under_registration"}
        answer = ok(service.get(f"/v1/agreements/{DEMO}/may-sell", **ask))
        (line,) = answer["result"]["registrations"]
        codes = [each["code"] for each in line["reasons"]]
        missing = [each["posted_as"] for each in answer["missing_inputs"]]
        assert (answer["result"]["may_sell"], codes, missing) == (
            ("unknown", ["SHARES_NOT_KNOWN"], ["registration_determined.company_shares"])
            if company is None
            else ("yes", [], [])
        )


class TestOneWhoTookOverShares:
    """t takes over all but 24 shares of wang, who asked for 40: a maximum leaves perhaps 24."""

    @pytest.mark.parametrize(
        ("written", "shares", "may"),
        [(None, None, "unknown"), (True, 0, "no"), (False, 16, "yes")],
    )
    def test_is_in_for_what_is_not_known_either(
        self, service: Service, written: bool | None, shares: int | None, may: str
    ) -> None:
        """Of 100 wanted 60 are left, 24 of wang's, which it keeps; else 16 have passed (QG5)."""
        said = {} if written is None else {"in_writing": written}
        advice = maximum("1999-04-20", 130, **said)
        made = (filed("1999-05-04"), declared_effective("1999-05-14"))
        own = determined(service, *TOLD, *JOINED, advice, *made, company_shares=70)
        post_fact(service, transfer("1999-05-19", "wang", "t", 7_500, warrant_shares=726))
        result = read_registration(service, own, "1999-05-20")
        assert included(result).get("t", 0) == shares
        ask = {"holder": "t", "on": "1999-05-20", "manner": "under_registration"}
        answer = ok(service.get(f"/v1/agreements/{DEMO}/may-sell", **ask))
        assert answer["result"]["may_sell"] == may


class TestADemandOfOthers:
    """2(b): the room found limits Holders; that a maximum is advised tells of interference."""

    @pytest.mark.parametrize(
        ("advice", "room", "shares"),
        [
            ((), None, {"spectrum": 60, "wang": 40}),
            ((130,), None, {"spectrum": None, "wang": None}),
            ((130,), 50, {"spectrum": 30, "wang": 20}),
        ],
    )
    def test_leaves_open_how_many_of_theirs_there_is_room_for(
        self, service: Service, advice: tuple[int, ...], room: int | None, shares: Json
    ) -> None:
        demand = {"granted_in_compliance": True} | (
            {} if room is None else {"room_for_registrable": room}
        )
        others: Json = {
            "initiated_for": "others",
            "initiators": {"fund": 100},
            "other_demand": demand,
        }
        facts = (*TOLD, *JOINED, *(advised(each) for each in advice))
        own = determined(service, *facts, company_shares=None, **others)
        found = included(read_registration(service, own, DAY))
        assert found == {"fund": 100} | shares
        assert ("room_for_registrable" in named(service, own)) is (None in shares.values())


class TestOthersWhoInitiatedIt:
    def test_leave_open_what_is_left_after_them(self, service: Service) -> None:
        """QC14, initiators first: who they are and how much they sell is not recorded."""
        other = with_readings(service, secondary_incidental_cutback="initiators_first")
        body = own_registration(initiated_for="others", company_shares=None)
        own = begun(service, "incidentals", body, *TOLD, *JOINED, advised(50), agreement=other)
        found = included(read_registration(service, own, DAY))
        assert found == dict.fromkeys(["initiators", "spectrum", "wang"])
        assert named(service, own)["initiators"] == "registration_determined.initiators"

    def test_cut_nobody_under_the_default(self, service: Service) -> None:
        facts = (*TOLD, *JOINED, advised(50))
        own = determined(service, *facts, company_shares=None, initiated_for="others")
        found = read_registration(service, own, DAY)
        assert included(found) == {"initiators": None, "spectrum": 60, "wang": 40}
        assert found["allocation"]["total"] is None


class TestAHoldersOwn:
    """QG12: two letters on one day and not a word which counts; the number is not known."""

    TWICE = (
        join("wang", 40, handed_over("1999-04-12")),
        join("wang", 70, handed_over("1999-04-12")),
    )

    def test_leaves_open_what_others_of_its_rank_get(self, service: Service) -> None:
        """100 for the Company leave 90; 60 and 40 or 70 do not fit, by how much is not known."""
        facts = (*TOLD, JOINED[0], *self.TWICE, advised(190))
        own = determined(service, *facts, company_shares=100)
        found = included(read_registration(service, own, DAY))
        assert found == {"ctc": 100, "spectrum": None, "wang": None}

    @pytest.mark.parametrize(("shares", "company"), [(500_000, None), (300_000, 0)])
    def test_leaves_open_the_room_after_holders_in_a_demand(
        self, service: Service, shares: int, company: int | None
    ) -> None:
        """2(a)(i), QB21: Holders whole, 400,000 and 40 or 70 more; then the Company's 99,950."""
        day = handed_over("1999-03-01")
        asked = noticed(
            service,
            join("doeg-hill", 40, day),
            join("doeg-hill", 70, day),
            additions("1999-03-02", company=99_950),
            maximum("1999-03-03", shares),
            underwritten=True,
        )
        found = included(read_registration(service, asked, "1999-03-04"))
        assert found == {"spectrum": 400_000, "doeg-hill": None, "ctc": company}

"""A demand in the mail uses up none before it is received: 2(a)(i), "upon receipt" (QA18, QB17)."""

from tests.api.bodies import agreement, demand, handed_over, holder, letter, mailed
from tests.api.calls import make_agreement, post_demand, read_agreement
from tests.running.service import Service


def test_a_demand_in_the_mail_leaves_the_last_one(service: Service) -> None:
    """Two are under way on 1 March 1999; the third is mailed that day and received on the 4th."""
    shares = (("a", 60), ("b", 40))
    make_agreement(service, agreement("mail", holders=[holder(*each) for each in shares]))
    for delivery in (handed_over("1999-02-01"), handed_over("1999-02-02"), mailed("1999-03-01")):
        post_demand(service, demand(letter(delivery, {"a": 60})), "mail")
    for day in ("1999-03-01", "1999-03-03"):
        counted = read_agreement(service, "mail", as_of=day)["demands"]
        assert (counted["pending"], counted["remaining"]) == (2, 1)
    counted = read_agreement(service, "mail", as_of="1999-03-04")["demands"]
    assert (counted["pending"], counted["remaining"]) == (3, 0)

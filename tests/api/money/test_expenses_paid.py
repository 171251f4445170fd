"""To pay the Registration Expenses is done while nothing on record is left to be paid (2(d))."""

from tests.api.bodies import Json, fact, withdrawn
from tests.api.calls import by, demanded, obligation, read_registration, with_readings
from tests.running.service import Service


def bill(day: str, amount: str) -> Json:
    return fact("expense_incurred", day, expense="printing", amount=amount)


def paid(day: str, amount: str, by_whom: str = "company") -> Json:
    return fact("expense_paid", day, paid_by=by_whom, amount=amount)


BILLS = (bill("1999-03-01", "100.00"), bill("1999-03-15", "50.00"))


def duty(service: Service, demand: str, day: str) -> tuple[str, str | None]:
    found = obligation(read_registration(service, demand, day), "expenses")
    return found["status"], found.get("performed_on")


class TestThePaymentOfExpenses:
    def test_is_done_bill_by_bill(self, service: Service) -> None:
        payments = (paid("1999-03-10", "100.00"), paid("1999-03-22", "50.00"))
        demand = demanded(service, *BILLS, *payments)
        assert {
            day: duty(service, demand, day)
            for day in ("1999-03-09", "1999-03-10", "1999-03-15", "1999-03-22")
        } == {
            "1999-03-09": ("open", None),
            "1999-03-10": ("performed", "1999-03-10"),
            "1999-03-15": ("open", None),
            "1999-03-22": ("performed", "1999-03-22"),
        }

    def test_says_what_is_left(self, service: Service) -> None:
        demand = demanded(service, *BILLS, paid("1999-03-22", "120.00"))
        expenses = read_registration(service, demand, "1999-03-31")["money"]["expenses"]
        company = by("name", expenses["totals"])["company"]
        assert (company["amount"], company["paid"], company["left"]) == (
            "150.00",
            "120.00",
            "30.00",
        )
        assert company.get("paid_on") is None

    def test_by_another_than_who_bears_them_does_nothing(self, service: Service) -> None:
        demand = demanded(service, *BILLS, paid("1999-03-22", "150.00", "holders"))
        assert duty(service, demand, "1999-03-31") == ("open", None)

    def test_nothing_incurred_leaves_the_duty_open(self, service: Service) -> None:
        assert duty(service, demanded(service), "1999-03-31") == ("open", None)

    def test_by_the_requesting_holders_where_a_reading_puts_it_on_them(
        self, service: Service
    ) -> None:
        other = with_readings(service, withdrawn_payer="requesting_holders")
        facts = (*BILLS, paid("1999-03-29", "150.00", "requesting_holders"))
        demand = demanded(service, *facts, withdrawn("1999-03-22"), agreement=other)
        assert duty(service, demand, "1999-03-31") == ("performed", "1999-03-29")

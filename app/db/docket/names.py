"""Which parties and clauses the docket of a tenant knows, on whatever day: all SQL of that."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, literal, select, union

from app.db.access.tenancy import Tenancy
from app.db.models import DocketDrawer, DocketObligee, DocketParty, DocketRow

_OWN_DRAWERS = select(DocketDrawer.id).where(DocketDrawer.tenant == bindparam("owner"))
_OWES = (
    select(literal(1))
    .where(DocketRow.drawer.in_(_OWN_DRAWERS), DocketRow.obligor == bindparam("party"))
    .limit(1)
)
_IS_OWED = (
    select(literal(1))
    .where(DocketObligee.drawer.in_(_OWN_DRAWERS), DocketObligee.obligee == bindparam("party"))
    .limit(1)
)
_PARTIES = union(
    select(DocketRow.obligor).where(DocketRow.agreement_id == bindparam("of_agreement")),
    select(DocketObligee.obligee).where(DocketObligee.agreement_id == bindparam("of_agreement")),
)
_NAMED = (
    select(DocketParty.party)
    .where(DocketParty.agreement_id.in_(bindparam("agreements", expanding=True)))
    .distinct()
)
_CLAUSES = select(DocketDrawer.clause).where(DocketDrawer.tenant == bindparam("owner")).distinct()


class DocketNames:
    """The names on the docket, within one transaction."""

    __slots__ = ("_connection", "_tenancy")

    def __init__(self, connection: Connection, tenancy: Tenancy) -> None:
        self._connection = connection
        self._tenancy = tenancy

    def knows(self, party: str) -> bool:
        """Whether anything is owed by or to somebody, on any day."""
        asked = {"owner": self._tenancy.tenant, "party": party}
        return any(
            self._connection.execute(statement, asked).first() for statement in (_OWES, _IS_OWED)
        )

    def parties(self, agreement_id: str) -> list[str]:
        """List who owes or is owed anything under an agreement."""
        asked = {"of_agreement": self._tenancy.stored(agreement_id)}
        return list(self._connection.scalars(_PARTIES, asked))

    def named(self, agreements: Iterable[str]) -> list[str]:
        """List who has a name under some agreements."""
        asked = {"agreements": [self._tenancy.stored(each) for each in agreements]}
        return list(self._connection.scalars(_NAMED, asked))

    def clauses(self) -> list[str]:
        """List the clauses under which anything is owed, on any day."""
        found = self._connection.scalars(_CLAUSES, {"owner": self._tenancy.tenant})
        return sorted(each for each in found if each is not None)

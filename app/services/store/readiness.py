"""Whether the service can do its work."""

from app.db.upkeep.inspection import is_older
from app.errors import DocketAltered, SchemaAltered, StorageUnavailable
from app.release import RULES_VERSION
from app.services.docket.docket_watch import DocketWatch
from app.services.workspace.workspace import Workspace

NAMED = 5


class NotMigrated(RuntimeError):
    """Nobody has brought the database to this version of the service (`migrate`)."""


def check(workspace: Workspace, watch: DocketWatch) -> None:
    """Reach the database and its tables; raises what the database raises when it cannot.

    SchemaAltered where the tables are known not to be those that the migrations make, and
    DocketAltered where the lists are known not to follow from the facts.

    StorageUnavailable where the schema is older than needed, or no `migrate` has read what is on
    record by the present rules. That another version has been there since does not matter: while
    servers are replaced one after the other, the older ones go on.
    """
    with workspace.database.snapshot() as connection:
        older = is_older(connection)
    if older:
        raise StorageUnavailable from NotMigrated("the schema is an older one")
    with workspace.database.reading() as unit:
        anything = unit.records.agreements(None, 1)
        adopted = unit.journal.adopted()
    if anything and RULES_VERSION not in adopted:
        raise StorageUnavailable from NotMigrated(f"not read through by the rules {RULES_VERSION}")
    altered = watch.altered(workspace)
    if watch.schema:
        raise SchemaAltered(len(watch.schema), watch.schema[:NAMED] if watch.may_name else ())
    if altered:
        raise DocketAltered(len(altered), altered[:NAMED] if watch.may_name else ())

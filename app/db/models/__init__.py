"""The tables, as typed models: the one description of the schema, for SQLite and PostgreSQL.

One class a table, by subject: `record` (agreements and their facts), `evidence` (answers, audit,
chain), `docket` (what is owed), `outbox` (what others are told), `webhooks` (where they are told
it), `access` (tenants and keys), `replies`. Every statement is built from them, and what the
migrations make (`migrations/versions`) is held against them. The migrations alone make the triggers
that keep the record append-only, and of an agreement everything but its version, and when that
moved.
"""

from app.db.models.access import ApiKey, Tenant
from app.db.models.base import Base
from app.db.models.docket import DOCKET_ORDER, DocketDrawer, DocketObligee, DocketParty, DocketRow
from app.db.models.evidence import Anchor, AuditEntry, ChainLink, Evaluation
from app.db.models.outbox import OutboxEvent, ToldDay
from app.db.models.record import Agreement, Fact, Registration, TermsDocument
from app.db.models.replies import KeptReply
from app.db.models.webhooks import Delivery, Webhook

metadata = Base.metadata

__all__ = [
    "DOCKET_ORDER",
    "Agreement",
    "Anchor",
    "ApiKey",
    "AuditEntry",
    "Base",
    "ChainLink",
    "Delivery",
    "DocketDrawer",
    "DocketObligee",
    "DocketParty",
    "DocketRow",
    "Evaluation",
    "Fact",
    "KeptReply",
    "OutboxEvent",
    "Registration",
    "Tenant",
    "TermsDocument",
    "ToldDay",
    "Webhook",
    "metadata",
]

"""How the agreements of several tenants lie in one table without ever meeting.

A tenant's identifiers are his own: two tenants may each have an agreement `ctc`, and neither can
tell from a taken identifier what the other has. So an identifier is stored with its tenant in
front (`acme:ctc`), and every statement asks for it in that form: SQL that forgets about tenants
finds nothing of theirs. The identifiers of the first tenant are stored as they are, since its
facts were recorded before there were others, and facts are never edited.
"""

from app.access.principal import DEFAULT_TENANT

MARK = ":"


NO_TEXT = "\0"
"""PostgreSQL keeps no text with it."""


class NoIdentifier(ValueError):
    """It could be another tenant's."""


class Tenancy:
    """The identifiers of one tenant, as he writes them and as they are stored."""

    __slots__ = ("_prefix", "tenant")

    def __init__(self, tenant: str = DEFAULT_TENANT) -> None:
        self.tenant = tenant
        self._prefix = "" if tenant == DEFAULT_TENANT else f"{tenant}{MARK}"

    @property
    def as_written(self) -> bool:
        """Whether this tenant's identifiers are stored as he writes them."""
        return not self._prefix

    def may_have(self, identifier: str) -> bool:
        """Whether it could be an identifier of this tenant's: anything can stand in a request."""
        return MARK not in identifier and NO_TEXT not in identifier

    def stored(self, identifier: str) -> str:
        """The identifier as it is stored; NoIdentifier for one that could be another tenant's."""
        if MARK in identifier:
            raise NoIdentifier(f"no identifier of this tenant's: {identifier!r}")
        return self._prefix + identifier

    def written(self, stored: str) -> str:
        """The identifier as the tenant writes it."""
        return stored.removeprefix(self._prefix)

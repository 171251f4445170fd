"""A caller who is known: its tenant, a name for the log, and what it may do."""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Scope: TypeAlias = Literal["read", "write", "admin"]
"""`read` asks and computes, `write` records facts, `admin` sees who has access and says
who is told what happens. None implies another: a credential may do what it names."""

SCOPES: tuple[Scope, ...] = get_args(Scope)

DEFAULT_TENANT = "default"
"""Whose the agreements are that were made before there were tenants, and those of the demo."""
_TENANT = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


def is_tenant(written: str) -> bool:
    """Whether a tenant can be called that."""
    return _TENANT.fullmatch(written) is not None


@dataclass(frozen=True, slots=True)
class Principal:
    """Who asks. `subject` names the key or the person in the log and is no secret."""

    tenant: str
    subject: str
    scopes: frozenset[Scope]


@dataclass(frozen=True, slots=True)
class Admission:
    """A principal, and until when (seconds since 1970) its credential is good."""

    principal: Principal
    until: float


DEMONSTRATION = Principal(DEFAULT_TENANT, "demonstration", frozenset(SCOPES))
"""Who asks where access is open: on the loopback interface, in the local demonstration."""

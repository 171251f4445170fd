"""Who has access: the tenant's keys. They are made and ended on the command line alone."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter

from app.access.principal import Scope
from app.api.answering.problems import documented
from app.api.deps import ThePrincipal, TheWorkspace, in_thread
from app.api.door.strict import StrictRoute
from app.api.schemas.pages import After, Limit
from app.rules.values.if_any import IfAny
from app.services.access import KeyState, list_keys
from app.services.workspace.pages import PageOf, page_of

router = APIRouter(route_class=StrictRoute, prefix="/v1/keys", tags=["Access"])


@dataclass(frozen=True, slots=True)
class KeyShown:
    """An API key, as far as it may be shown; `replaces` names the key whose place it takes."""

    prefix: str
    name: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime
    state: KeyState
    replaces: IfAny[str]


@router.get("", summary="List the API keys", responses=documented(422, 503))
async def list_api_keys(
    workspace: TheWorkspace, principal: ThePrincipal, after: After = None, limit: Limit = 100
) -> PageOf[KeyShown]:
    """Every key of the tenant who asks: what it is for, what it allows, and until when.

    Never its secret, which is kept nowhere. Needs the scope `admin`.
    """
    rows = await in_thread(lambda: list_keys(workspace, principal.tenant))
    found = (
        KeyShown(
            prefix=row.prefix,
            name=row.name,
            scopes=row.scopes,
            created_at=row.created_at,
            expires_at=row.expires_at,
            state=row.state,
            replaces=row.replaces,
        )
        for row in rows
    )
    return page_of(found, lambda key: key.prefix, after, limit)

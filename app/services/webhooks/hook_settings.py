"""What the operator says of webhooks."""

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class HookSettings:
    """The key that the secrets of webhooks are made with, and where they may be sent.

    With `private`, to private addresses and without https as well.
    """

    key: bytes = field(default=b"", repr=False)
    private: bool = False


NO_HOOK_SETTINGS: Final = HookSettings()

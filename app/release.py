"""Which release this is: the version of the service, and that of the rules behind its answers.

The source is read here, once, when the process starts; what stamps a version on something asks
this module. The rules themselves know nothing of it.

`RULES_VERSION` is a hash over all that decides an answer from the same facts and terms: the source
of the rules, the bundled templates, and the calendars, whose own hashes stand in `calendars` and
are held against the installed data. It is made from the source when the process starts, so nothing
has to be remembered when a rule changes. What differs between machines does not enter it: where the
source lies, the order in which a folder is listed, how lines end, what was compiled.

Raises RuntimeError where there is no source to be hashed.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

SERVICE_VERSION = "0.1.0"

_APP: Final = Path(__file__).parent


def version_of(folders: Iterable[Path], base: Path) -> str:
    """One hash over all Python and JSON files in these folders, by their names below `base`."""
    files = {
        path.relative_to(base).as_posix(): path
        for folder in folders
        for kind in ("*.py", "*.json")
        for path in folder.rglob(kind)
    }
    if not files:
        raise RuntimeError(f"{base} has no source from which the version could be told")
    whole = hashlib.sha256()
    for name in sorted(files):
        content = files[name].read_bytes().replace(b"\r\n", b"\n")
        # Each part by its own digest: no text can pass from one file into the next unnoticed.
        whole.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return f"sha256:{whole.hexdigest()}"


RULES_VERSION: Final = version_of((_APP / "rules", _APP / "templates"), _APP)
CODE_VERSION: Final = version_of((_APP,), _APP)
"""The same over the whole service: what an answer looks like is not decided by the rules alone."""

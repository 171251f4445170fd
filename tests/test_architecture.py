"""What `docs/architecture.md` says is where it says: the map of the rules, and every path."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_map_names_every_module_of_the_rules_once() -> None:
    table = DOCUMENT.partition("## The rules by subject")[2].partition("\n## ")[0]
    rows = [line.split("|")[2] for line in table.splitlines() if line.startswith("| ")]
    mapped = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    modules = {
        each.stem
        for each in (ROOT / "app" / "rules").iterdir()
        if not each.name.startswith("_") and (each.suffix == ".py" or each.is_dir())
    }
    assert sorted(mapped) == sorted(modules)


def test_every_path_is_there() -> None:
    paths = re.findall(r"`((?:app|tests|docs|soak|bench|migrations)/[\w./-]+)`", DOCUMENT)
    assert paths
    assert [each for each in paths if not (ROOT / each).exists()] == []

"""What `docs/architecture.md` says is where it says: the map of the rules, and every path."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_map_names_every_package_of_the_rules_once() -> None:
    drawn = DOCUMENT.partition("## The rules by subject")[2].split("```")[1]
    mapped = re.findall(r"^(\w+)", drawn, re.MULTILINE)
    packages = {
        each.name
        for each in (ROOT / "app" / "rules").iterdir()
        if each.is_dir() and not each.name.startswith("_")
    }
    assert sorted(mapped) == sorted(packages)


def test_every_path_is_there() -> None:
    paths = re.findall(r"`((?:app|tests|docs|soak|bench|migrations)/[\w./-]+)`", DOCUMENT)
    assert paths
    assert [each for each in paths if not (ROOT / each).exists()] == []


MOST_ENTRIES = 12
WIDER = {"app", "app/rules"}
"""What starts the service, and the floors of the rules, as the map draws them."""


def test_a_folder_holds_no_more_than_a_reader_takes_in() -> None:
    held = Counter(
        str(each.parent.relative_to(ROOT))
        for each in (ROOT / "app").rglob("*")
        if not each.name.startswith("_") and not {"static", "__pycache__"} & {*each.parts}
    )
    wide = {folder: entries for folder, entries in held.items() if entries > MOST_ENTRIES}
    assert wide.keys() == WIDER, wide


def test_no_name_stands_for_two_things() -> None:
    """A table is called after what it keeps; every other class has a name of its own."""
    app = ROOT / "app"
    tables = app / "db" / "models"
    names = Counter(
        name
        for path in app.rglob("*.py")
        if tables not in path.parents
        for name in re.findall(r"^class (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert [name for name, times in names.items() if times > 1] == []

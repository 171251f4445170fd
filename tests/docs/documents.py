"""What a document shows of an answer, held against the answer itself."""

from typing import Any

REST = "…"


def shows(part: Any, whole: Any, place: str = "answer") -> None:
    """Everything the document shows is in the answer; “…” stands for items it leaves out.

    Items after a “…” are found by what they show, in their order.
    """
    if isinstance(part, dict):
        for name, value in part.items():
            shows(value, whole[name], f"{place}.{name}")
    elif isinstance(part, list):
        _shows_items(part, whole, place)
    else:
        assert part == whole, f"{place}: the document shows {part!r}, the answer has {whole!r}"


def _shows_items(part: list[Any], whole: list[Any], place: str) -> None:
    here, skipping = 0, False
    for shown in part:
        if shown == REST:
            skipping = True
            continue
        while skipping and here < len(whole) and not _is_shown(shown, whole[here]):
            here += 1
        assert here < len(whole), f"{place}: no item shows {shown!r}"
        shows(shown, whole[here], f"{place}.{here}")
        here, skipping = here + 1, False
    assert skipping or here == len(whole), f"{place}: {len(whole) - here} more items"


def _is_shown(part: Any, whole: Any) -> bool:
    try:
        shows(part, whole)
    except (AssertionError, KeyError, TypeError):
        return False
    return True

"""How often each rule was right where it was measured: its confidence (`data/precision.toml`, from `make eval`)."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Final

_UNMEASURED: Final = 0.5


@cache
def _table() -> dict[str, tuple[int, int]]:
    data = tomllib.loads((files("graph.articles") / "data" / "precision.toml").read_text("utf-8"))
    return {rule: (right, found) for rule, (right, found) in data["rules"].items()}


def precision(rule: str) -> float:
    """The lower bound of a rule's measured precision (Wilson, 90 %); 0.5 for one that was never seen to act.

    Source of the interval: Wilson (1927), "Probable inference, the law of succession, and statistical inference".
    """
    right, found = _table().get(rule, (0, 0))
    if not found:
        return _UNMEASURED
    z = 1.2816
    share = right / found
    spread: float = z * ((share * (1 - share) + z * z / (4 * found)) / found) ** 0.5
    return round((share + z * z / (2 * found) - spread) / (1 + z * z / found), 2)

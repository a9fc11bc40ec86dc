"""How many independent origins stand behind claims that say the same: copies, one side and one agency count once."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.accounts.claims import Claim, same_side
from graph.accounts.facts import Facts
from graph.model import Iri


@dataclass(frozen=True)
class Origins:
    """Voices (speakers), the groups of statements that go back to one origin, and why each was merged."""

    voices: int
    groups: tuple[tuple[Iri, ...], ...]
    reasons: tuple[str, ...]

    @property
    def text(self) -> str:
        """As it is shown: "3 voices, 2 origins"."""
        many = len(self.groups)
        return f"{self.voices} voice{'s' * (self.voices != 1)}, {many} origin{'s' * (many != 1)}"


def origins(claims: Sequence[Claim], facts: Facts) -> Origins:
    """Group claims of the same content by where they come from."""
    parent = list(range(len(claims)))

    def root(at: int) -> int:
        while parent[at] != at:
            at = parent[at]
        return at

    reasons: dict[str, None] = {}
    for i, one in enumerate(claims):
        for j in range(i):
            reason = _one_origin(one, claims[j], facts)
            if reason and root(i) != root(j):
                parent[root(i)] = root(j)
                reasons[reason] = None
    groups: dict[int, dict[Iri, None]] = {}
    for at, claim in enumerate(claims):
        groups.setdefault(root(at), {})[claim.statement] = None
    voices = len({claim.speaker for claim in claims})
    return Origins(voices, tuple(tuple(group) for group in groups.values()), tuple(reasons))


def _one_origin(one: Claim, other: Claim, facts: Facts) -> str | None:
    if one.speaker == other.speaker:
        return "the same speaker"
    if same_side(one.sides, other.sides, facts):
        return "the same side"
    alike = (one.narrated and other.narrated) or (one.speaker in facts.unnamed and other.speaker in facts.unnamed)
    if alike and one.article != other.article and facts.one_text(one.article, other.article):
        return "articles that carry the same text"
    agency = one.agency if one.agency == other.agency else None
    if agency and one.narrated and other.narrated:
        return "newspapers that carry the same agency"
    if agency and one.speaker in facts.unnamed and other.speaker in facts.unnamed:
        return "unnamed sources of the same agency"
    return None

"""Where accounts differ on what is drawn, each pair by its rule."""

from collections.abc import Sequence

from graph.case.seen import Seen
from graph.case.statements import reference
from graph.case.writing import listing, written
from graph.model import spell
from graph.views import disputes


def differences(seen: Seen) -> str:
    """The disputes in which a drawn statement stands, by the clock."""
    found = "\n".join(_dispute(seen, each) for each in seen.disputes)
    return found or "<p>No drawn statement stands in a dispute by the days chosen.</p>"


def _dispute(seen: Seen, found: disputes.Dispute) -> str:
    columns = "\n".join(
        f'<div><h4 dir="auto">{written(column.side.label)}</h4><p dir="auto">{written(column.position)}</p>'
        + listing(
            f"{written(entry.stance)}{f', corrected {spell(entry.corrected)}' if entry.corrected else ''}: "
            f"{reference(seen, entry.statement)}"
            for entry in column.entries
        )
        + "</div>"
        for column in found.columns
    )
    pairs = [
        ("Why: each pair by its rule", found.verdicts),
        ("Conceded by the other side", found.concessions),
        ("Looks like a contradiction and is none", found.incomparable),
    ]
    told = "".join(f"<h4>{head}</h4>{_verdicts(seen, each)}" for head, each in pairs if each)
    kinds = f"<p>{written(' · '.join(found.matter.kinds))}</p>" if found.matter.kinds else ""
    body = f'<div class="columns">{columns}</div>' if columns else ""
    return f'<section class="matter"><h3 dir="auto">{written(found.matter.question)}</h3>{kinds}{body}{told}</section>'


def _verdicts(seen: Seen, told: Sequence[disputes.Verdict]) -> str:
    """Pairs of statements, those by the same rule together."""
    rules: dict[tuple[str, str], list[str]] = {}
    for each in told:
        pair = f"{reference(seen, each.one)} <b>against</b> {reference(seen, each.other)}"
        rules.setdefault((each.kind, each.rule), []).append(pair)
    return "".join(
        f'<p class="rule"><b>{written(kind)}</b>: {written(rule)}</p>{listing(pairs)}'
        for (kind, rule), pairs in rules.items()
    )

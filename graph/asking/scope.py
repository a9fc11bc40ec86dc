"""Names of a query: prefixes that are not declared, variables that nothing binds, columns that cannot stand."""

from collections.abc import Iterator, Mapping

from graph.asking.outline import (
    Edit,
    Element,
    Expression,
    Fault,
    Group,
    Mend,
    Outline,
    Pattern,
    Query,
    Union,
    Values,
    groups,
    patterns,
    variables,
)
from graph.asking.tokens import Kind, Token
from graph.asking.words import AGGREGATES, nearest


def undeclared(outline: Outline, known: Mapping[str, str]) -> Iterator[Fault]:
    """A fault for each prefix that is used and not declared, at its first use."""
    declared = dict(outline.prefixes)
    first = outline.tokens[0].start if outline.tokens else 0
    seen: set[str] = set()
    for token in outline.tokens:
        prefix = token.text.partition(":")[0]
        if token.kind is not Kind.NAME or token.start < outline.body or prefix in declared or prefix in seen:
            continue
        seen.add(prefix)
        mends = []
        if prefix in known:
            line = f"PREFIX {prefix}: <{known[prefix]}>"
            mends.append(Mend(f"Insert PREFIX {prefix}: <{known[prefix]}>", (Edit(first, first, f"{line}\n"),)))
        for other in nearest(prefix, sorted({*declared, *known}), limit=2, at_least=60) if prefix not in known else []:
            edits = [Edit(token.start, token.start + len(prefix), other)]
            if other not in declared:
                edits.insert(0, Edit(first, first, f"PREFIX {other}: <{known[other]}>\n"))
            mends.append(Mend(f"Write {other}:", tuple(edits)))
        hint = "" if mends else f" Write PREFIX {prefix}: <namespace> at the top, or the IRI in full."
        yield Fault(token.start, token.end, f"Here the prefix {prefix}: is not declared.{hint}", tuple(mends))


def bound(group: Group | None) -> dict[str, None]:
    """The names of the variables that a group can bind, in the order of the text."""
    found: dict[str, None] = {}
    if group is None:
        return found
    if group.query is not None:
        shown = [token.text[1:] for token in (*group.query.projected, *group.query.computed)]
        return dict.fromkeys([*shown, *(bound(group.query.where) if group.query.star else ())])
    for node in [group.name] if group.name is not None else []:
        found |= dict.fromkeys([node.variable] if node.variable else [])
    for pattern in patterns(group):
        tokens = tuple(token for node in pattern.nodes for token in node.tokens)
        found |= dict.fromkeys(token.text[1:] for token in variables(tokens))
    for element in group.elements:
        found |= _bound_by(element)
    return found


def _bound_by(element: Element) -> dict[str, None]:
    match element:
        case Group():
            return {} if element.word == "MINUS" else bound(element)
        case Union():
            return {name: None for branch in element.branches for name in bound(branch)}
        case Values():
            return {token.text[1:]: None for token in element.variables}
        case Expression() if element.target is not None:
            return {element.target.text[1:]: None}
    return {}


def scopes(query: Query) -> Iterator[Query]:
    """A query and its sub-queries."""
    yield query
    for group in groups(query):
        if group.query is not None:
            yield group.query


def unbound(outline: Outline) -> Iterator[Fault]:
    """A warning for each variable that is used and never bound, at its first use."""
    for query in scopes(outline.query):
        inside = bound(query.where) | ({t.text[1:]: None for t in query.values.variables} if query.values else {})
        computed = {token.text[1:] for token in query.computed}
        seen: set[str] = set()
        for token, use in _uses(query):
            name = token.text[1:]
            if name in inside or name in computed or name in seen:
                continue
            seen.add(name)
            near = nearest(name, inside, limit=2, at_least=60)
            mends = tuple(Mend(f"Write ?{other}", (Edit(token.start, token.end, f"?{other}"),)) for other in near)
            hint = f" Did you mean ?{near[0]}?" if near else ""
            said = f"Nothing binds {token.text}, so {use}.{hint}"
            yield Fault(token.start, token.end, said, mends, "warning")


def _uses(query: Query) -> Iterator[tuple[Token, str]]:
    for token in query.projected:
        yield token, "its column stays empty"
    for token in variables(query.head):
        yield token, "what is computed from it stays empty"
    for pattern in patterns(query.template) if query.template is not None else ():
        for token in variables(tuple(token for node in pattern.nodes for token in node.tokens)):
            yield token, "this triple is never made"
    for group in _own(query.where):
        for element in group.elements:
            if isinstance(element, Expression):
                use = "this FILTER never sees a value of it" if element.word == "FILTER" else "this computes nothing"
                own = {name for inner in element.groups for name in bound(inner)}
                yield from (
                    (t, use) for t in variables(element.tokens) if t != element.target and t.text[1:] not in own
                )
    for token in variables(query.tail):
        yield token, "it orders and groups nothing"


def _own(group: Group | None) -> Iterator[Group]:
    """A group and those within it that belong to the same query."""
    if group is None or group.query is not None:
        return
    yield group
    for element in group.elements:
        inner = (element,) if isinstance(element, Group) else element.branches if isinstance(element, Union) else ()
        for other in inner:
            yield from _own(other)


def misplaced(outline: Outline) -> Iterator[Fault]:
    """A fault for each column that is neither grouped nor counted, and each name that is given twice."""
    for query in scopes(outline.query):
        yield from _ungrouped(query)
        taken = dict.fromkeys([*bound(query.where), *(token.text[1:] for token in query.projected)])
        for token in query.computed:
            if token.text[1:] in taken:
                yield _twice(token, outline)
            taken[token.text[1:]] = None
        for group in _own(query.where):
            before: dict[str, None] = {}
            for element in group.elements:
                if isinstance(element, Expression) and element.target and element.target.text[1:] in before:
                    yield _twice(element.target, outline)
                before |= _bound_here(element)


def _bound_here(element: Element) -> dict[str, None]:
    if isinstance(element, Pattern):
        return {t.text[1:]: None for node in element.nodes for t in variables(node.tokens)}
    return _bound_by(element)


def _ungrouped(query: Query) -> Iterator[Fault]:
    counts = any(
        token.is_word(*AGGREGATES) and after.is_mark("(")
        for token, after in zip(query.head, query.head[1:], strict=False)
    )
    if not counts and not query.grouped:
        return
    grouped = {token.text[1:] for token in query.grouped}
    for token in query.projected:
        if token.text[1:] in grouped or query.where is None:
            continue
        end = query.grouped[-1].end if query.grouped else query.where.end
        text = f" {token.text}" if query.grouped else f" GROUP BY {token.text}"
        said = f"{token.text} is neither grouped nor counted, so it has no single value for a row."
        yield Fault(token.start, token.end, said, (Mend(f"Group by {token.text}", (Edit(end, end, text),)),))


def _twice(token: Token, outline: Outline) -> Fault:
    every = {other.text[1:] for other in outline.tokens if other.kind is Kind.VARIABLE}
    number = next(number for number in range(2, len(every) + 3) if f"{token.text[1:]}{number}" not in every)
    name = f"{token.text}{number}"
    said = f"{token.text} already has a value here; what is computed needs a name of its own."
    return Fault(token.start, token.end, said, (Mend(f"Call it {name}", (Edit(token.start, token.end, name),)),))

"""From tokens to an outline: prologue, query, groups, filters. Reads on after a fault as if it were mended."""

from collections.abc import Iterable

from graph.asking.outline import (
    Edit,
    Element,
    Expression,
    Group,
    Mend,
    Node,
    Outline,
    Query,
    Role,
    Union,
)
from graph.asking.prologue import read_prologue
from graph.asking.stream import DEEPEST, Stream
from graph.asking.tokens import Kind, Token, tokens
from graph.asking.triples import begins_term, meant_keyword, read_block, read_node, read_values, unclosed_text
from graph.asking.words import (
    AGGREGATES,
    FORMS,
    FUNCTIONS,
    GROUP,
    IN_EXPRESSIONS,
    IN_MODIFIERS,
    MODIFIERS,
    UPDATES,
    misspelt,
)


def outline(text: str) -> Outline:
    """The outline of a text; raises nothing, whatever the text."""
    return read(text, tokens(text))


def read(text: str, found: Iterable[Token]) -> Outline:
    """The outline of a text whose tokens are at hand, one of which may be a HOLE."""
    stream = Stream(text, found)
    prefixes, base = read_prologue(stream)
    body = stream.peek().start
    query = _query(stream, sub=False)
    while (token := stream.peek()).kind is not Kind.END:
        if token.is_mark("}", ")", "]"):
            stream.stray(token)
        stream.next()
    return Outline(
        tuple(stream.tokens), tuple(prefixes), base, body, query, tuple(stream.refusals), tuple(stream.faults)
    )


# ----------------------------------------------------------------------- query
def _query(stream: Stream, *, sub: bool) -> Query:
    first = stream.peek()
    if first.is_word(*UPDATES) and not sub:
        stream.refusals.append(first)
        while stream.peek().kind is not Kind.END:
            stream.next()
        return Query("", first.start, stream.last.end)
    if first.kind is Kind.WORD and not first.is_word(*FORMS):
        meant = misspelt(first.text, FORMS)
        if meant is not None:
            stream.misspelt(first, meant)
            stream.replace(meant)
    if not stream.peek().is_word(*FORMS):
        if first.kind is not Kind.HOLE:
            stream.fault(first, "A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE.")
        return Query("", first.start, stream.last.end)
    form = stream.next().text.upper()
    template = None
    if form == "CONSTRUCT" and stream.peek().is_mark("{"):
        template = read_group(stream, "TEMPLATE", stream.peek().start)
    begin = stream.at
    projected, computed, star = _projection(stream, form)
    head = tuple(stream.tokens[begin : stream.at])
    where = None
    if stream.peek().is_word("WHERE"):
        stream.next()
    if stream.peek().is_mark("{"):
        where = read_group(stream, "WHERE", stream.peek().start)
    elif form != "DESCRIBE":
        stream.fault(stream.last, f"After {stream.last.text} a group in braces is missing: {{ … }}")
    begin = stream.at
    grouped = _modifiers(stream)
    tail = tuple(stream.tokens[begin : stream.at])
    values = read_values(stream) if stream.peek().is_word("VALUES") else None
    return Query(
        form, first.start, stream.last.end, head, tuple(projected), tuple(computed), star, template, where,
        tuple(grouped), tail, values,
    )  # fmt: skip


def _projection(stream: Stream, form: str) -> tuple[list[Token], list[Token], bool]:
    projected: list[Token] = []
    computed: list[Token] = []
    star = False
    while (token := stream.peek()).kind is not Kind.END and not token.is_mark("{", "}"):
        if token.is_word("WHERE", *MODIFIERS):
            break
        if token.is_word("FROM"):
            _from(stream)
        elif token.is_mark("("):
            computed += _computed(stream)
        elif token.kind is Kind.VARIABLE:
            projected.append(stream.next())
        elif token.kind is Kind.WORD and not token.is_word("DISTINCT", "REDUCED"):
            if _is_function(token) and stream.peek(1).is_mark("("):
                _unnamed(stream, token)
                continue
            meant = misspelt(token.text, ("WHERE", "FROM", "DISTINCT", "REDUCED"))
            if meant is not None:
                stream.misspelt(token, meant)
                stream.replace(meant)
            else:
                _unknown(stream, token)
                stream.next()
        else:
            star |= token.is_mark("*")
            if token.kind is Kind.BROKEN or token.is_mark(")", "]", ","):
                stream.stray(token)
            stream.next()
    if form == "SELECT" and not projected and not computed and not star and stream.last.kind is not Kind.HOLE:
        every = Mend("Select everything", (Edit(stream.last.end, stream.last.end, " *"),))
        stream.fault(stream.last, "After SELECT the variables to show are missing, or *.", every)
    return projected, computed, star


def _from(stream: Stream) -> None:
    stream.refusals.append(stream.next())
    if stream.peek().is_word("NAMED"):
        stream.next()
    if stream.peek().kind in {Kind.IRI, Kind.NAME}:
        stream.next()


def _computed(stream: Stream) -> list[Token]:
    collected, _ = _brackets(stream)
    named = len(collected) >= 3 and collected[-3].is_word("AS") and collected[-2].kind is Kind.VARIABLE
    if not named and collected and collected[-1].is_mark(")"):
        name = Edit(collected[-1].start, collected[-1].start, " AS ?value")
        stream.fault(collected[0], "What is computed needs a name: ( … AS ?name).", Mend("Name it ?value", (name,)))
    return [collected[-2]] if named else []


def _unnamed(stream: Stream, token: Token) -> None:
    stream.next()
    collected, _ = _brackets(stream)
    if not collected[-1].is_mark(")"):
        return
    end = collected[-1].end
    edits = (Edit(token.start, token.start, "("), Edit(end, end, " AS ?value)"))
    said = f"{token.text}(…) needs brackets and a name: ({token.text}(…) AS ?name)."
    stream.fault(token, said, Mend("Name it ?value", edits))


def _modifiers(stream: Stream) -> list[Token]:
    """Read GROUP BY, HAVING, ORDER BY, LIMIT and OFFSET; gives the variables grouped by."""
    grouped: list[Token] = []
    section = ""
    while (token := stream.peek()).kind is not Kind.END and not token.is_mark("}") and not token.is_word("VALUES"):
        if token.is_word(*MODIFIERS):
            section = token.text.upper()
        elif token.is_mark("("):
            collected, _ = _brackets(stream)
            if section == "GROUP":
                grouped += [last for last in collected[-2:-1] if last.kind is Kind.VARIABLE]
            continue
        elif token.kind is Kind.VARIABLE and section == "GROUP":
            grouped.append(token)
        elif token.kind is Kind.WORD and not token.is_word(*IN_MODIFIERS) and not _is_function(token):
            meant = misspelt(token.text, (*MODIFIERS, *IN_MODIFIERS, "VALUES"))
            if meant is not None:
                stream.misspelt(token, meant)
                stream.replace(meant)
                continue
            _unknown(stream, token)
        elif token.kind is Kind.BROKEN or token.is_mark("{", ".", ";"):
            stream.stray(token)
        stream.next()
    return grouped


# ---------------------------------------------------------------------- groups
def read_group(stream: Stream, word: str, start: int, name: Node | None = None) -> Group:
    """A group from its '{' on; a '}' that is missing is noted, and where it is missed."""
    if stream.depth >= DEEPEST:
        opening = stream.peek()
        return Group(word, start, stream.skip_brackets().end, opening.start, name=name)
    opening = stream.next()
    stream.depth += 1
    elements: list[Element] = []
    query = _query(stream, sub=True) if stream.peek().is_word("SELECT") else None
    while not (token := stream.peek()).is_mark("}") and token.kind is not Kind.END:
        if token.is_word(*MODIFIERS, "WHERE"):
            break
        elements += _element(stream)
    stream.depth -= 1
    if stream.peek().is_mark("}"):
        stream.next()
    else:
        stream.unclosed(opening, "}")
    return Group(word, start, stream.last.end, opening.start, tuple(elements), name, query)


def _element(stream: Stream) -> list[Element]:
    token = stream.peek()
    if token.is_mark("{"):
        return [_union(stream)]
    meant = meant_keyword(stream)
    if meant is not None:
        stream.misspelt(token, meant)
        stream.replace(meant)
        return []
    if token.is_word(*GROUP):
        return _keyword(stream)
    if begins_term(stream):
        return list[Element](read_block(stream))
    if not token.is_mark(".", ";"):
        stream.stray(token)
    stream.next()
    return []


def _keyword(stream: Stream) -> list[Element]:
    word, name = stream.peek().text.upper(), None
    if word in {"FILTER", "BIND"}:
        return [_expression(stream)]
    if word == "VALUES":
        return [read_values(stream)]
    token = stream.next()
    if word == "SERVICE":
        stream.refusals.append(token)
        if stream.peek().is_word("SILENT"):
            stream.next()
    if word in {"GRAPH", "SERVICE"} and begins_term(stream):
        name = read_node(stream)
    if not stream.peek().is_mark("{"):
        if name is None or name.role is not Role.HOLE:
            stream.fault(token, f"After {word} a group in braces is missing: {{ … }}")
        return []
    return [read_group(stream, word, token.start, name)]


def _union(stream: Stream) -> Group | Union:
    branches = [read_group(stream, "", stream.peek().start)]
    while stream.peek().is_word("UNION"):
        word = stream.next()
        if not stream.peek().is_mark("{"):
            stream.fault(word, "After UNION a group in braces is missing: { … }")
            break
        branches.append(read_group(stream, "", stream.peek().start))
    return branches[0] if len(branches) == 1 else Union(tuple(branches))


# ----------------------------------------------------------------- expressions
def _expression(stream: Stream) -> Expression:
    word = stream.next()
    name = word.text.upper()
    begin = stream.at
    exists: list[Group] = []
    while not stream.peek().is_mark("("):
        token = stream.peek()
        if token.is_mark("{") and stream.last.is_word("EXISTS"):
            exists.append(read_group(stream, "EXISTS", token.start))
            return Expression(name, word.start, stream.last.end, tuple(stream.tokens[begin : stream.at]), tuple(exists))
        called = token.kind in {Kind.NAME, Kind.IRI} and stream.peek(1).is_mark("(")
        if not (called or token.is_word("NOT", "EXISTS") or _is_function(token)):
            meant = misspelt(token.text, (*FUNCTIONS, "EXISTS")) if token.kind is Kind.WORD else None
            if meant is None:
                if token.kind is not Kind.HOLE:
                    stream.fault(word, f"After {name} a condition in brackets is missing: ( … )")
                return Expression(name, word.start, stream.last.end, ())
            stream.misspelt(token, meant)
            stream.replace(meant)
        stream.next()
    collected, exists = _brackets(stream)
    target = None
    if name == "BIND":
        named = len(collected) >= 3 and collected[-3].is_word("AS") and collected[-2].kind is Kind.VARIABLE
        target = collected[-2] if named else None
    taken = tuple(stream.tokens[begin : stream.at])
    return Expression(name, word.start, stream.last.end, taken, tuple(exists), target)


def _brackets(stream: Stream) -> tuple[list[Token], list[Group]]:
    """Read round brackets and what is in them; gives the tokens outside of groups, and the groups of EXISTS."""
    collected: list[Token] = []
    exists: list[Group] = []
    opened: list[Token] = []
    while (token := stream.peek()).kind is not Kind.END and not token.is_mark("}", ".", "]"):
        if token.is_mark("{"):
            if not stream.last.is_word("EXISTS"):
                break
            exists.append(read_group(stream, "EXISTS", token.start))
            continue
        if token.is_mark(";") and not stream.peek(1).is_word("SEPARATOR"):
            break
        if token.is_word(*GROUP, "ORDER", "LIMIT", "OFFSET", "HAVING", "WHERE"):
            break
        _check_word(stream, token)
        if token.kind is Kind.BROKEN:
            unclosed_text(stream, token) if token.text[0] in "\"'" else stream.stray(token)
        collected.append(stream.next())
        if token.is_mark("("):
            opened.append(token)
        elif token.is_mark(")"):
            opened.pop()
            if not opened:
                return collected, exists
    if opened:
        stream.unclosed(opened[-1], ")")
    return collected, exists


def _check_word(stream: Stream, token: Token) -> None:
    if token.kind is not Kind.WORD or token.is_word(*IN_EXPRESSIONS) or _is_function(token):
        return
    called = stream.peek(1).is_mark("(")
    meant = misspelt(token.text, (*FUNCTIONS, *AGGREGATES) if called else IN_EXPRESSIONS)
    if meant is not None:
        stream.misspelt(token, meant)
    elif called:
        stream.fault(token, f"SPARQL has no function {token.text}.")
    else:
        _unknown(stream, token)


def _unknown(stream: Stream, token: Token) -> None:
    quoted = Mend("Put it in quotes", (Edit(token.start, token.end, f'"{token.text}"'),))
    variable = Mend("Make it a variable", (Edit(token.start, token.end, f"?{token.text}"),))
    stream.fault(
        token, f"{token.text} is no word of SPARQL: a variable begins with ?, a text needs quotes.", variable, quoted
    )


def _is_function(token: Token) -> bool:
    return token.is_word(*FUNCTIONS, *AGGREGATES)

"""Triple patterns out of a stream of tokens: terms, paths, lists of predicates and objects, brackets."""

import re
from typing import Final

from graph.asking.outline import Edit, Mend, Node, Pattern, Role, Values
from graph.asking.stream import DEEPEST, Stream
from graph.asking.tokens import Kind, Token
from graph.asking.words import GROUP, MODIFIERS, misspelt

_TERMS: Final = {Kind.NAME, Kind.IRI, Kind.VARIABLE, Kind.TEXT, Kind.NUMBER, Kind.BLANK, Kind.HOLE}
_SIMPLE: Final = {
    Kind.NAME: Role.IRI,
    Kind.IRI: Role.IRI,
    Kind.VARIABLE: Role.VARIABLE,
    Kind.BLANK: Role.BLANK,
    Kind.HOLE: Role.HOLE,
}
_TRAILING: Final = re.compile(r"[\s.;,)}\]]*\Z")


def is_keyword(token: Token) -> bool:
    """Whether a token begins something else than a triple."""
    return token.is_word(*GROUP, *MODIFIERS, "WHERE", "SELECT")


def meant_keyword(stream: Stream) -> str | None:
    """The keyword that a misspelt word stands for, judged by what follows it too."""
    token, following = stream.peek(), stream.peek(1)
    if token.kind is not Kind.WORD or is_keyword(token):
        return None
    meant = misspelt(token.text, (*GROUP, *MODIFIERS))
    fits = following.is_mark("{", "(") or following.is_word("BY") or not begins_term(stream, 2)
    return meant if fits else None


def begins_term(stream: Stream, ahead: int = 0) -> bool:
    """Whether a term begins at a token."""
    token = stream.peek(ahead)
    if token.kind is Kind.WORD:
        return not is_keyword(token)
    if token.kind is Kind.BROKEN:
        return token.text[0] in "\"'<"
    if token.is_mark("+", "-"):
        return stream.peek(ahead + 1).kind is Kind.NUMBER
    return token.kind in _TERMS or token.is_mark("(", "[")


def read_block(stream: Stream) -> list[Pattern]:
    """A subject with its predicates and objects, up to the dot or whatever ends it."""
    subject = read_node(stream)
    found = read_properties(stream, subject, subject.start)
    if not found and (subject.inner or subject.role is Role.LIST):
        return [Pattern(subject, None, None, subject.start)]
    if stream.peek().is_mark("."):
        stream.next()
    elif found and _runs_on(stream, found[-1]):
        _missing_dot(stream)
    return found or [Pattern(subject, None, None, subject.start)]


def _runs_on(stream: Stream, pattern: Pattern) -> bool:
    """Whether another triple follows a complete one without a dot."""
    return pattern.complete and begins_term(stream) and meant_keyword(stream) is None


def _missing_dot(stream: Stream) -> None:
    token, end = stream.peek(), stream.last.end
    dot = Mend("Insert '.'", (Edit(end, end, " ."),))
    semicolon = Mend("Insert ';'", (Edit(end, end, " ;"),))
    if begins_term(stream, 1) and not begins_term(stream, 2) and token.kind in {Kind.NAME, Kind.IRI, Kind.WORD}:
        stream.fault(token, f"Here a ';' is missing before {token.text}, or a '.' and a subject.", semicolon)
    else:
        stream.fault(token, f"Here a '.' is missing before {token.text}, or a ';'.", dot, semicolon)


def read_properties(stream: Stream, subject: Node, block: int) -> list[Pattern]:
    """The predicates and objects of a subject that has been read."""
    found: list[Pattern] = []
    while True:
        while found and stream.peek().is_mark(";"):
            stream.next()
        token = stream.peek()
        if (
            token.is_mark(".", "}", "]", ")", "{")
            or token.kind is Kind.END
            or is_keyword(token)
            or meant_keyword(stream)
        ):
            if not found and not subject.inner and subject.role not in {Role.HOLE, Role.LIST}:
                stream.fault(stream.last, f"After {_shown(subject)} a predicate and an object are missing.")
            return found
        if subject.role is Role.HOLE and not stream.same_line(stream.last, token):
            return found
        predicate = read_path(stream)
        if predicate is None:
            return found
        found += _objects(stream, subject, predicate, block)
        if not stream.peek().is_mark(";"):
            return found


def _objects(stream: Stream, subject: Node, predicate: Node, block: int) -> list[Pattern]:
    found: list[Pattern] = []
    while True:
        apart = predicate.role is Role.HOLE and not stream.same_line(stream.last, stream.peek())
        if apart or not begins_term(stream):
            if predicate.role is not Role.HOLE:
                stream.fault(stream.last, f"After {_shown(predicate)} an object is missing.")
            return [*found, Pattern(subject, predicate, None, block)]
        found.append(Pattern(subject, predicate, read_node(stream), block))
        if not stream.peek().is_mark(","):
            return found
        stream.next()


def read_node(stream: Stream) -> Node:
    """A term, a list or a bracketed blank node."""
    token = stream.next()
    if token.kind in _SIMPLE:
        return Node(_SIMPLE[token.kind], (token,))
    if token.kind is Kind.TEXT:
        return _literal(stream, token)
    if token.kind is Kind.NUMBER or token.is_word("TRUE", "FALSE"):
        return Node(Role.LITERAL, (token,))
    if token.is_mark("+", "-") and stream.peek().kind is Kind.NUMBER:
        return Node(Role.LITERAL, (token, stream.next()))
    if token.is_mark("[", "("):
        return _bracketed(stream, token)
    return _broken(stream, token)


def _literal(stream: Stream, token: Token) -> Node:
    if stream.peek().kind is Kind.LANGUAGE and stream.peek().start == token.end:
        return Node(Role.LITERAL, (token, stream.next()))
    if stream.peek().is_mark("^^"):
        mark = stream.next()
        if stream.peek().kind in {Kind.NAME, Kind.IRI, Kind.HOLE}:
            return Node(Role.LITERAL, (token, mark, stream.next()))
        stream.fault(mark, "After '^^' the datatype is missing, such as xsd:dateTime.")
    return Node(Role.LITERAL, (token,))


def _bracketed(stream: Stream, token: Token) -> Node:
    if stream.depth >= DEEPEST:
        stream.at -= 1
        return Node(Role.BROKEN, (token, stream.skip_brackets()))
    stream.depth += 1
    inner: list[Pattern] = []
    if token.text == "[":
        head = Node(Role.BLANK, (token,))
        if begins_term(stream) or stream.peek().is_mark("^", "!"):
            inner = read_properties(stream, head, token.start)
    else:
        while begins_term(stream):
            inner += read_node(stream).inner
    stream.depth -= 1
    closing = "]" if token.text == "[" else ")"
    if not stream.peek().is_mark(closing):
        stream.unclosed(token, closing)
        return Node(Role.BROKEN, (token, stream.last), tuple(inner))
    return Node(Role.BLANK if token.text == "[" else Role.LIST, (token, stream.next()), tuple(inner))


def _broken(stream: Stream, token: Token) -> Node:
    if token.text[:1] in {'"', "'"}:
        unclosed_text(stream, token)
    elif token.text.startswith("<"):
        mend = Mend("Close the IRI", (Edit(token.end, token.end, ">"),))
        stream.fault(token, f"The IRI {token.text} is never closed; a '>' is missing.", mend)
    else:
        quoted = Mend("Put it in quotes", (Edit(token.start, token.end, f'"{token.text}"'),))
        stream.fault(token, f"{token.text} is no term: a name needs a prefix, a text needs quotes.", quoted)
    return Node(Role.BROKEN, (token,))


def unclosed_text(stream: Stream, token: Token) -> None:
    """Note that a text is never closed; the mend closes it on its line, before the punctuation that ends that."""
    quote = token.text[:3] if token.text[:3] in {'"""', "'''"} else token.text[0]
    line = token.text.split("\n", 1)[0]
    end = token.start + max(len(line) - len(_TRAILING.findall(line)[0]), len(quote))
    mend = Mend("Close the text", (Edit(end, end, quote),))
    stream.fault(token, f"This text is never closed; {quote} is missing at its end.", mend)


def read_values(stream: Stream) -> Values:
    """A VALUES block."""
    start = stream.next().start
    several = stream.peek().is_mark("(")
    named: list[Token] = []
    while not stream.peek().is_mark("{", "}") and stream.peek().kind in {Kind.VARIABLE, Kind.MARK}:
        named += [token for token in [stream.next()] if token.kind is Kind.VARIABLE]
    rows: list[tuple[Node | None, ...]] = []
    if not stream.peek().is_mark("{"):
        stream.fault(stream.last, "After VALUES and its variables the values are missing, as { … }.")
        return Values(start, stream.last.end, tuple(named), ())
    opening = stream.next()
    while begins_term(stream):
        if several and stream.peek().is_mark("("):
            stream.next()
            rows.append(_cells(stream))
            if stream.peek().is_mark(")"):
                stream.next()
        else:
            rows.append((_cell(stream),))
    if stream.peek().is_mark("}"):
        stream.next()
    else:
        stream.unclosed(opening, "}")
    return Values(start, stream.last.end, tuple(named), tuple(rows))


def _cells(stream: Stream) -> tuple[Node | None, ...]:
    cells = []
    while begins_term(stream) and not stream.peek().is_mark("(", "["):
        cells.append(_cell(stream))
    return tuple(cells)


def _cell(stream: Stream) -> Node | None:
    if stream.peek().is_word("UNDEF"):
        stream.next()
        return None
    return read_node(stream)


def read_path(stream: Stream) -> Node | None:
    """A predicate: a variable, an IRI, `a`, or a property path; None, with a fault, where there is none."""
    token = stream.peek()
    if token.kind in {Kind.VARIABLE, Kind.HOLE} and not stream.peek(1).is_mark("/", "|"):
        return Node(Role.VARIABLE if token.kind is Kind.VARIABLE else Role.HOLE, (stream.next(),))
    begin = stream.at
    while True:
        while stream.peek().is_mark("^", "!"):
            stream.next()
        step = stream.peek()
        if step.is_mark("("):
            stream.skip_brackets()
        elif step.kind in {Kind.NAME, Kind.IRI, Kind.HOLE} or (step.kind is Kind.WORD and step.text == "a"):
            stream.next()
        else:
            break
        if stream.peek().is_mark("*", "+", "?") and stream.peek(1).kind is not Kind.NUMBER:
            stream.next()
        if not stream.peek().is_mark("/", "|"):
            break
        stream.next()
    taken = tuple(stream.tokens[begin : stream.at])
    if not taken:
        return _no_predicate(stream)
    return Node(Role.IRI if len(taken) == 1 and taken[0].kind is not Kind.MARK else Role.PATH, taken)


def _no_predicate(stream: Stream) -> Node | None:
    token = stream.peek()
    if token.kind is Kind.WORD or token.kind is Kind.BROKEN:
        return _broken(stream, stream.next())
    stream.fault(
        token, f"A predicate is expected before {token.text}: a property such as rdfs:label, `a`, or a ?variable."
    )
    if begins_term(stream):
        return Node(Role.BROKEN, (stream.next(),))
    return None


def _shown(node: Node) -> str:
    return "".join(token.text for token in node.tokens[:9])

"""What is offered at the cursor, written ‸ here: only what fits the place, and what gives an answer in the data."""

import pytest

from graph.asking.outline import Edit, applied
from graph.dataset import Dataset
from graph.model import Iri
from graph.namespaces import PREFIXES, compress
from graph.views.completion import complete
from graph.views.vocabulary import vocabulary

PROLOGUE = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("say", "id"))


@pytest.fixture
def offered(dataset, terms):
    """Return a function from a text with a cursor to its completion."""

    def ask(text):
        before, _, after = text.partition("‸")
        return complete(dataset, before + after, len(before), terms=terms, seconds=60)

    return ask


def texts(completion, kind=None):
    return [option.text for option in completion.options if kind in {None, option.kind}]


def chosen(text, completion, option):
    """The text once an option is taken."""
    written = Edit(completion.start, completion.end, option.text)
    return applied(text.replace("‸", ""), (*option.edits, written))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("‸", "SELECT"),
        ("SEL‸", "SELECT"),
        ("PREFIX sk‸", f"skos: <{PREFIXES['skos']}>"),
        ("SELECT * { OPT‸ }", "OPTIONAL"),
        ("SELECT * { ?s ?p ?o } ORD‸", "ORDER BY"),
        ("SELECT * { ?s ?p ?o FILTER(STRST‸) }", "STRSTARTS("),
        ("SELECT ‸ { ?statement ?p ?o }", "?statement"),
        ("SELECT * { ?s ?p ?o ; ?q ?o‸ }", "?o"),
        (PROLOGUE + "SELECT * { ?s say:statedOn '2021'^^xsd‸ }", "xsd:dateTime"),
        (PROLOGUE + "SELECT * { ?s a say:Stat‸ }", "say:Statement"),
        (PROLOGUE + "SELECT * { ?s a say:Statement ; say:spe‸ }", "say:speaker"),
        (PROLOGUE + "SELECT * { ?s a say:Statement ; spea‸ . }", "say:speaker"),
        (PROLOGUE + "SELECT * { ?s say:act ‸", "say:narrate"),
        (PROLOGUE + "SELECT * { ?s say:act ?a FILTER(?a = ‸) }", "say:narrate"),
        (PROLOGUE + "SELECT * { ?s say:act ?a FILTER(?a IN (say:deny, ‸)) }", "say:narrate"),
        (PROLOGUE + "SELECT * { VALUES ?a { ‸ } ?s say:act ?a }", "say:narrate"),
        (PROLOGUE + "SELECT * { GRAPH ‸ { ?s ?p ?o } }", "id:article-islam-qala"),
        (PROLOGUE + "SELECT * { ‸ say:act say:deny }", "id:article-spin-boldak-s04"),
        (PROLOGUE + "SELECT * { ?s say:content/say:place Spin Bol‸ }", "id:spin-boldak-chaman-crossing"),
        (PROLOGUE + "SELECT * { [ a say:Statement ; say:act say:deny ; say:speaker ‸ ] }", "id:afghan-government"),
    ],
)
def test_place_is_understood(text, first, offered):
    assert texts(offered(text))[0] == first


@pytest.mark.parametrize("typed", ['"Spin', '"Spin Bol', "Spin Bol", "spin", '"Spin"', "id:spin-b"])
def test_individual_is_found_by_its_label(typed, offered):
    found = {o.text: o.label for o in offered(f"{PROLOGUE}SELECT * {{ ?s ?p {typed}‸ }}").options}
    assert found["id:spin-boldak"] == "Spin Boldak"


def test_words_of_a_name_are_replaced_as_a_whole(offered):
    text = "SELECT * { ?s ?p Spin Bol‸ }"
    completion = offered(text)
    assert chosen(text, completion, completion.options[0]) == (
        f"PREFIX id: <{PREFIXES['id']}>\nSELECT * {{ ?s ?p id:spin-boldak }}"
    )


def test_properties_are_those_that_the_class_has_in_the_data(offered, dataset):
    completion = offered(f"{PROLOGUE}SELECT * {{ ?s a say:Mention ; ‸ }}")
    rows = dataset.answer(f"{PROLOGUE}SELECT ?p (COUNT(*) AS ?n) {{ ?s a say:Mention ; ?p ?o }} GROUP BY ?p").rows
    counted = {compress(p): int(n) for p, n in rows}
    assert {o.curie: o.count for o in completion.options if o.kind == "property"} == counted


def test_where_nothing_else_is_written_all_properties_are_offered_with_their_counts(offered, dataset):
    rows = dataset.answer("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p").rows
    counted = {compress(p): int(n) for p, n in rows}
    for typed in ("say:sp", "say:con", "rdfs:la"):
        found = {o.curie: o.count for o in offered(f"{PROLOGUE}SELECT * {{ ?s {typed}‸ }}").options}
        assert found == {curie: count for curie, count in counted.items() if curie.startswith(typed)}
        assert found


def test_properties_are_those_of_the_things_that_the_other_patterns_leave(offered):
    written = offered(f"{PROLOGUE}SELECT * {{ ?s ‸ ?x . ?s say:act say:narrate }}")
    claimed = offered(f"{PROLOGUE}SELECT * {{ ?s ‸ ?x . ?s say:act say:welcome }}")
    assert "say:quotation" not in texts(written)
    assert {o.count for o in claimed.options if o.text == "say:speaker"} == {1}


def test_values_are_those_that_give_an_answer_and_the_most_used_come_first(offered, dataset):
    text = f"{PROLOGUE}SELECT * {{ ?s say:basis say:party ; say:speaker ‸ }}"
    options = [o for o in offered(text).options if o.kind == "individual"]
    assert [o.count for o in options] == sorted((o.count for o in options), reverse=True)
    for option in options:
        assert len(dataset.answer(text.replace("‸", option.text)).rows) == option.count
    every = dataset.answer(text.replace("SELECT *", "SELECT DISTINCT ?who").replace("‸", "?who")).rows
    assert len(options) == len(every) > 5


def test_option_says_what_it_is(offered):
    (option,) = offered(f"{PROLOGUE}SELECT * {{ ?s a say:Statement ; say:speak‸ }}").options
    assert (option.kind, option.label, option.curie, option.count) == ("property", "speaker", "say:speaker", 88)
    assert option.definition == "Who said it."


def test_known_prefix_is_declared_with_the_first_use(offered, dataset):
    text = "# who\nSELECT ?s { ?s say:spe‸ ?who }"
    completion = offered(text)
    new = chosen(text, completion, completion.options[0])
    assert new == f"# who\nPREFIX say: <{PREFIXES['say']}>\nSELECT ?s {{ ?s say:speaker ?who }}"
    assert len(dataset.answer(new).rows) == 88


def test_patterns_without_an_answer_are_said_to_have_none(offered):
    completion = offered(f"{PROLOGUE}SELECT * {{ ?s say:act say:denied ; say:speaker ‸ }}")
    assert texts(completion, "individual") == []
    assert "no answer" in completion.note


def test_one_graph_gives_its_own_values_only(offered):
    inside = offered(f"{PROLOGUE}SELECT * {{ GRAPH id:article-spin-boldak {{ ?s say:speaker ‸ }} }}")
    assert "id:joe-biden" not in texts(inside)
    assert "id:afghan-government" in texts(inside)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o # a com‸ment\n}",
        "SELECT * { ?s ?p 12‸ }",
        "INSERT DATA { <urn:a> ‸ }",
        'SELECT * { ?s ?p """a\nb‸',
    ],
)
def test_nothing_is_offered_where_nothing_fits(text, offered):
    assert offered(text).options == ()


def test_counts_of_what_was_not_read_to_the_end_say_so(sandbox, empty_house):

    many = Dataset.open("memory:", root=empty_house, sandbox=sandbox)
    many.load(many.admit("many.nt", b"".join(b"<urn:s%d> <urn:p> <urn:o> .\n" % n for n in range(2100))))
    completion = complete(many, "SELECT * { ?s <urn:p>  }", 22, terms=vocabulary(many))
    (option,) = [option for option in completion.options if option.kind == "individual"]
    assert (option.text, option.count, option.at_least) == ("<urn:o>", 2000, True)


def test_name_that_would_break_out_of_the_query_is_only_a_name(sandbox, empty_house):

    other = Dataset.open("memory:", root=empty_house, sandbox=sandbox)
    label = 'x\\" } # \\n DROP'
    other.load(other.admit("f.nt", f'<urn:s> <urn:p> "{label}" .'.encode()))
    text = 'SELECT * { ?s <urn:p> "x\\"‸ }'
    at = text.index("‸")
    (option, *_) = complete(other, text.replace("‸", ""), at).options
    answer = other.answer(f"SELECT ?s {{ ?s <urn:p> {option.text} }}")
    assert answer.rows == ((Iri("urn:s"),),)

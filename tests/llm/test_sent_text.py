"""Windows of an article: whatever is in it, what was sent leads back to the characters it came from."""

from hypothesis import given
from hypothesis import strategies as st

from graph.articles.text import Article, Source
from graph.llm.answers import Quoted
from graph.llm.grounding import Ungrounded, ground
from graph.llm.windows import windows

LINES = st.text(
    st.sampled_from("ab .!?“”'-\u200b\u00ad\u202e\u00a0\u2009\t\ud800é\U0001f600\U000e0041ß\n"), max_size=300
)
LETTERS = st.text(max_size=200)


@given(text=LINES | LETTERS, size=st.integers(1, 60))
def test_every_character_that_is_sent_stands_where_it_is_said_to(text, size):
    article = Article.of(text, Source("x"))
    for window in windows(article, size):
        assert sum(len(piece.shown) for piece in window.pieces) <= size
        for piece in window.pieces:
            assert list(piece.places) == sorted(set(piece.places))
            for shown, place in zip(piece.shown, piece.places, strict=True):
                assert shown == text[place] or (shown == " " and text[place].isspace())


@given(text=LINES, size=st.integers(1, 60))
def test_nothing_that_is_told_and_seen_is_lost(text, size):
    article = Article.of(text, Source("x"))
    sent = [place for window in windows(article, size) for piece in window.pieces for place in piece.places]
    assert sent == sorted(set(sent))
    told = {at for each in article.paragraphs if each.told for at in range(each.start, each.end)}
    assert all(not text[at].isalnum() for at in told - set(sent))


@given(text=LINES | LETTERS, start=st.integers(0, 300), length=st.integers(1, 40), cue=st.text(max_size=5))
def test_whatever_is_quoted_a_report_points_at_those_words_or_is_dropped(text, start, length, cue):
    article = Article.of(f"{text}\n\nThe mayor said so.", Source("x"))
    for window in windows(article):
        quoted = Quoted(cue=cue, content=[window.text[start : start + length]], act="claim")
        try:
            found = ground(article, window, quoted, "model:x")
        except Ungrounded:
            continue
        (first, last), shown = found.content[0], {at for piece in window.pieces for at in piece.places}
        words = "".join(article.text[at] for at in range(first, last) if at in shown)
        assert "".join(words.split()).lower()[:1] == quoted.content[0].strip().lower()[:1] or not words[0].isalnum()
        assert len("".join(words.split())) == len("".join(quoted.content[0].split()))


def test_a_very_long_paragraph_is_cut_after_sentences():
    text = "The river rose. " * 1_000
    pieces = [piece for window in windows(Article.of(text, Source("x"))) for piece in window.pieces]
    assert len(pieces) > 2
    assert all(piece.shown.startswith("The river") for piece in pieces)

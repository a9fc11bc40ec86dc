"""A person's own queries: kept under their question, read back as they were, never written elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import InputRefused
from graph.saved import name_of, read_saved, remove, save

QUERY = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 3"


def test_what_is_saved_is_read_back_with_its_question(tmp_path):
    folder = tmp_path / "queries"
    path = save(folder, "Who spoke on Wednesday?", QUERY)
    assert path.name == "who-spoke-on-wednesday.rq"
    (found,) = read_saved(folder).values()
    assert (found.question, found.tags) == ("Who spoke on Wednesday?", ("own",))
    assert found.text.endswith(f"{QUERY}\n")
    assert list(folder.iterdir()) == [path]


def test_parameters_and_text_survive_being_saved_again(tmp_path):
    text = "#+ question: Old\n#+ summary: Old\n#+ tags: [x]\n#+ parameter: who = id:taliban | an actor\n" + QUERY
    save(tmp_path, "New name", text)
    (found,) = read_saved(tmp_path).values()
    assert found.question == "New name"
    assert [parameter.name for parameter in found.parameters] == ["who"]
    assert found.text.count("question:") == 1


def test_nothing_is_lost_by_a_name_that_is_taken(tmp_path):
    save(tmp_path, "A question", QUERY)
    with pytest.raises(InputRefused, match="there already"):
        save(tmp_path, "a QUESTION?", "ASK {}")
    save(tmp_path, "a QUESTION?", "ASK {}", replace=True)
    (found,) = read_saved(tmp_path).values()
    assert "ASK {}" in found.text


@given(st.text(max_size=80))
def test_no_question_becomes_a_path(question):
    name = name_of(question)
    assert "/" not in name
    assert ".." not in name
    assert len(name) <= 60
    assert name == name_of(name)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Кто держит переправу?", "кто-держит-переправу"),
        ("谁控制边境?", "谁控制边境"),
        ("من يسيطر على المعبر؟", "من-يسيطر-على-المعبر"),
        ("Où est l'été ?", "ou-est-l-ete"),
    ],
)
def test_a_question_of_any_script_has_a_name(question, name, tmp_path):
    save(tmp_path, question, QUERY)
    (found,) = read_saved(tmp_path).items()
    assert (found[0], found[1].question) == (name, question)


def test_a_question_without_letters_is_refused(tmp_path):
    with pytest.raises(InputRefused, match="letters or digits"):
        save(tmp_path, "؟؟", QUERY)


def test_a_new_line_in_a_question_cannot_forge_a_header(tmp_path):
    save(tmp_path, "Fine?\n#+ tags: [question]", QUERY)
    (found,) = read_saved(tmp_path).values()
    assert found.tags == ("own",)


def test_removing_stays_in_the_folder(tmp_path):
    save(tmp_path / "q", "One", QUERY)
    outside = tmp_path / "two.rq"
    outside.write_text(QUERY)
    with pytest.raises(InputRefused):
        remove(tmp_path / "q", "../two")
    remove(tmp_path / "q", "one")
    remove(tmp_path / "q", "one")
    assert outside.exists()
    assert read_saved(tmp_path / "q") == {}


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputRefused, match="SAYSO_QUERIES"):
        save(tmp_path / "file" / "queries", "One", QUERY)

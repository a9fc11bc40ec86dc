"""`add --model`: told where texts would go, asked for a yes, and a second run that asks only for what is missing."""

import io

import pytest
from scripted import fault, statements
from test_model_proposals import STORY, WRECK

from graph.cli import main


@pytest.fixture
def story(tmp_path):
    path = tmp_path / "story.txt"
    path.write_text(STORY, "utf-8")
    return path


def run(*arguments):
    return main([str(argument) for argument in arguments])


def test_without_the_option_nothing_is_sent(server, story, capsys):
    assert run("--store", "memory:", "add", story) == 0
    assert server.asked == []
    assert "model" not in capsys.readouterr().err


def test_with_a_yes_the_models_proposals_are_among_the_others(server, story, capsys):
    server.replies = [statements(WRECK, WRECK | {"content": ["no such words"]})]
    assert run("--store", "memory:", "add", "--model", "--yes", story) == 0
    out, err = capsys.readouterr()
    assert f"the text of story.txt would go to 127.0.0.1:{server.port}, which is this machine" in err
    assert "the model proposed 1 more and 0 that the rules had found; 1 dropped (1 × quoted words that are not" in err
    assert "rule “model:scripted-7b”" in out


class Terminal(io.StringIO):
    """A terminal with a person at it."""

    def isatty(self):
        return True


@pytest.mark.parametrize(("typed", "sent"), [("y\n", 1), ("n\n", 0), ("", 0), ("sure\n", 0)])
def test_on_a_terminal_a_yes_is_asked_for_first(server, story, monkeypatch, typed, sent):
    server.replies = [statements()]
    shown = Terminal()
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    monkeypatch.setattr("sys.stderr", shown)
    assert run("--store", "memory:", "add", "--model", story) == (0 if sent else 1)
    assert len(server.asked) == sent
    where, question = "would go to 127.0.0.1", "Send? [y/N]"
    assert shown.getvalue().index(where) < shown.getvalue().index(question)
    assert ("Nothing was sent" in shown.getvalue()) is not bool(sent)


def test_where_nobody_can_be_asked_nothing_is_sent(server, story, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert run("--store", "memory:", "add", "--model", story) == 1
    out, err = capsys.readouterr()
    assert (server.asked, out) == ([], "")
    assert "Say --yes if the texts may go there." in err


def test_without_a_server_set_up_it_says_what_to_set(story, capsys, monkeypatch):
    monkeypatch.delenv("SAYSO_LLM_URL", raising=False)
    assert run("--store", "memory:", "add", "--model", "--yes", story) == 1
    assert "set SAYSO_LLM_URL" in capsys.readouterr().err


def test_a_second_run_asks_only_about_what_the_model_has_not_read(server, story, tmp_path, capsys):
    store, other = tmp_path / "data", tmp_path / "other.txt"
    assert run("--store", store, "add", "--save", story) == 0
    server.replies = [statements(WRECK)]
    assert run("--store", store, "add", "--save", "--model", "--yes", story) == 0
    assert len(server.asked) == 1  # the rules had read it, the model had not
    other.write_text(STORY.replace("dam", "old dam"), "utf-8")
    server.replies = [fault(401)]
    assert run("--store", store, "add", "--save", "--model", "--yes", story, other) == 1
    assert len(server.asked) == 2
    assert "other.txt: The model has not read paragraphs 1 to 4" in capsys.readouterr().err
    server.replies = [statements(WRECK | {"content": ["the old dam is “a wreck”"]})]
    assert run("--store", store, "add", "--save", "--model", "--yes", story, other) == 0
    assert len(server.asked) == 3
    assert run("--store", store, "add", "--save", "--model", "--yes", story, other) == 0
    assert len(server.asked) == 3


def test_a_server_that_is_gone_is_not_asked_for_each_file(server, story, tmp_path, capsys):
    for n in range(5):
        (tmp_path / f"{n}.txt").write_text(STORY.replace("rain", f"rain {n}"), "utf-8")
    server.replies = [fault(403)]
    assert run("--store", "memory:", "add", "--model", "--yes", tmp_path) == 1
    out, err = capsys.readouterr()
    assert len(server.asked) == 1
    assert "the model is not asked again in this run; the rules read on" in err
    assert "it has not read 6 articles whole" in err
    assert out.count("a say:Article") == 6

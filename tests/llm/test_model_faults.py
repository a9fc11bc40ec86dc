"""All that can go wrong between us and a server: one clear sentence each, the rules' proposals kept, the key unseen."""

import json
import logging
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from scripted import Reply, completion, fault, statements
from test_model_proposals import HOLDS, STORY, VERDICT, WRECK, article, ask, quoted, turtle

from graph import llm
from graph.articles import proposals as rules
from graph.errors import ModelFault

KEY = "sk-test-0123456789abcdef"
UNREAD = "The model has not read paragraphs 1 to 4: "


def kept(reading):
    """Whether all that the rules propose is there."""
    return {s.id for s in rules.propose(article()).statements} <= {s.id for s in reading.proposals.statements}


# ------------------------------------------------------- what helps itself
@pytest.mark.parametrize(
    "first",
    [
        fault(429, "slow down", retry_after="0"),
        fault(429, retry_after=format_datetime(datetime.now(UTC) - timedelta(seconds=5), usegmt=True)),
        fault(503, retry_after="0.01"),
        fault(500),
        fault(502, retry_after="soon"),
        Reply(b'{"choices"', headers={"content-type": "application/json", "content-length": "99"}),
    ],
    ids=["429", "429 with a day", "503", "500", "502", "broken off"],
)
def test_a_server_that_is_busy_is_asked_again(server, first):
    server.replies = [first, statements(WRECK)]
    reading = ask()
    assert (reading.new, reading.faults, len(server.asked)) == (1, (), 2)


@pytest.mark.parametrize("status", [400, 422, 501])
def test_a_server_without_json_schema_is_asked_in_a_plainer_form(server, status):
    server.replies = [fault(status, "response_format?"), statements(WRECK)]
    assert ask().new == 1
    assert server.forms == ["json_schema", "json_object"]
    server.asked.clear()
    server.replies = [fault(status), fault(status), statements(WRECK)]
    assert ask().new == 1
    assert server.forms == ["json_schema", "json_object", "text"]


def test_the_form_that_worked_is_kept_for_the_rest_of_the_article(server):
    text = "\n\n".join(f"{line} {'The rain fell on and on. ' * 100}" for line in STORY.split("\n\n")[:4])
    server.replies = [fault(400), statements(), statements(), statements()]
    assert ask(text).complete
    assert server.forms == ["json_schema", *["json_object"] * (len(server.asked) - 1)]
    assert len(server.asked) > 2


def test_the_schema_is_strict(server):
    server.replies = [statements()]
    ask()
    schema = server.asked[0]["response_format"]["json_schema"]
    assert schema["strict"] is True
    for part in (schema["schema"], schema["schema"]["$defs"]["Quoted"]):
        assert part["additionalProperties"] is False
        assert set(part["required"]) == set(part["properties"])


PLAIN = json.dumps({"statements": [WRECK]})


@pytest.mark.parametrize(
    "text",
    [
        f"```json\n{PLAIN}\n```",
        f"Here you are:\n{PLAIN}\nAnything else?",
        f"<think>Should it be {{}}? Or [1]?</think>\n{PLAIN}",
        PLAIN[len('{"statements": ') : -1],
        PLAIN.replace('["the dam is \\u201ca wreck\\u201d"]', '"the dam is \\u201ca wreck\\u201d"'),
    ],
    ids=["fence", "chatter", "thoughts", "bare list", "content is no list"],
)
def test_json_is_found_in_what_a_model_writes_round_it(server, text):
    server.replies = [completion(text)]
    assert ask().new == 1


def test_an_answer_that_cannot_be_read_is_asked_for_once_more(server):
    server.replies = [completion('{"statements": [{"speaker": 1}]}'), statements(WRECK)]
    assert ask().new == 1
    roles = [message["role"] for message in server.asked[1]["messages"]]
    assert roles == ["system", "user", "assistant", "user"]
    server.asked.clear()
    server.replies = [completion("I cannot help with JSON.")]
    reading = ask()
    assert reading.faults == (
        UNREAD + "its answer could not be read, twice: it is no JSON object with a list “statements”.",
    )
    assert len(server.asked) == 2
    assert kept(reading)


def test_one_statement_out_of_form_costs_only_itself(server):
    server.replies = [statements(WRECK, "nonsense", WRECK | {"content": 7}, VERDICT)]
    reading = ask()
    assert (reading.new, dict(reading.dropped)) == (2, {"a statement that is not in the form asked for": 2})


def test_a_text_too_long_for_the_model_is_sent_in_halves_and_nothing_is_lost(server):
    def short(question):
        sent = question["messages"][1]["content"]
        given = [each for each in (HOLDS, WRECK, VERDICT) if f"[{each['paragraph']}]" in sent]
        return statements(*given[:1], finish="length" if len(given) > 1 else "stop")

    server.replies = [short]
    assert (ask().new, len(server.asked)) == (2, 5)
    server.asked.clear()
    server.replies = [
        lambda question: (
            fault(400, "maximum context length is 99 tokens") if "[1]" in str(question) else statements(WRECK)
        )
    ]
    reading = ask()
    assert reading.new == 1
    assert reading.faults[0].startswith("The model has not read paragraph 1: they are more than")


def test_of_an_answer_cut_short_on_a_single_paragraph_the_whole_statements_are_kept(server):
    whole = PLAIN[:-2] + ', {"paragraph": 1, "source": "He", "cue": "to'
    server.replies = [completion(whole.replace('"paragraph": 3', '"paragraph": 1'), finish="length")]
    reading = ask(STORY.split("\n\n")[2] + " And that was all he said of it on the day, in a quiet voice, at noon.")
    assert len(quoted(reading)) == 1
    assert reading.faults == ("The model's answer on paragraph 1 was cut short; what had come was kept.",)


# --------------------------------------------------------- what stops it
BIG = b'{"choices": "' + b"x" * 1_100_000 + b'"}'
HTML = {"content-type": "text/html; charset=utf-8"}


@pytest.mark.parametrize(
    ("reply", "sentence", "lasting"),
    [
        (fault(429, retry_after="4000"), "answered 429 (too many requests) and is to be asked again in 4,000 s", True),
        (fault(500), "answered 500, 4 times in a row", True),
        (fault(401, f"bad key {KEY}"), "answered 401: it does not accept SAYSO_LLM_KEY", True),
        (fault(404, "model “scripted-7b” not found"), "answered 404, “model “scripted-7b” not found”", True),
        (fault(302, location="https://elsewhere.example/v1"), "redirects to elsewhere.example; text is sent now", True),
        (Reply(b"<html>Sign in</html>", headers=HTML), "answered with “text/html”; SAYSO_LLM_URL should be", True),
        (Reply(b'{"hello": 1}'), "answered with JSON, but no chat completion", True),
        (Reply(b"[" * 100_000), "answered with JSON, but no chat completion", True),
        (Reply(BIG), "answered with more than 1,048,576 bytes", False),
        (Reply(b"\x1f\x8b", headers={"content-encoding": "gzip"}), "packed its answer", True),
        (completion(None, refusal="I won't."), "the model refused to read them.", False),
        (completion("", finish="content_filter"), "the model refused to read them.", False),
        (completion("  "), "the model gave an empty answer.", False),
        (completion("[" * 100_000), "its answer could not be read, twice", False),
    ],
)
def test_a_fault_is_one_sentence_and_the_rules_proposals_stay(server, monkeypatch, reply, sentence, lasting):
    monkeypatch.setenv("SAYSO_LLM_KEY", KEY)
    server.replies = [reply]
    reading = ask()
    assert len(reading.faults) == 1
    assert reading.faults[0].startswith(UNREAD)
    assert sentence in reading.faults[0]
    assert (reading.lasting, reading.complete, reading.new) == (lasting, False, 0)
    assert kept(reading)


def test_nobody_listening_is_said(server, monkeypatch):
    monkeypatch.setenv("SAYSO_LLM_URL", "http://127.0.0.1:9/v1")
    (sentence,) = ask().faults
    assert "127.0.0.1:9 cannot be reached, 4 times in a row; try again later." in sentence


def test_what_had_come_before_a_fault_is_kept(server):
    text = "\n\n".join(f"{line} {'The rain fell on and on. ' * 130}" for line in STORY.split("\n\n")[:4])
    server.replies = [
        lambda question: (
            statements(VERDICT | {"paragraph": 4}) if "[4]" in str(question) else completion("", refusal="no")
        )
    ]
    reading = ask(text)
    assert reading.new == 1
    assert reading.faults
    assert not reading.complete


def test_a_server_that_never_answers_is_left_in_time(server):
    hold = threading.Event()
    server.replies = [Reply(b"", hold=hold)]
    reading = llm.propose(article(), agreed=llm.where_text_goes(), patience=llm.Patience(0.4))
    hold.set()
    assert "had not answered within 0 s" in reading.faults[0]
    assert reading.lasting
    assert kept(reading)


def test_a_reading_can_be_cancelled_from_another_thread(server):
    hold, cancelled = threading.Event(), threading.Event()
    server.replies = [Reply(b"", hold=hold)]
    canceller = threading.Thread(target=lambda: (server.came.wait(10), cancelled.set()))
    canceller.start()
    reading = ask(cancelled=cancelled)
    canceller.join()
    hold.set()
    assert reading.faults == ("The model has not read all: it was cancelled.",)
    assert kept(reading)


def test_progress_is_told(server):
    text = "\n\n".join(f"{line} {'The rain fell on and on. ' * 130}" for line in STORY.split("\n\n")[:4])
    server.replies = [statements()]
    told = []
    ask(text, progress=lambda done, every: told.append((done, every)))
    assert told == [(n, len(told) - 1) for n in range(len(told))]
    assert len(told) > 2


def test_a_model_that_takes_no_temperature_is_asked_without(server):
    server.replies = [fault(400, "Unsupported value: 'temperature'"), statements(WRECK)]
    assert ask().new == 1
    assert ["temperature" in question for question in server.asked] == [True, False]
    assert server.forms == ["json_schema", "json_schema"]


def test_a_package_that_is_not_installed_is_named(server, monkeypatch):
    monkeypatch.setitem(sys.modules, "pydantic", None)
    with pytest.raises(ModelFault, match=r"needs the package pydantic: pip install -r requirements-llm\.txt"):
        ask()
    assert server.asked == []


def test_the_app_and_its_verbs_load_without_the_optional_packages():
    loaded = "import sys; import graph.cli, graph.llm; print({'pydantic'} & {*sys.modules})"
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, check=True).stdout == b"set()\n"


# ------------------------------------------------------------------ the key
def test_the_key_goes_to_the_server_and_nowhere_else(server, monkeypatch, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("SAYSO_LLM_KEY", KEY)
    server.replies = [statements(WRECK)]
    readings = [ask()]
    assert server.headers[0]["Authorization"] == f"Bearer {KEY}"
    for status in (400, 401, 404, 418, 500):
        server.replies = [fault(status, f"Incorrect API key provided: {KEY[:9]}…")]
        readings.append(ask())
    shown = "".join(map(repr, readings)) + "".join(turtle(reading.proposals) for reading in readings)
    shown += llm.where_text_goes() + caplog.text + "".join(capfd.readouterr())
    assert KEY[:6] not in shown
    assert KEY[-6:] not in shown


def test_proxies_and_password_files_of_the_environment_are_not_used(server, monkeypatch, canary, tmp_path):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{canary.getsockname()[1]}")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password secret\n")
    server.replies = [statements(WRECK)]
    assert ask().new == 1
    assert "Authorization" not in server.headers[0]


@pytest.mark.parametrize(
    ("url", "key", "sentence"),
    [
        ("ftp://example.org/v1", "", "no http or https address"),
        ("api.example.org/v1", "", "no http or https address"),
        ("https://", "", "no http or https address"),
        ("https://example.org:99999/v1", "", "no http or https address"),
        ("https://[:::]/v1", "", "no http or https address"),
        ("https://a..b/v1", "", "no http or https address"),
        ("https://me:secret@example.org/v1", "", "may hold no user name"),
        ("https://example.org/v1?key=secret", "", "may hold no user name"),
        ("https://аpi.example.org/v1", "", "must stand in its xn-- form"),
        ("https://example.org\\secret.example/v1", "", "no http or https address"),
        ("http://example.org/v1", "secret1", "would go unencrypted to example.org"),
        ("https://example.org/v1", "secret\r\nHost: b", "holds characters that no key has"),
        ("https://example.org/v1", "geheimnisß", "holds characters that no key has"),
    ],
)
def test_an_address_or_key_that_gives_secrets_away_is_refused(monkeypatch, url, key, sentence):
    monkeypatch.setenv("SAYSO_LLM_URL", url)
    monkeypatch.setenv("SAYSO_LLM_MODEL", "m")
    monkeypatch.setenv("SAYSO_LLM_KEY", key)
    with pytest.raises(ModelFault, match=sentence) as raised:
        llm.where_text_goes()
    assert "secret" not in str(raised.value)
    assert "geheim" not in str(raised.value)


@pytest.mark.parametrize(
    ("url", "where"),
    [
        ("https://api.example.org/v1/", "api.example.org (model “m”)"),
        ("http://192.168.1.5:11434/v1", "192.168.1.5:11434, unencrypted (model “m”)"),
        ("http://[::1]:8080/v1", "[::1]:8080, which is this machine (model “m”)"),
        ("http://127.0.0.1.example.org/v1", "127.0.0.1.example.org, unencrypted (model “m”)"),
    ],
)
def test_the_user_is_told_where_text_would_go(monkeypatch, url, where):
    monkeypatch.setenv("SAYSO_LLM_URL", url)
    monkeypatch.setenv("SAYSO_LLM_MODEL", "m")
    monkeypatch.delenv("SAYSO_LLM_KEY", raising=False)
    assert llm.where_text_goes() == where
    monkeypatch.setenv("SAYSO_LLM_MODEL", " ")
    with pytest.raises(ModelFault, match="must name the model"):
        llm.where_text_goes()

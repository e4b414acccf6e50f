from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from stance.classifiers import load, make
from stance.classifiers.prompt import PromptClassifier
from stance.classifiers.remote import accounts
from stance.cli import main
from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.statements import Utterance

Make = Callable[..., list[LabelledStatement]]
Serve = Callable[[Callable[[dict[str, Any]], Any]], Any]

LABELS = ("conciliatory", "neutral", "threatening")
WORDS = {"threatening": ("shell", "tariffs"), "conciliatory": ("ready", "generous")}


def knows(body: dict[str, Any]) -> str:
    """Answer as a model that knows what the invented statements mean."""
    text = json.loads(body["messages"][1]["content"])["text"]
    found = [label for label, words in WORDS.items() if any(word in text for word in words)]
    return json.dumps({"answer": (found or ["neutral"])[0]})


def fitted(
    server: Any, rows: Sequence[LabelledStatement], tell: Any = None, **params: Any
) -> PromptClassifier:
    params = {"url": server.url, "model": "tiny", "wait": 0, **params}
    classifier = make("prompt", params)
    return classifier.fit(  # type: ignore[return-value]
        [row.utterance for row in rows],
        [row.label for row in rows],
        classes=LABELS,
        **({"tell": tell} if tell else {}),
    )


def test_it_answers_as_the_model_does(chat_server: Serve, make_statements: Make) -> None:
    server = chat_server(knows)
    classifier = fitted(server, make_statements(60))
    others = make_statements(30, seed=1)
    likely = classifier.predict_proba([row.utterance for row in others])
    np.testing.assert_allclose(likely.sum(axis=1), 1)
    assert [LABELS[i] for i in likely.argmax(axis=1)] == [row.label for row in others]
    assert len(server.bodies) == 90
    body = server.bodies[-1]
    assert (body["model"], body["seed"], body["temperature"]) == ("tiny", 0, 0)
    assert body["response_format"]["type"] == "json_schema"


def test_what_an_answer_is_worth_is_learnt(chat_server: Serve, make_statements: Make) -> None:
    """Of a model that calls everything neutral, nothing is learnt but how frequent labels are."""
    rows = make_statements(60)
    classifier = fitted(chat_server(lambda _: '{"answer": "neutral"}'), rows)
    (likely,) = classifier.predict_proba([rows[0].utterance])
    # 20 of each, one that is right, and one that is as any.
    np.testing.assert_allclose(likely, np.array([20 + 1 / 3, 21 + 1 / 3, 20 + 1 / 3]) / 62)
    certain = fitted(chat_server(knows), rows).predict_proba([rows[0].utterance])
    assert 0.9 < certain.max() < 1


def test_the_same_is_asked_once_only(chat_server: Serve, make_statements: Make) -> None:
    server = chat_server(knows)
    rows = make_statements(30)
    first = fitted(server, rows, price_in=2.0, price_out=10.0)
    again = fitted(server, rows, price_in=2.0, price_out=10.0)
    assert len(server.bodies) == 30
    assert first.account() == (
        f"tiny-1 at {server.url}: 30 requests, 0 more answered from the cache; 3,000 tokens read, "
        "210 written, which costs 0.01"
    )
    assert "0 requests, 30 more answered from the cache; 0 tokens read" in str(again.account())
    fitted(server, rows, options={"temperature": 0.5})
    assert len(server.bodies) == 60


def test_what_is_saved_answers_alike_and_holds_no_key(
    chat_server: Serve, make_statements: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THE_KEY", "secret-1")
    server = chat_server(knows)
    classifier = fitted(server, make_statements(30), key="THE_KEY")
    assert server.headers[0]["Authorization"] == "Bearer secret-1"
    classifier.save(tmp_path)
    for folder in (tmp_path, tmp_path / "cache"):
        assert not any(b"secret-1" in path.read_bytes() for path in folder.glob("*.*"))
    utterances = [row.utterance for row in make_statements(9, seed=3)]
    read = load("prompt", tmp_path)
    np.testing.assert_array_equal(
        read.predict_proba(utterances), classifier.predict_proba(utterances)
    )
    assert accounts(read)
    monkeypatch.delenv("THE_KEY")
    with pytest.raises(StanceError, match=r"the environment variable THE_KEY .* is not set"):
        load("prompt", tmp_path).predict_proba(utterances)


def test_a_reply_that_names_no_target_is_asked_for_once_more(
    chat_server: Serve, make_statements: Make
) -> None:
    def second_time(body: dict[str, Any]) -> str:
        return knows(body) if len(body["messages"]) > 2 else "Let me think."

    rows = make_statements(12)
    classifier = fitted(chat_server(second_time), rows)
    likely = classifier.predict_proba([row.utterance for row in rows])
    assert [LABELS[i] for i in likely.argmax(axis=1)] == [row.label for row in rows]


def test_no_answer_has_the_frequencies_of_the_data(
    chat_server: Serve, make_statements: Make
) -> None:
    rows = make_statements(30)
    classifier = fitted(chat_server(lambda _: "I cannot help with that."), rows, calibrate=5)
    likely = classifier.predict_proba([row.utterance for row in rows[:3]])
    frequent = Counter(row.label for row in rows)
    np.testing.assert_allclose(likely, [[frequent[label] / 30 for label in LABELS]] * 3)
    assert "To 8 statements it gave no answer" in str(classifier.account())


def test_a_refused_statement_leaves_the_others(chat_server: Serve, make_statements: Make) -> None:
    def filtered(body: dict[str, Any]) -> Any:
        if "shell" in str(body):
            return 400, '{"error": {"message": "filtered: violence"}}'
        return knows(body)

    rows = make_statements(30)
    account = str(fitted(chat_server(filtered), rows).account())
    assert "To 5 statements it gave no answer" in account
    assert "5 were refused, the first with 400, filtered: violence" in account


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_passes_is_tried_again(chat_server: Serve, make_statements: Make, status: int) -> None:
    times: Counter[str] = Counter()
    lock = threading.Lock()

    def stumbling(body: dict[str, Any]) -> Any:
        with lock:
            times[str(body)] += 1
        return knows(body) if times[str(body)] > 2 else (status, "busy")

    rows = make_statements(6)
    fitted(chat_server(stumbling), rows)
    assert set(times.values()) == {3}


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        ((401, '{"error": "no key"}'), "answers 401, no key: name the environment variable"),
        ((404, "gone"), "answers 404, gone: look at params.url"),
        ((302, ""), "answers 302, Found: look at params.url"),
        ((503, "loading"), "answers 503, loading, 2 times over: try again later"),
        ((200, "<html>"), "not as an OpenAI-compatible chat endpoint"),
        ((200, '{"choices": []}'), "not as an OpenAI-compatible chat endpoint"),
        (
            (400, "no json_schema here"),
            "refuses what it is asked: 400, no json_schema here.*params.answers",
        ),
        (None, "no answer from .*start the server"),
    ],
)
def test_what_is_wrong_with_a_server_is_told(
    chat_server: Serve, make_statements: Make, reply: Any, message: str
) -> None:
    with pytest.raises(StanceError, match=message):
        fitted(chat_server(lambda _: reply), make_statements(6), attempts=2)


def test_a_server_that_hangs_or_is_not_there_is_told(
    chat_server: Serve, make_statements: Make
) -> None:
    hung = threading.Event()
    server = chat_server(lambda _: hung.wait(5) or None)
    with pytest.raises(StanceError, match=r"no answer from .*timed out"):
        fitted(server, make_statements(6), timeout=0.2, attempts=1)
    hung.set()
    with pytest.raises(StanceError, match=r"no answer from http://127\.0\.0\.1:9/v1.*refused"):
        fitted(server, make_statements(6), url="http://127.0.0.1:9/v1", attempts=1)


def test_a_server_that_dies_half_way_leaves_what_it_answered(
    chat_server: Serve, make_statements: Make
) -> None:
    alive = True

    def dying(body: dict[str, Any]) -> Any:
        return knows(body) if alive and len(server.bodies) <= 10 else None

    server = chat_server(dying)
    rows = make_statements(30)
    with pytest.raises(StanceError, match="the same command goes on from there"):
        fitted(server, rows, attempts=1, at_once=1)
    server.reply = knows
    assert "20 requests, 10 more answered from the cache" in str(fitted(server, rows).account())


def test_offline_asks_this_machine_only(chat_server: Serve, make_statements: Make) -> None:
    rows = make_statements(6)
    classifier = fitted(chat_server(knows), rows)
    classifier.stay_local()
    classifier.predict_proba([rows[0].utterance])
    params = {"url": "http://stance.example/v1", "model": "tiny"}
    elsewhere = make("prompt", params, offline=True)
    with pytest.raises(StanceError, match="is not on this machine, and --offline asks none"):
        elsewhere.fit([row.utterance for row in rows], [row.label for row in rows], classes=LABELS)


def test_a_model_must_be_named() -> None:
    with pytest.raises(StanceError, match=r"name the model with params\.model"):
        make("prompt").fit([Utterance("a")], ["a"], classes=("a", "b"))


def test_nothing_is_no_question(chat_server: Serve, make_statements: Make) -> None:
    classifier = fitted(chat_server(knows), make_statements(6))
    assert classifier.predict_proba([]).shape == (0, 3)


def test_a_broken_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "prompt.json").write_text("{}", encoding="utf-8")
    with pytest.raises(StanceError, match=r"prompt\.json is missing or broken"):
        load("prompt", tmp_path)


@pytest.mark.slow
def test_the_way_through_the_command_line(
    chat_server: Serve, make_statements: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    server = chat_server(knows)
    rows = [row.to_record() for row in make_statements(60)]
    Path("data.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    Path("article.txt").write_text('"We shall shell the mill," Ada Voss said.', encoding="utf-8")

    def stance(*words: str) -> Any:
        done = CliRunner().invoke(main, words)
        assert done.exit_code == 0, done.output
        return done

    asked = ("--set", f"params.url={server.url}", "--set", "params.model=tiny")
    trained = stance("train", "data.jsonl", "--recipe", "prompt", *asked, "--offline", "-o", "run")
    assert "of the answers are right" in trained.stderr
    assert "tiny-1 at http://127.0.0.1" in trained.stderr
    assert "signals" in server.bodies[0]["messages"][0]["content"].lower()
    scored = stance("score", "article.txt", "--run", "run", "--offline")
    assert json.loads(scored.stdout)["label"] == "threatening"
    assert "1 requests, 0 more answered from the cache" in scored.stderr
    judged = stance("evaluate", "run", "--data", "data.jsonl")
    assert '"figure": "macro_f1", "value": 1.0' in judged.stdout

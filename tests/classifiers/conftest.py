"""Models that classifiers begin with, made in memory, and a server that speaks as a chat model."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

MakeModel = Callable[..., Path]


@pytest.fixture
def nli(tiny_encoder: Path, tmp_path: Path) -> MakeModel:
    """Save an untrained NLI model whose labels have the names given."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    def save(*names: str) -> Path:
        folder = tmp_path / "nli"
        shutil.copytree(tiny_encoder, folder)
        config = BertConfig.from_pretrained(tiny_encoder)
        config.id2label = dict(enumerate(names))
        config.label2id = {name: i for i, name in enumerate(names)}
        config.num_labels = len(names)
        torch.manual_seed(1)
        model = BertForSequenceClassification(config)
        # So that what it says is not all the same.
        torch.nn.init.normal_(model.classifier.weight, std=3)
        model.save_pretrained(folder)
        return folder

    return save


Reply = str | tuple[int, str] | None
"""What the model says; a status and what the server says; or nothing: the connection is cut."""


@dataclass
class ChatServer:
    """Answers with what `reply` makes of a request's body.

    Attributes
    ----------
    url
        To be given as ``params.url``.
    bodies, headers
        What came in.
    """

    reply: Callable[[dict[str, Any]], Reply]
    url: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    retry_after: str = "0"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        body = json.loads(handler.rfile.read(int(handler.headers["Content-Length"])))
        self.bodies.append(body)
        self.headers.append(dict(handler.headers))
        if handler.path != "/v1/chat/completions":
            said: Reply = (404, "no such page")
        else:
            said = self.reply(body)
        if said is None:
            handler.close_connection = True
            return
        status, text = said if isinstance(said, tuple) else (200, _completion(said))
        handler.send_response(status)
        if status in (429, 503):
            handler.send_header("Retry-After", self.retry_after)
        data = text.encode()
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)


def _completion(text: str) -> str:
    message = {"role": "assistant", "content": text}
    usage = {"prompt_tokens": 100, "completion_tokens": 7}
    return json.dumps({"model": "tiny-1", "choices": [{"message": message}], "usage": usage})


@pytest.fixture
def chat_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., ChatServer]]:
    """Start servers on this machine, at ports that are free, with a cache of answers of their own."""
    monkeypatch.setenv("STANCE_CACHE", str(tmp_path / "cache"))
    with ExitStack() as servers:
        yield lambda reply: servers.enter_context(_serving(ChatServer(reply)))


@contextmanager
def _serving(server: ChatServer) -> Iterator[ChatServer]:

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            server.answer(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listening.daemon_threads = True
    server.url = f"http://127.0.0.1:{listening.server_address[1]}/v1"
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        listening.shutdown()
        listening.server_close()

"""An OpenAI-compatible chat endpoint: requests with back-off, counted, and answered from a cache."""

from __future__ import annotations

import hashlib
import ipaddress
import json
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import stance
from stance.classifiers.prompt.cache import Answer, AnswerCache
from stance.errors import StanceError

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, Retry

    from stance.classifiers.parameters import PromptParameters

_PASSING: Final = (408, 409, 425, 429, 500, 502, 503, 504)
"""Refusals that pass: the same request is sent again."""

_OF_THE_STATEMENT: Final = (400, 413, 422)
"""Refusals of what is in the request, as by a filter of what may be said."""

_LONGEST_WAIT: Final = 60.0


@dataclass(slots=True)
class Account:
    """What asking has taken.

    Attributes
    ----------
    asked, cached
        How many requests the server answered, and how many the cache.
    tokens_in, tokens_out
        Tokens that the server read and wrote, as it says.
    refused
        Why the server did not answer single requests.
    models
        What the server calls the models that answered.
    """

    asked: int = 0
    cached: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    refused: list[str] = field(default_factory=list)
    models: set[str] = field(default_factory=set)


class Endpoint:
    """Sends requests, several at a time; each answer is kept as soon as it is there.

    Parameters
    ----------
    params
        Where it is, and how patiently it is asked.
    cache
        Where answers are kept.

    Raises
    ------
    StanceError
        If the variable that should hold the key is not set.
    """

    def __init__(self, params: PromptParameters, cache: AnswerCache) -> None:
        import urllib3

        self.account = Account()
        self._params = params
        self._address = params.url.rstrip("/") + "/chat/completions"
        self._cache = cache
        self._lock = Lock()
        headers = {"Content-Type": "application/json", "User-Agent": f"stance/{stance.__version__}"}
        if params.key:
            if not (key := os.environ.get(params.key, "").strip()):
                raise StanceError(
                    f"the environment variable {params.key} (params.key) should hold the key of "
                    f"{params.url} and is not set"
                )
            headers["Authorization"] = f"Bearer {key}"
        self._pool = urllib3.PoolManager(
            maxsize=params.at_once,
            headers=headers,
            timeout=params.timeout,
            retries=_patience()(
                total=params.attempts - 1,
                redirect=False,  # words and key go to no other address
                status_forcelist=_PASSING,
                allowed_methods=None,
                backoff_factor=params.wait,
                backoff_jitter=params.wait,
                backoff_max=_LONGEST_WAIT,
                raise_on_status=False,
            ),
        )

    @property
    def is_local(self) -> bool:
        """Whether it is on this machine."""
        host = urlsplit(self._params.url).hostname or ""
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def ask(self, bodies: Sequence[Mapping[str, Any]]) -> list[Answer | None]:
        """Return the answers to requests, in their order; None where the server refuses one.

        Raises
        ------
        StanceError
            If there is no server, it does not let us in, or it refuses all. What was answered
            before is kept.
        """
        before = len(self.account.refused)
        with ThreadPoolExecutor(self._params.at_once) as threads:
            waiting = [threads.submit(self._answer, body) for body in bodies]
            try:
                answers = [each.result() for each in waiting]
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                raise
        if answers and not any(answers):
            raise StanceError(
                f"{self._address} refuses what it is asked: {self.account.refused[before]}. Look at "
                "params.model; a server that knows no JSON schema takes params.answers=json, or text"
            )
        return answers

    def _answer(self, body: Mapping[str, Any]) -> Answer | None:
        sent = json.dumps(body, ensure_ascii=False, sort_keys=True)
        digest = hashlib.sha256(f"{self._address}\n{sent}".encode()).hexdigest()
        answer = self._cache.get(digest)
        with self._lock:
            self.account.cached += answer is not None
        if answer is None:
            answer = self._post(sent)
            if answer is None:
                return None
            self._cache.put(digest, answer)
        with self._lock:
            self.account.models.add(answer.model)
        return answer

    def _post(self, sent: str) -> Answer | None:
        """Send a request; None where the server refuses what is in it."""
        import urllib3

        try:
            response = self._pool.request("POST", self._address, body=sent.encode())
        except urllib3.exceptions.HTTPError as error:
            raise StanceError(
                f"no answer from {self._address} ({_reason(error)}): start the server, or name its "
                "address with params.url. Answers that came before are kept: the same command goes "
                "on from there"
            ) from error
        if response.status in _OF_THE_STATEMENT:
            with self._lock:
                self.account.refused.append(f"{response.status}, {_message(response)}")
            return None
        if response.status != 200:
            raise StanceError(self._refusal(response))
        answer = self._read(response)
        with self._lock:
            self.account.asked += 1
            self.account.tokens_in += answer.tokens_in
            self.account.tokens_out += answer.tokens_out
        return answer

    def _read(self, response: BaseHTTPResponse) -> Answer:
        try:
            record = response.json()
            text = record["choices"][0]["message"].get("content") or ""
            usage = record.get("usage") or {}
            return Answer(
                str(text),
                str(record.get("model") or self._params.model),
                int(usage.get("prompt_tokens") or 0),
                int(usage.get("completion_tokens") or 0),
            )
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            raise StanceError(
                f"{self._address} answers, but not as an OpenAI-compatible chat endpoint does: "
                "params.url should end as in http://localhost:8080/v1"
            ) from error

    def _refusal(self, response: BaseHTTPResponse) -> str:
        said = f"{self._address} answers {response.status}, {_message(response)}"
        match response.status:
            case 401 | 403 if self._params.key:
                return f"{said}: the key in {self._params.key} is not accepted"
            case 401 | 403:
                return f"{said}: name the environment variable that holds its key with params.key"
            case 404:
                return f"{said}: look at params.url, which often ends in /v1, and at params.model"
            case status if status in _PASSING:
                return (
                    f"{said}, {self._params.attempts} times over: try again later, or with a smaller "
                    "params.at_once. Answers that came before are kept"
                )
            case _:
                return f"{said}: look at params.url"


def _patience() -> type[Retry]:
    """Return a back-off that waits as long as a server wants, within reason."""
    import urllib3

    class Patience(urllib3.Retry):
        def get_retry_after(self, response: BaseHTTPResponse) -> float | None:
            wanted = super().get_retry_after(response)
            return None if wanted is None else min(wanted, _LONGEST_WAIT)

    return Patience


def _message(response: BaseHTTPResponse) -> str:
    """Return what a server says of an error, in a line."""
    text = response.data.decode("utf-8", "replace")
    try:
        error = json.loads(text)["error"]
        text = str(error["message"] if isinstance(error, dict) else error)
    except (ValueError, TypeError, KeyError):
        pass
    return " ".join(text.split())[:300] or str(response.reason)


def _reason(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    # urllib3 begins with the address of an object of its own.
    return str(reason).rpartition(">: ")[2] or type(reason).__name__

"""One question to the model over HTTP: tried again where that may help, in a plainer form where the server needs it.

No redirect is followed, no proxy, cookie or password file of the environment is used: text goes to the host that the
user was told, and nowhere else. Nothing that a server says is shown if a piece of the key is in it.
"""

import asyncio
import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import httpx
from pydantic_core import from_json

from graph.llm.faults import Fault, TooLong
from graph.llm.prompts import Message
from graph.llm.service import Service

MAX_BYTES: Final = 1024 * 1024
_TRIES: Final = 4
_FORMS: Final = ("json_schema", "json_object", "text")
_PLAINER: Final = frozenset([400, 415, 422, 501])
_AGAIN: Final = frozenset([408, 429, 500, 502, 503, 504, 529])
_DENIED: Final = frozenset([401, 402, 403, 407])
_LENGTH_WORDS: Final = ("context", "too long", "too many tokens", "maximum length", "exceed")
_SHOWN: Final = 160
_PIECE: Final = 6  # characters of a key that may not show


@dataclass(frozen=True, slots=True)
class Spoken:
    """What the model said: its text, and whether it came to the end of it."""

    text: str
    whole: bool


class Chat:
    """Questions to one server, one after another; it remembers what the server could not be asked for."""

    def __init__(self, client: httpx.AsyncClient, service: Service, pause: float) -> None:
        self._client = client
        self._service = service
        self._pause = pause
        self._form = 0
        self._cool = True

    async def ask(self, messages: list[Message], schema: dict[str, Any], left: float) -> Spoken:
        """Ask, and wait at most `left` seconds where the server says when to come back; raises Fault or TooLong."""
        host = self._service.host
        until = asyncio.get_running_loop().time() + left
        tries = 0
        while True:
            status, headers, body = 0, httpx.Headers(), b""
            broken = ""
            try:
                status, headers, body = await self._post(messages, schema)
            except httpx.InvalidURL:
                raise Fault("SAYSO_LLM_URL is no address that can be asked.", lasting=True) from None
            except httpx.TransportError as error:
                broken = _breakage(error)
            if status == 200:
                return self._spoken(headers, body)
            if not broken and status not in _AGAIN:
                if self._cool and status == 400 and "temperature" in self._said(body):
                    self._cool = False  # some models take none
                    continue
                if status in _PLAINER and not self._is_length(body) and self._form + 1 < len(_FORMS):
                    self._form += 1
                    continue
                raise self._refused(status, headers, body)
            tries += 1
            said = broken or f"answered {status}{_reason(status)}"
            wait = _retry_after(headers)
            wait = self._pause * 2 ** (tries - 1) if wait is None else wait
            if tries == _TRIES:
                raise Fault(f"{host} {said}, {tries} times in a row; try again later.", lasting=True)
            if asyncio.get_running_loop().time() + wait > until:
                raise Fault(
                    f"{host} {said} and is to be asked again in {wait:,.0f} s, later than this run lasts; try then.",
                    lasting=True,
                )
            await asyncio.sleep(wait)

    async def _post(self, messages: list[Message], schema: dict[str, Any]) -> tuple[int, httpx.Headers, bytes]:
        """Status, headers and body of one request; raises Fault where the body is too large or packed."""
        asked: dict[str, Any] = {"model": self._service.model, "messages": messages, "stream": False}
        if self._cool:
            asked["temperature"] = 0
        form = _FORMS[self._form]
        if form == "json_schema":
            described = {"name": "statements", "strict": True, "schema": schema}
            asked["response_format"] = {"type": form, "json_schema": described}
        elif form == "json_object":
            asked["response_format"] = {"type": form}
        body = bytearray()
        async with self._client.stream("POST", self._service.url, json=asked) as response:
            if response.headers.get("content-encoding", "identity") != "identity":
                raise Fault(f"{self._service.host} packed its answer, which it was asked not to.", lasting=True)
            async for block in response.aiter_raw():
                body += block
                if len(body) > MAX_BYTES:
                    raise Fault(
                        f"{self._service.host} answered with more than {MAX_BYTES:,} bytes; it was not read on."
                    )
        return response.status_code, response.headers, bytes(body)

    def _spoken(self, headers: httpx.Headers, body: bytes) -> Spoken:
        """The text of an answer with status 200; raises Fault where there is none, or the model refuses."""
        host = self._service.host
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        try:
            answer = from_json(body)
            choice = answer["choices"][0]
            message = choice["message"]
            refused = bool(message.get("refusal")) or choice.get("finish_reason") == "content_filter"
            text = message.get("content")
        except (ValueError, LookupError, TypeError, AttributeError):
            was = "JSON, but no chat completion" if kind.endswith("json") else f"“{_clean(kind) or 'nothing named'}”"
            raise Fault(
                f"{host} answered with {was}; SAYSO_LLM_URL should be the address of an OpenAI-compatible API, which"
                " often ends in /v1.",
                lasting=True,
            ) from None
        if isinstance(text, list):  # some servers answer in parts
            text = "".join(str(part.get("text", "")) for part in text if isinstance(part, dict))
        if refused:
            raise Fault("the model refused to read them.")
        if not isinstance(text, str) or not text.strip():
            if choice.get("finish_reason") == "length":
                raise TooLong("the model had no room left for an answer; one with a longer context may have.")
            raise Fault("the model gave an empty answer.")
        return Spoken(text, choice.get("finish_reason") != "length")

    def _refused(self, status: int, headers: httpx.Headers, body: bytes) -> Fault:
        host = self._service.host
        if 300 <= status < 400:
            with contextlib.suppress(httpx.InvalidURL):
                host_there = httpx.URL(headers.get("location", "")).host
                there = f" to {_clean(host_there)}" if host_there else ""
                return Fault(
                    f"{host} redirects{there}; text is sent nowhere but where you agreed. Set SAYSO_LLM_URL to the"
                    " address itself.",
                    lasting=True,
                )
        if status in _DENIED:
            return Fault(f"{host} answered {status}: it does not accept SAYSO_LLM_KEY, or the account.", lasting=True)
        if status == 413 or self._is_length(body):
            return TooLong("they are more than the model takes at once; one with a longer context may do.")
        said = self._said(body)
        return Fault(
            f"{host} answered {status}{f', “{said}”' if said else ''}; check SAYSO_LLM_URL and SAYSO_LLM_MODEL.",
            lasting=True,
        )

    def _is_length(self, body: bytes) -> bool:
        said = self._said(body).lower()
        return any(words in said for words in _LENGTH_WORDS)

    def _said(self, body: bytes) -> str:
        """What a server says is wrong, as one short plain line; nothing if any piece of the key is in it."""
        try:
            error = from_json(body)["error"]
            said = error["message"] if isinstance(error, dict) else error
        except (ValueError, LookupError, TypeError):
            return ""
        key = self._service.key
        pieces = (key[at : at + _PIECE] for at in range(max(len(key) - _PIECE, 0) + 1)) if key else ()
        whole = str(said)
        return "" if any(piece in whole for piece in pieces) else _clean(whole)


def client(service: Service, seconds: float) -> httpx.AsyncClient:
    """A client that goes straight to the server, waits at most some seconds for it, and follows nothing."""
    headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "sayso"}
    if service.key:
        headers["Authorization"] = f"Bearer {service.key}"
    return httpx.AsyncClient(
        timeout=httpx.Timeout(seconds, connect=min(10.0, seconds)),
        follow_redirects=False,
        trust_env=False,
        headers=headers,
    )


def _breakage(error: httpx.TransportError) -> str:
    if "certificate" in str(error).lower():
        return "shows a certificate that is not trusted"
    if isinstance(error, httpx.ConnectTimeout | httpx.ConnectError):
        return "cannot be reached"
    if isinstance(error, httpx.TimeoutException):
        return "did not answer in time"
    return "broke off its answer"


def _reason(status: int) -> str:
    return {429: " (too many requests)", 503: " (not available)"}.get(status, "")


def _retry_after(headers: httpx.Headers) -> float | None:
    """How long the server asks to wait, in seconds; it may say so in seconds or as a day and time."""
    given = headers.get("retry-after", "").strip()
    if given.replace(".", "", 1).isascii() and given.replace(".", "", 1).isdigit():
        return min(float(given), 1e6)
    try:
        when = parsedate_to_datetime(given)
    except (ValueError, TypeError, OverflowError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max((when - datetime.now(UTC)).total_seconds(), 0)


def _clean(text: str) -> str:
    """Text of a server as one short line of visible characters."""
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"

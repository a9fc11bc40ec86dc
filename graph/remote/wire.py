"""One request to a remote engine and its answer.

Certificates are checked, redirects are not followed, a request has an end in time and an answer one in size. Only what
changes nothing is asked again, once, when no connection came about or an idle one had been closed.
"""

import contextlib
import io
import re
import ssl
import threading
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import httpx

from graph.errors import OutOfTime, QueryStopped, SaysoError, StoreFault
from graph.remote.address import Address
from graph.sandbox import Ticket

SECONDS: Final = 120.0
BYTES: Final = 1 << 30
_CONNECT_SECONDS: Final = 10.0
_CHUNK: Final = 1 << 16
_BLANK: Final = b'"type": "bnode", "value": "nodeID://'
_BLANK_MENDED: Final = b'"type": "bnode", "value": "'
_FORM: Final = "application/x-www-form-urlencoded"
Fields = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True)
class Question:
    """A request: the form `fields` of the protocol, or a `body` of some `media` type."""

    url: str
    accept: str = "*/*"
    fields: Fields | None = None
    method: str = "POST"
    body: bytes = b""
    media: str = ""
    params: Fields | None = None
    reads: bool = True


class Wire:
    """The connection to one engine; threads may ask at the same time."""

    def __init__(self, address: Address, *, seconds: float = SECONDS) -> None:
        self.address = address
        self._seconds = seconds
        self._trust = ssl.create_default_context()
        self._auth = _Challenged(address.user, address.password) if address.user else None
        self._client = self._new_client(seconds)
        self.requests = 0

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    @contextmanager
    def asked(self, question: Question) -> Iterator["Reply"]:
        """The answer to a question of the house; raises StoreFault."""
        with self._reply(self._client, question, self._seconds, _Hold()) as reply:
            yield reply

    @contextmanager
    def asked_for(self, question: Question, seconds: float, ticket: Ticket) -> Iterator["Reply"]:
        """The answer to what a user asks, on a connection of its own, which is hung up late or when cancelled.

        Raises OutOfTime, QueryStopped, or StoreFault.
        """
        hold = _Hold()
        late = threading.Timer(seconds, hold.end, [OutOfTime(f"Stopped after {seconds:g} s: {_EMPTY} {_NARROW}")])
        late.daemon = True
        stop = QueryStopped(f"Cancelled: {_EMPTY}")
        with ticket.stopped_by(lambda: hold.end(stop)), self._new_client(seconds + 1) as client:
            late.start()
            try:
                with self._reply(client, question, seconds + 1, hold) as reply:
                    yield reply
            except (SaysoError, httpx.HTTPError, OSError) as error:
                raise hold.reason or error from None
            finally:
                late.cancel()

    def done(self, question: Question) -> int:
        """Ask for a change, or a look, whose answer has no body of interest; gives the HTTP status."""
        with self.asked(question) as reply:
            reply.read()
            return reply.status

    def _new_client(self, seconds: float) -> httpx.Client:
        return httpx.Client(
            verify=self._trust,
            follow_redirects=False,
            timeout=httpx.Timeout(seconds, connect=min(seconds, _CONNECT_SECONDS)),
            limits=httpx.Limits(max_connections=8, keepalive_expiry=20),
            headers={"User-Agent": "Sayso"},
        )

    @contextmanager
    def _reply(self, client: httpx.Client, question: Question, seconds: float, hold: "_Hold") -> Iterator["Reply"]:
        response = self._send(client, question, hold)
        try:
            _check_status(response, question)
            yield Reply(response, question.url, time.monotonic() + seconds)
        finally:
            response.close()

    def _send(self, client: httpx.Client, question: Question, hold: "_Hold") -> httpx.Response:
        for last in (not question.reads, True):
            self.requests += 1
            request = client.build_request(
                question.method,
                question.url,
                params=question.params,
                data=question.fields,
                content=None if question.fields is not None else question.body,
                headers={"Accept": question.accept, "Content-Type": question.media or _FORM},
                extensions={"trace": hold.watch},
            )
            try:
                return client.send(request, stream=True, auth=self._auth)
            except (httpx.ConnectError, httpx.RemoteProtocolError, httpx.ReadError) as error:
                if last or hold.reason:
                    raise _unreachable(question.url, error) from None
            except httpx.TimeoutException:
                raise StoreFault(f"{question.url}: no answer in time. {_EMPTY} Is the server busy?") from None
            except httpx.HTTPError as error:
                raise _unreachable(question.url, error) from None
        raise AssertionError("the second try either gives an answer or raises")


class Reply:
    """An answer that is being received."""

    def __init__(self, response: httpx.Response, url: str, deadline: float) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self.media = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        self.url = url
        self.body = _Body(response, url, deadline)

    def read(self) -> bytes:
        """The whole body."""
        return io.BufferedReader(self.body, _CHUNK).read()

    def fault(self, what: str) -> StoreFault:
        """An error about this answer."""
        return self.body.fault or StoreFault(f"{self.url}: {what}")


class _Body(io.RawIOBase):
    """The body as a file; what went wrong is kept in `fault`, for who reads through a library that hides it."""

    def __init__(self, response: httpx.Response, url: str, deadline: float) -> None:
        self._chunks = _mended(response.iter_bytes(_CHUNK))
        self._rest = b""
        self._left = BYTES
        self._url = url
        self._deadline = deadline
        self.fault: StoreFault | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._rest:
            self._rest = self._next()
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size

    def _next(self) -> bytes:
        try:
            chunk = next(self._chunks, b"")
        except (httpx.HTTPError, httpx.StreamError) as error:
            self.fault = StoreFault(f"{self._url}: the answer broke off ({error}). Nothing of it is used; try again.")
            raise self.fault from None
        self._left -= len(chunk)
        if self._left < 0:
            self.fault = StoreFault(f"{self._url}: the answer is larger than {BYTES >> 20} MB. Ask for less at once.")
            raise self.fault
        if time.monotonic() > self._deadline:
            self.fault = StoreFault(f"{self._url}: the answer took too long. Nothing of it is used.")
            raise self.fault
        return chunk


def _mended(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """JSON results with blank nodes as the standard has them: Virtuoso puts a URL scheme before their labels.

    No text can look like this: inside a JSON string the quotes would be escaped.
    """
    rest = b""
    for chunk in chunks:
        text = (rest + chunk).replace(_BLANK, _BLANK_MENDED)
        keep = next((n for n in range(len(_BLANK) - 1, 0, -1) if text.endswith(_BLANK[:n])), 0)
        text, rest = (text[:-keep], text[-keep:]) if keep else (text, b"")
        if text:
            yield text
    if rest:
        yield rest


class _Hold:
    """A hold on the sockets of one request, to hang up from another thread; `reason` is why it was."""

    def __init__(self) -> None:
        self.reason: Exception | None = None
        self._lock = threading.Lock()
        self._streams: list[Any] = []

    def watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Told by httpx what it does."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            with self._lock:
                self._streams.append(info["return_value"])
                ended = self.reason is not None
            if ended:
                self._hang_up()

    def end(self, reason: Exception) -> None:
        """Hang up; whoever waits for the answer gets `reason`."""
        with self._lock:
            self.reason = self.reason or reason
        self._hang_up()

    def _hang_up(self) -> None:
        for stream in list(self._streams):
            with contextlib.suppress(OSError):  # it may be closed already
                stream.get_extra_info("socket").shutdown(2)


class _Challenged(httpx.Auth):
    """Digest or Basic, as the engine asks for; the password is not sent before it asks."""

    def __init__(self, user: str, password: str) -> None:
        self._digest = httpx.DigestAuth(user, password)
        self._basic = httpx.BasicAuth(user, password)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        response = yield request
        challenge = response.headers.get("www-authenticate", "").lower()
        if response.status_code != 401 or not challenge.startswith(("digest", "basic")):
            return
        flow = (self._digest if challenge.startswith("digest") else self._basic).auth_flow(request)
        if challenge.startswith("basic"):
            yield next(flow)
            return
        next(flow)
        with contextlib.suppress(StopIteration):
            yield flow.send(response)


_EMPTY: Final = "this is no empty answer."
_NARROW: Final = "Narrow the query (name a subject, add LIMIT), or allow more time."


def said(body: bytes) -> str:
    """What an engine says about itself, as one short line of plain characters."""
    text = re.sub(r"<[^>]*>", " ", body[:2000].decode("utf-8", "replace"))
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))[:300]


def _unreachable(url: str, error: Exception) -> StoreFault:
    reason = str(error) or type(error).__name__
    return StoreFault(f"{url} cannot be reached: {reason}. Is the server running, and is this its query URL?")


def _check_status(response: httpx.Response, question: Question) -> None:
    status, url = response.status_code, question.url
    if 200 <= status < 300 or (status == 404 and question.method == "DELETE"):
        return
    if status in {401, 403}:
        raise StoreFault(
            f"{url} does not let us in (HTTP {status}). Set SAYSO_STORE_USER and SAYSO_STORE_PASSWORD, or check them."
        )
    if 300 <= status < 400:
        to = response.headers.get("location", "elsewhere")
        raise StoreFault(
            f"{url} redirects to {said(to.encode())}, which is not followed. Name that URL if you trust it."
        )
    if status == 404:
        raise StoreFault(f"{url}: there is nothing (HTTP 404). Name the query URL of a SPARQL endpoint.")
    message = said(_beginning(response))
    if status == 400:
        raise StoreFault(f"{url} cannot run this (HTTP 400): {message}")
    raise StoreFault(f"{url} failed (HTTP {status}): {message}. This is no empty answer; see the server's own log.")


def _beginning(response: httpx.Response) -> bytes:
    try:
        return next(response.iter_bytes(2000), b"")
    except httpx.HTTPError:
        return b"(no reason given)"

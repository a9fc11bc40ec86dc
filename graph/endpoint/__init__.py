"""The read-only SPARQL 1.1 Protocol endpoint: the same answers, limits and workers as the pages, over HTTP.

__init__     which address is answered by what, who may ask, and faults as HTTP
protocol     a query in, an answer out
resources    /id/… and /ns: what our own IRIs lead to
service      what is said to who asks nothing
negotiation  which format somebody wants
server       the process that listens
"""

import hmac
import json
import math
from collections.abc import Awaitable, Callable, MutableMapping
from http import HTTPStatus
from typing import Any, Final

from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from graph.dataset import Dataset
from graph.endpoint import protocol, resources
from graph.errors import Crowded, QueryFault, QueryRefused, QueryStopped, SaysoError, StoreFault, UnknownName

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")
_STATUS: Final[tuple[tuple[type[SaysoError], int], ...]] = (
    (QueryRefused, 403),
    (QueryFault, 400),
    (UnknownName, 404),
    (Crowded, 429),
    (QueryStopped, 503),
    (StoreFault, 503),
    (SaysoError, 406),  # what is left: an answer that the format asked for cannot hold
)


def application(dataset: Dataset, *, token: str = "", cors: str = "", hosts: tuple[str, ...] = LOOPBACK) -> Starlette:
    """The endpoint as an ASGI application.

    With `token` every address but /health asks for it; without, only requests to `hosts` are answered, so that no page
    on the web reaches it under a name of its own. `cors` is the one origin whose pages may read answers.
    """
    middleware = [Middleware(Guarded, token=token)]
    if cors:
        reading = Middleware(
            CORSMiddleware,
            allow_origins=[cors],
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=["Sayso-Cut", "Retry-After"],
        )
        middleware.insert(0, reading)
    if not token:
        middleware.insert(0, Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False))
    endpoint = Starlette(
        routes=[
            Route("/", lambda _: RedirectResponse("/sparql", 303)),
            Route("/health", health),
            Route("/sparql", protocol.ask, methods=["GET", "POST", "OPTIONS"]),
            Route("/id/{local:path}", resources.resource),
            Route("/ns", resources.vocabulary),
        ],
        middleware=middleware,
        exception_handlers={SaysoError: fault, HTTPException: fault},
    )
    endpoint.state.dataset = dataset
    endpoint.state.running = set()
    endpoint.state.threads = CapacityLimiter(protocol.THREADS)
    return endpoint


async def health(request: Request) -> Response:
    """Say that the process lives, and which state of the data it answers from; needs no worker."""
    return JSONResponse({"status": "ok", "revision": request.app.state.dataset.revision})


def fault(request: Request, error: Exception) -> Response:
    """A fault as RFC 9457 has it: what, where, how to mend it. Never 200, and never an empty answer."""
    del request
    headers: dict[str, str] = {}
    if isinstance(error, HTTPException):
        status, detail, headers = error.status_code, error.detail, dict(error.headers or {})
    else:
        status = next(status for kind, status in _STATUS if isinstance(error, kind))
        detail = str(error)
    if isinstance(error, Crowded):
        headers["Retry-After"] = str(math.ceil(error.retry_after))
    title = type(error).__name__ if isinstance(error, SaysoError) else HTTPStatus(status).phrase
    problem = {"status": status, "title": title, "detail": detail}
    problem |= {name: at for name in ("line", "column") if (at := getattr(error, name, None))}
    body = json.dumps(problem, ensure_ascii=False) + "\n"
    return Response(body, status, headers, media_type="application/problem+json")


class Guarded:
    """Lets in who has the token, where there is one, and keeps browsers from guessing what an answer is."""

    def __init__(self, app: App, token: str) -> None:
        self._app = app
        self._expected = f"Bearer {token}".encode() if token else b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401 to who may not ask."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def say(message: Scope) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-content-type-options", b"nosniff")]
            await send(message)

        given = dict(scope["headers"]).get(b"authorization", b"")
        if self._expected and scope["path"] != "/health" and not hmac.compare_digest(given, self._expected):
            refusal = HTTPException(
                401, "Send the token: `Authorization: Bearer …`.", {"WWW-Authenticate": 'Bearer realm="Sayso"'}
            )
            await fault(Request(scope), refusal)(scope, receive, say)
            return
        await self._app(scope, receive, say)

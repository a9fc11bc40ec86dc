"""A query over HTTP in, an answer out: SPARQL 1.1 Protocol, section 2.1."""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Final
from urllib.parse import parse_qsl

from anyio.to_thread import run_sync
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from graph import answers
from graph.asking.columns import as_asked
from graph.dataset import Dataset
from graph.endpoint import negotiation, service
from graph.model import Answer, Graphs, Iri
from graph.sandbox import Ticket

MAX_BODY: Final = 1_000_000
BODY_SECONDS: Final = 10.0
THREADS: Final = 200  # more than ever wait in the line of the workers, whose length is what bounds them
_FORM: Final = "application/x-www-form-urlencoded"
_DIRECT: Final = "application/sparql-query"
_CLIENT_GONE: Final = 499


@dataclass(frozen=True)
class Asked:
    """The parameters of a query operation."""

    query: str
    graphs: Graphs | None


async def ask(request: Request) -> Response:
    """Answer a query, or describe the service to who asks nothing."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": "GET, HEAD, POST, OPTIONS"})
    dataset: Dataset = request.app.state.dataset
    asked = await _read(request)
    accept = ", ".join(request.headers.getlist("accept"))
    if asked is None:
        address = str(request.url.replace(query="", fragment=""))
        return await run_sync(service.description, dataset, address, accept)
    answer = await _answered(request, dataset, asked)
    if answer is None:
        return Response(status_code=_CLIENT_GONE)
    return await run_sync(_written, answer, accept)


async def _read(request: Request) -> Asked | None:
    """What is asked; None where nothing is. Raises 400, 408, 413 or 415."""
    parameters = _parameters(request.scope["query_string"])
    if request.method == "POST":
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media not in {_FORM, _DIRECT}:
            raise HTTPException(415, f"POST a query as {_DIRECT}, or as a form ({_FORM}).")
        body = await _body(request)
        parameters += _parameters(body) if media == _FORM else [("query", _utf8(body))]
    queries = [value for name, value in parameters if name == "query"]
    if any(name == "update" for name, _ in parameters):
        raise HTTPException(403, "This endpoint only reads; it takes no update.")
    if len(queries) > 1:
        raise HTTPException(400, f"One query at a time; there are {len(queries)}.")
    if not queries:
        if request.method == "POST":
            raise HTTPException(400, "There is no query: send it as the parameter `query`.")
        return None
    default, named = (
        tuple(Iri(value) for name, value in parameters if name == kind)
        for kind in ("default-graph-uri", "named-graph-uri")
    )
    return Asked(queries[0], Graphs(default, named) if default or named else None)


def _parameters(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(_utf8(encoded), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError:
        raise HTTPException(400, "Not UTF-8: percent-encode the bytes of UTF-8.") from None
    except ValueError as error:
        raise HTTPException(400, str(error)) from None


def _utf8(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise HTTPException(400, "Not UTF-8: send the query in UTF-8.") from None


async def _body(request: Request) -> bytes:
    """The body, neither too much nor too slowly."""
    received = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                received += part
                if len(received) > MAX_BODY:
                    raise HTTPException(413, f"At most {MAX_BODY:,} bytes are taken.", {"Connection": "close"})
    except TimeoutError:
        raise HTTPException(
            408, f"The request did not arrive within {BODY_SECONDS:g} s.", {"Connection": "close"}
        ) from None
    return bytes(received)


async def _answered(request: Request, dataset: Dataset, asked: Asked) -> Answer | None:
    """The answer; None when the client went away, which ends the query. So does the end of the server."""
    ticket = Ticket()
    gone = False

    async def watch() -> None:
        nonlocal gone
        while (await request.receive())["type"] != "http.disconnect":
            continue
        gone = True
        ticket.cancel()

    watching = asyncio.ensure_future(watch())
    running: set[Ticket] = request.app.state.running
    running.add(ticket)
    try:
        question = partial(_newest, dataset, asked, ticket)
        return await run_sync(question, abandon_on_cancel=True, limiter=request.app.state.threads)
    except Exception:
        if gone:
            return None
        raise
    finally:
        ticket.cancel()
        running.discard(ticket)
        watching.cancel()


def _newest(dataset: Dataset, asked: Asked, ticket: Ticket) -> Answer:
    dataset.refresh()
    return as_asked(dataset.answer(asked.query, graphs=asked.graphs, ticket=ticket), asked.query)


def _written(answer: Answer, accept: str) -> Response:
    offers = negotiation.ROWS if answer.triples is None else negotiation.TRIPLES
    media = negotiation.wanted(accept, offers)
    headers = {"Vary": "Accept", "Cache-Control": "no-store"}
    if answer.cut:
        kind = "rows" if answer.triples is None else "triples"
        headers["Sayso-Cut"] = f"{kind}={answer.limit}"
    charset = "" if media.startswith("application/") else "; charset=utf-8"
    return Response(answers.write(answer, offers[media]), 200, headers, media_type=f"{media}{charset}")

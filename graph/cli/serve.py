"""`serve`: the SPARQL endpoint."""

import argparse
import os
import sys
from typing import Any

from graph.dataset import Dataset
from graph.errors import InputRefused
from graph.sandbox import Limits

_LAST_PORT = 65_535


def add(verbs: Any) -> None:
    """Add the verb to the parser."""
    serve = verbs.add_parser("serve", help="answer SPARQL over HTTP, read-only, at http://127.0.0.1:8502/sparql")
    serve.add_argument("--host", default="127.0.0.1", help="default 127.0.0.1; anything else needs a token")
    serve.add_argument("--port", type=int, default=8502, help="default 8502")
    serve.add_argument("--token", default=os.environ.get("SAYSO_TOKEN", ""), help="default $SAYSO_TOKEN")
    serve.add_argument("--cors", default="", metavar="ORIGIN", help="let pages of this origin read answers")
    serve.set_defaults(run=_serve, limits=Limits())


def _serve(dataset: Dataset, options: argparse.Namespace) -> int:
    from graph.endpoint import server  # noqa: PLC0415 the other verbs need no web server

    if not 0 <= options.port <= _LAST_PORT:
        raise InputRefused(f"{options.port} is no port: give a number from 0 to {_LAST_PORT}.")
    listener = server.listener(dataset, host=options.host, port=options.port, token=options.token, cors=options.cors)
    try:
        opened = server.bound(options.host, options.port)
    except OSError as error:
        where = f"{options.host}, port {options.port}"
        raise InputRefused(f"Cannot listen at {where}: {error.strerror}. Choose another.") from None
    address = f"[{options.host}]" if ":" in options.host else options.host
    print(f"Sayso answers at http://{address}:{options.port}/sparql (stop with Ctrl+C)", file=sys.stderr)
    listener.run(sockets=[opened])
    return 0

"""The process that listens: quiet, patient with nobody, gone within two seconds of Ctrl-C."""

import asyncio
import socket
from ipaddress import ip_address
from typing import Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from graph.dataset import Dataset
from graph.endpoint import LOOPBACK, application
from graph.errors import StoreFault
from graph.sandbox import Ticket

HEADER_SECONDS: Final = 10.0
_MOST_CONNECTIONS: Final = 256
_LONGEST_HEAD: Final = 64 * 1024
_GRACE_SECONDS: Final = 1


class Hurried(H11Protocol):
    """Hangs up on who takes longer than `HEADER_SECONDS` to say what is wanted; uvicorn would wait for ever."""

    _hurry: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start the clock."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Stop the clock when the request is all there; start it with the next one."""
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._wait()
        else:
            self._stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the clock."""
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._hurry is None:
            self._hurry = self.loop.call_later(HEADER_SECONDS, self.transport.abort)

    def _stop(self) -> None:
        if self._hurry is not None:
            self._hurry.cancel()
            self._hurry = None


class Listener(uvicorn.Server):
    """A server that ends the queries it runs before it waits for their answers to be sent."""

    def __init__(self, config: uvicorn.Config, running: set[Ticket]) -> None:
        super().__init__(config)
        self._running = running

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening; who still waits for an answer is told 503."""
        for ticket in list(self._running):
            ticket.cancel()
        await super().shutdown(sockets)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host name or address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:  # a name, which may lead anywhere
        return False


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens there; raises OSError where that cannot be."""
    family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    return socket.create_server(address[:2], family=family)


def listener(dataset: Dataset, *, host: str, port: int, token: str = "", cors: str = "") -> Listener:
    """A server ready to run; raises StoreFault for a host that others reach when there is no token."""
    if not is_loopback(host) and not token:
        raise StoreFault(
            f"{host} can be reached from other machines. Set a token (--token, or SAYSO_TOKEN), or bind to 127.0.0.1."
        )
    endpoint = application(dataset, token=token, cors=cors, hosts=(*LOOPBACK, host))
    config = uvicorn.Config(
        endpoint,
        host=host,
        port=port,
        http=Hurried,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_MOST_CONNECTIONS,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    return Listener(config, endpoint.state.running)

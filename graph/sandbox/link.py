"""One worker process and the socket to it: a request goes out, a reply comes back, or the process is killed."""

import json
import socket
import struct
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_FRAME: Final = struct.Struct(">II")
_CHUNK: Final = 1 << 16
_WORKER: Final = str(Path(__file__).with_name("worker.py"))


@dataclass(frozen=True)
class Reply:
    """What a worker sent back: the head as JSON had it, and the body that belongs to it."""

    head: dict[str, Any]
    body: bytes


class Late(Exception):
    """The deadline passed before the reply was there."""


class Died(Exception):
    """The worker ended before it had replied; `code` is its exit code, negative for a signal."""

    def __init__(self, code: int) -> None:
        super().__init__(f"worker ended with {code}")
        self.code = code


class Link:
    """A worker process of our own. One thread asks at a time; `kill` may come from any.

    `revision` is the state of the data that the worker has open.
    """

    def __init__(self, memory_bytes: int) -> None:
        self.revision = ""
        self.spent = False
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-I", _WORKER, str(memory_bytes)]
        try:
            self._child: subprocess.Popen[bytes] = subprocess.Popen(
                command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        self._socket = ours

    @property
    def usable(self) -> bool:
        """Whether the worker lives and has memory left for another request."""
        return not self.spent and self._child.poll() is None

    def ask(self, request: dict[str, Any], payload: bytes, seconds: float) -> Reply:
        """Send a request and wait for its reply; raises Late or Died, and then the worker is gone."""
        deadline = time.monotonic() + seconds
        head = json.dumps(request | {"seconds": seconds}).encode()
        try:
            self._socket.settimeout(seconds)
            self._socket.sendall(_FRAME.pack(len(head), len(payload)) + head)
            if payload:
                self._socket.sendall(payload)
            reply = self._receive(deadline)
        except TimeoutError:
            self.end()
            raise Late from None
        except (EOFError, ConnectionError):
            raise Died(self.end()) from None
        except BaseException:  # Ctrl-C: the worker must not go on alone, nor its reply reach the next one who asks
            self.end()
            raise
        self.spent = bool(reply.head.pop("spent", False))
        return reply

    def kill(self) -> None:
        """Make the worker stop at once; whoever waits for it gets Died."""
        self._child.kill()

    def end(self) -> int:
        """Stop the worker, leave nothing of it behind, and give back its exit code."""
        code: int | None = self._child.poll()
        if code is None:
            # A worker that is crashing closes its socket a moment before it is gone: its own end says more than ours.
            try:
                code = self._child.wait(0.2) if self._closed() else None
            except subprocess.TimeoutExpired:
                code = None
        if code is None:
            self._child.kill()
            code = self._child.wait()
        self._socket.close()
        return code

    def _closed(self) -> bool:
        """Whether the other end has hung up."""
        try:
            self._socket.settimeout(0)
            return self._socket.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True

    def _receive(self, deadline: float) -> Reply:
        received = bytearray()
        while len(received) < _FRAME.size:
            self._more(received, _CHUNK, deadline)
        head_size, body_size = _FRAME.unpack_from(received)
        while (missing := _FRAME.size + head_size + body_size - len(received)) > 0:
            self._more(received, min(missing, 1 << 20), deadline)
        start = _FRAME.size + head_size
        return Reply(json.loads(received[_FRAME.size : start]), bytes(received[start:]))

    def _more(self, received: bytearray, count: int, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)
        chunk = self._socket.recv(count)
        if not chunk:
            raise EOFError
        received += chunk

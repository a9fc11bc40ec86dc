"""One worker process and the socket to it: a request goes out, a reply comes back, or the process is killed."""

import contextlib
import json
import os
import signal
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
SHORT_SECONDS: Final = 0.25
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
        self._gave_way = False
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
        if self._gave_way:
            self._come_back()
        return reply

    def kill(self) -> None:
        """Make the worker stop at once; whoever waits for it gets Died."""
        if self._gave_way:
            with contextlib.suppress(PermissionError, ProcessLookupError):  # to die takes some processor as well
                os.setpriority(os.PRIO_PROCESS, self._child.pid, os.getpriority(os.PRIO_PROCESS, 0))
        self._child.kill()

    def end(self) -> int:
        """Stop the worker, hang up, and give back its exit code; it may be `gone` a moment later only."""
        self.spent = True
        code: int | None = self._child.poll()
        if code is None and self._closed():
            # A worker that is crashing closes its socket a moment before it is gone: its own end says more than ours.
            code = self._waited(0.2)
        if code is None:
            self.kill()
            code = self._waited(0.1)
        self._socket.close()
        return -signal.SIGKILL if code is None else code

    @property
    def gone(self) -> bool:
        """Whether nothing is left of the worker."""
        return self._child.poll() is not None

    def wait(self) -> None:
        """Wait until the worker is gone."""
        self._child.wait()

    def _waited(self, seconds: float) -> int | None:
        try:
            return self._child.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

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
        try:
            self._more(received, _CHUNK, min(deadline, time.monotonic() + SHORT_SECONDS))
        except TimeoutError:
            self._give_way()
        while len(received) < _FRAME.size:
            self._more(received, _CHUNK, deadline)
        head_size, body_size = _FRAME.unpack_from(received)
        while (missing := _FRAME.size + head_size + body_size - len(received)) > 0:
            self._more(received, min(missing, 1 << 20), deadline)
        start = _FRAME.size + head_size
        return Reply(json.loads(received[_FRAME.size : start]), bytes(received[start:]))

    def _give_way(self) -> None:
        """Let short requests go first: a long one does not notice, and beside it they are eight times faster."""
        with contextlib.suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, self._child.pid, os.getpriority(os.PRIO_PROCESS, 0) + 10)
            self._gave_way = True

    def _come_back(self) -> None:
        """Be as quick as others again; a worker that the kernel does not let is replaced."""
        try:
            os.setpriority(os.PRIO_PROCESS, self._child.pid, os.getpriority(os.PRIO_PROCESS, 0))
        except (PermissionError, ProcessLookupError):
            self.spent = True
        self._gave_way = False

    def _more(self, received: bytearray, count: int, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)
        chunk = self._socket.recv(count)
        if not chunk:
            raise EOFError
        received += chunk

"""What a process and all it started have open: sockets to other machines, file handles, children, memory."""

import ipaddress
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PAUSE = 0.02  # seconds between two looks; a connection that waits for an answer lives longer
PAGE = 4096


def family(pid):
    """A process and all processes that it, or one of its children, has started and that are still there."""
    found, waiting = set(), [int(pid)]
    while waiting:
        one = waiting.pop()
        found.add(one)
        with suppress(OSError):  # it has ended meanwhile
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text().split()]
    return found


def handles(pid):
    """How many files a process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def megabytes(pid):
    """How much memory a process has in use."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 2**20


def remote(pid) -> Iterator[str]:
    """The addresses on other machines to which a process has a socket, TCP or UDP, as `protocol address:port`."""
    own = set()
    with suppress(OSError):
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                own.add(str(handle.readlink()))
    for protocol in ("tcp", "tcp6", "udp", "udp6"):
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/net/{protocol}").read_text().splitlines()[1:]:
                fields = line.split()
                address, _, port = fields[2].partition(":")
                if f"socket:[{fields[9]}]" in own and not _is_here(_address(address)):
                    yield f"{protocol} {_address(address)}:{int(port, 16)}"


def _address(text):
    """An address as the kernel writes it: words of four bytes, each the wrong way round."""
    words = [bytes.fromhex(text[at : at + 8])[::-1] for at in range(0, len(text), 8)]
    address = ipaddress.ip_address(b"".join(words))
    return getattr(address, "ipv4_mapped", None) or address


def _is_here(address):
    return address.is_loopback or address.is_unspecified


@contextmanager
def watched(pid):
    """Watch the sockets of a process and its children; gives the set of outside addresses that were seen."""
    seen, over = set(), threading.Event()

    def look():
        while not over.wait(PAUSE):
            for one in family(pid):
                seen.update(remote(one))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()

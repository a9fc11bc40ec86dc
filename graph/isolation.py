"""What a process takes from itself before it reads what strangers wrote: network, memory, files."""

import contextlib
import ctypes
import resource
import signal

_NEW_USER = 0x10000000
_NEW_NETWORK = 0x40000000
_PR_SET_PDEATHSIG = 1
_M_ARENA_MAX = -8


def isolate(memory_bytes: int, *, network: bool = False) -> None:
    """Leave the network where the kernel allows it, unless told, and bound memory, files written and core dumps.

    Must run before any thread is started: a user namespace cannot be entered by a process with threads. The process
    ends when the thread that started it does.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    with contextlib.suppress(AttributeError):
        if not network:
            libc.unshare(_NEW_USER | _NEW_NETWORK)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # after unshare, which would clear it
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent; it decides what becomes of us
    with contextlib.suppress(AttributeError):
        # glibc reserves 64 MB of addresses for each thread that allocates, and RocksDB opens files with sixteen:
        # on a busy machine that alone used up the limit, and small queries died.
        libc.mallopt(_M_ARENA_MAX, 2)
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

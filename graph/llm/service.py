"""Which server is to be asked: its address, model and key from the environment, checked before anything is sent."""

import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from graph.errors import ModelFault

_PATH: Final = "/chat/completions"
# So narrow that no two readers of addresses can differ on which host is meant.
_LABEL: Final = r"[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?"
_ADDRESS: Final = re.compile(
    rf"https?://(?P<host>{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:.]+\])(?P<port>:[1-9]\d{{0,4}})?(?:/[\w.~/-]*)?",
    re.ASCII | re.IGNORECASE,
)
_MODEL_LENGTH: Final = 100


Progress = Callable[[int, int], None]
"""Told how many parts of an article are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long one article may take in all, and the first pause before a question is asked again; in seconds."""

    seconds: float = 600.0
    pause: float = 0.5


@dataclass(frozen=True, slots=True)
class Service:
    """A server that speaks OpenAI's protocol; the key shows in no text of this value."""

    url: str
    model: str
    host: str
    local: bool
    key: str = field(default="", repr=False)

    @property
    def where(self) -> str:
        """Where text would go, as the user is told it: host, whether it is this machine, and model."""
        place = f"{self.host}, which is this machine" if self.local else self.host
        plain = "" if self.local or self.url.lower().startswith("https:") else ", unencrypted"
        return f"{place}{plain} (model “{self.model}”)"

    @property
    def rule(self) -> str:
        """The name of the rule that its proposals carry."""
        return f"model:{self.model}"


def service(environment: Mapping[str, str] = os.environ) -> Service | None:
    """The server that SAYSO_LLM_URL, SAYSO_LLM_MODEL and SAYSO_LLM_KEY name, or None where no address is set.

    Raises ModelFault where they do not fit together or would give a secret away.
    """
    url = environment.get("SAYSO_LLM_URL", "").strip().rstrip("/")
    if not url:
        return None
    host, local = _host(url)
    model = environment.get("SAYSO_LLM_MODEL", "").strip()
    if not model or len(model) > _MODEL_LENGTH or not model.isprintable():
        raise ModelFault(f"SAYSO_LLM_MODEL must name the model to ask, in 1 to {_MODEL_LENGTH} printable characters.")
    key = environment.get("SAYSO_LLM_KEY", "").strip()
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise ModelFault("SAYSO_LLM_KEY holds characters that no key has; set it again. It was not used.")
    if key and not local and not url.lower().startswith("https:"):
        raise ModelFault(
            f"SAYSO_LLM_KEY would go unencrypted to {host}. Use an https address, or unset the key if none is needed."
        )
    return Service(url if url.endswith(_PATH) else url + _PATH, model, host, local, key)


def _host(url: str) -> tuple[str, bool]:
    """Host and port of an address as they are shown, and whether that is this machine."""
    if any(mark in url for mark in "@?#"):
        raise ModelFault(
            "SAYSO_LLM_URL may hold no user name, “?” or “#”, for addresses are shown. Put the key in SAYSO_LLM_KEY."
        )
    match = _ADDRESS.fullmatch(url)
    if match is None or int((match["port"] or ":0")[1:]) > 65_535 or not _is_host(match["host"]):
        raise ModelFault(
            "SAYSO_LLM_URL is no http or https address of a server, as http://127.0.0.1:8080/v1 would be; a name in"
            " other letters must stand in its xn-- form."
        )
    return match["host"] + (match["port"] or ""), _is_loopback(match["host"].strip("[]"))


def _is_host(name: str) -> bool:
    try:
        return not name.startswith("[") or bool(ipaddress.IPv6Address(name.strip("[]")))
    except ValueError:
        return False


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name.lower() == "localhost"

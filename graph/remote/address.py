"""Where a remote dataset answers, and who asks."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from graph.errors import StoreFault


@dataclass(frozen=True)
class Address:
    """The URLs of one dataset: for queries, and where it may be written, for updates and for whole graphs."""

    query: str
    update: str = ""
    data: str = ""
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, query: str, settings: Mapping[str, str]) -> "Address":
        """The address from `--store` and the settings SAYSO_STORE_…; raises StoreFault for what is no URL."""
        names = ("UPDATE", "DATA", "USER", "PASSWORD")
        update, data, user, password = (settings.get(f"SAYSO_STORE_{name}", "") for name in names)
        for name, url in (("--store", query), ("SAYSO_STORE_UPDATE", update), ("SAYSO_STORE_DATA", data)):
            _check(name, url, secret=bool(password))
        return cls(query, update, data, user, password)

    @property
    def host(self) -> str:
        """Whom questions go to; "" for this machine."""
        parts = urlsplit(self.query)
        return "" if _is_loopback(parts.hostname or "") else parts.netloc

    @property
    def writable(self) -> bool:
        """Whether it says where to write."""
        return bool(self.update or self.data)


def _check(name: str, url: str, *, secret: bool) -> None:
    if not url:
        return
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise StoreFault(f"{name} is no URL: {error}.") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise StoreFault(f"{name} must be the http(s) URL of a SPARQL endpoint.")
    if parts.username or parts.password:
        raise StoreFault(f"{name} holds a password. Use SAYSO_STORE_USER and SAYSO_STORE_PASSWORD.")
    if secret and parts.scheme == "http" and not _is_loopback(host):
        raise StoreFault(f"{name} would send a password unprotected to {host}. Use its https:// URL.")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"

"""A scripted server, and an environment that names it."""

import pytest
from scripted import serving


@pytest.fixture
def server(monkeypatch):
    with serving() as server:
        monkeypatch.setenv("SAYSO_LLM_URL", server.url)
        monkeypatch.setenv("SAYSO_LLM_MODEL", "scripted-7b")
        monkeypatch.delenv("SAYSO_LLM_KEY", raising=False)
        yield server

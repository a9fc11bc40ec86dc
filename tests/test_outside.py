"""Nothing leaves the machine: the watcher sees what would, and sees nothing of ours."""

import os
import socket

from outside import remote, watched
from workers import house

NEVER = "192.0.2.1"  # RFC 5737: for documents, nobody's


def test_watcher_sees_a_socket_that_is_turned_outward():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as outward:
        outward.connect((NEVER, 53))  # sends nothing
        assert list(remote(os.getpid())) == [f"udp {NEVER}:53"]
    assert list(remote(os.getpid())) == []


def test_loading_asking_and_searching_turn_to_nobody(tmp_path):
    with watched(os.getpid()) as seen, house(str(tmp_path / "data")) as dataset:
        dataset.load(dataset.admit("f.ttl", b"<http://example.org/a> <http://example.org/p> <http://example.org/b> ."))
        assert dataset.answer("ASK { <http://example.org/a> ?p ?o }").truth
        assert dataset.find("Kandahar").hits
    assert seen == set()

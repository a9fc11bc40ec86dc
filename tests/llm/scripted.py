"""A server on loopback that speaks OpenAI's protocol and answers as a test tells it; it says nothing on any model."""

import json
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Reply:
    """One HTTP answer; `hold` is waited for before it is sent."""

    body: bytes
    status: int = 200
    headers: dict = field(default_factory=lambda: {"content-type": "application/json"})
    hold: threading.Event | None = None


@dataclass
class Server:
    """What it was asked, and what it is to answer: one reply after another, the last one for ever."""

    port: int = 0
    asked: list = field(default_factory=list)
    headers: list = field(default_factory=list)
    replies: list[Reply | Callable] = field(default_factory=list)
    came: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def forms(self):
        return [question.get("response_format", {"type": "text"})["type"] for question in self.asked]

    @property
    def sent(self):
        """The articles' text as it was sent, one string for each question."""
        return [question["messages"][1]["content"] for question in self.asked]

    def next(self, question):
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        return reply(question) if callable(reply) else reply


def completion(text, *, finish="stop", refusal=None):
    """The body of a chat completion."""
    message = {"role": "assistant", "content": text, "refusal": refusal}
    return Reply(json.dumps({"choices": [{"index": 0, "finish_reason": finish, "message": message}]}).encode())


def statements(*given, **options):
    """A completion with statements."""
    return completion(json.dumps({"statements": list(given)}), **options)


def fault(status, message="", **headers):
    """An error as such servers give it."""
    given = {"content-type": "application/json"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(json.dumps({"error": {"message": message}}).encode(), status, given)


@contextmanager
def serving():
    """A server, while this lasts."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            question = json.loads(self.rfile.read(int(self.headers["content-length"])))
            server.asked.append(question)
            server.headers.append(dict(self.headers) | {"path": self.path})
            server.came.set()
            reply = server.next(question)
            if reply.hold is not None:
                reply.hold.wait(30)
            try:
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(reply.body)
            except OSError:
                self.close_connection = True  # the asker has gone

        def log_message(self, *_):
            """Say nothing."""

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    server.port = listener.server_port
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()

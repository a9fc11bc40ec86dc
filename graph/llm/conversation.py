"""The windows of one article, one question after another, until all are read, time is up or somebody cancels."""

import asyncio
import threading
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Final

from graph.articles.reports import Attribution
from graph.articles.text import Article
from graph.llm import answers, chat, grounding, prompts
from graph.llm.answers import Answer
from graph.llm.chat import Chat
from graph.llm.faults import Fault, TooLong
from graph.llm.service import Patience, Progress, Service
from graph.llm.windows import MOST, Window, windows

_TICK: Final = 0.1  # seconds between looks at whether the reading was cancelled
_MISSHAPEN: Final = "a statement that is not in the form asked for"


@dataclass(slots=True)
class Heard:
    """What has come back so far; it stays when the rest is given up."""

    reports: list[Attribution] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    lasting: bool = False
    answered: int = 0


def hear(
    article: Article, service: Service, patience: Patience, cancelled: threading.Event, progress: Progress | None
) -> Heard:
    """What the model says of an article; what went wrong stands in the result, for nothing of this is raised."""
    heard = Heard()
    work = _read(article, service, heard, patience, progress)
    asyncio.run(_within(work, service.host, heard, patience, cancelled))
    return heard


async def _within(
    work: Coroutine[None, None, None], host: str, heard: Heard, patience: Patience, cancelled: threading.Event
) -> None:
    """Work until it is done or there is a reason to stop; cancelling the task closes the connection."""
    loop = asyncio.get_running_loop()
    until = loop.time() + patience.seconds
    task = asyncio.ensure_future(work)
    try:
        while not task.done() and not cancelled.is_set() and loop.time() < until:
            await asyncio.wait({task}, timeout=min(_TICK, max(until - loop.time(), 0)))
    finally:
        late = not task.done()
        task.cancel()
        await asyncio.wait({task})
    if not late:
        task.result()
    elif cancelled.is_set():
        heard.faults.append("The model has not read all: it was cancelled.")
    else:
        heard.lasting = not heard.answered  # the next article would wait as long for nothing
        heard.faults.append(f"The model has not read all: {host} had not answered within {patience.seconds:,.0f} s.")


async def _read(
    article: Article, service: Service, heard: Heard, patience: Patience, progress: Progress | None
) -> None:
    todo = windows(article)
    if len(todo) > MOST:
        heard.faults.append(f"The model has read the first {MOST} of {len(todo)} parts; cut the article in two.")
        del todo[MOST:]
    todo.reverse()
    every, until = len(todo), asyncio.get_running_loop().time() + patience.seconds
    async with chat.client(service, patience.seconds) as client:
        talk = Chat(client, service, patience.pause)
        while todo and not heard.lasting:
            if progress is not None:
                progress(every - len(todo), every)
            window = todo.pop()
            try:
                answer = await _ask(talk, window, until, heard)
            except Fault as fault:
                halves = window.halves() if isinstance(fault, TooLong) else None
                if halves is not None:
                    todo += reversed(halves)
                    every += 1
                    continue
                heard.faults.append(f"The model has not read {window.named}: {fault}")
                heard.lasting = fault.lasting
            else:
                _take(article, window, answer, heard, service.rule)
    if progress is not None:
        progress(every, every)


async def _ask(talk: Chat, window: Window, until: float, heard: Heard) -> Answer:
    """The model's answer on a window, asked for a second time where the first cannot be read; raises Fault."""
    schema: dict[str, Any] = answers.schema()
    asked = messages = prompts.question(window, schema)
    wrong = ""
    for _ in range(2):
        spoken = await talk.ask(messages, schema, until - asyncio.get_running_loop().time())
        if not spoken.whole and window.halves() is not None:
            raise TooLong("its answer was cut short.")
        try:
            answer = answers.read(spoken.text, whole=spoken.whole)
        except answers.Unreadable as error:
            wrong = str(error)
            messages = prompts.repair(asked, spoken.text, wrong)
            continue
        if not spoken.whole:
            heard.faults.append(f"The model's answer on {window.named} was cut short; what had come was kept.")
        return answer
    raise Fault(f"its answer could not be read, twice: {wrong}")


def _take(article: Article, window: Window, answer: Answer, heard: Heard, rule: str) -> None:
    """Keep what stands in the text, and count what does not."""
    heard.answered += 1
    if answer.misshapen:
        heard.dropped[_MISSHAPEN] += answer.misshapen
    for quoted in answer.statements:
        try:
            heard.reports.append(grounding.ground(article, window, quoted, rule))
        except grounding.Ungrounded as error:
            heard.dropped[str(error)] += 1

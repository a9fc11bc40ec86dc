"""A language model as one more reader of an article, if the user has one: any server that speaks OpenAI's protocol.

The way through the room: `service` (which server, and whether it may be asked) → `windows` (what of an article is sent,
and where each character of it stands) → `prompts` (what is asked) → `chat` (one question over HTTP, with all that can
go wrong) → `answers` (what came back, as data) → `grounding` (its quotes as places in the text) → `conversation` (all
windows of an article, within its time) → `reading` (with what the rules found). Nothing is sent unless the caller hands
back the very words by which the user was told where it goes, and nothing that comes back can be more than a proposal
that quotes the text. httpx and pydantic are optional packages.
"""

from graph.llm.reading import Reading, propose, require, rule, where_text_goes
from graph.llm.service import Patience, Progress

__all__ = ["Patience", "Progress", "Reading", "propose", "require", "rule", "where_text_goes"]

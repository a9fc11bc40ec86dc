"""The user's own queries: `.rq` files in a folder of theirs, with the same header as ours."""

import re
import unicodedata
from pathlib import Path

from graph.errors import InputRefused
from graph.files import make_folder, write_whole
from graph.queries import Query, parse_query

_LONGEST_NAME = 60  # bytes
_HEADER = re.compile(r"^#\+\s*(question|summary|tags):.*\n?", re.MULTILINE)


def place(location: str, own: str | None) -> Path:
    """The folder of saved queries for a dataset's location: one's `own` (`SAYSO_QUERIES`), else beside the data."""
    return Path(own) if own else Path("queries" if ":" in location else f"{location}/queries")


def read_saved(folder: Path) -> dict[str, Query]:
    """The queries of a folder by name; a folder that is not there has none, a file that is no text is left out."""
    found = {}
    for path in sorted(folder.glob("*.rq")) if folder.is_dir() else []:
        try:
            found[path.stem] = parse_query(path.stem, path.read_text("utf-8"))
        except UnicodeDecodeError:
            continue  # not a query of anybody's; it is not ours to complain about on every screen
    return found


def name_of(question: str) -> str:
    """The file name for a question: its letters and digits, of any script, so that nobody's words become a path."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", question) if not unicodedata.combining(sign))
    words = "-".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", plain).casefold()))
    return words.encode()[:_LONGEST_NAME].decode(errors="ignore").strip("-")


def save(folder: Path, question: str, text: str, *, replace: bool = False) -> Path:
    """Keep a query under the question it answers; raises InputRefused without a name, or where one would be lost."""
    name = name_of(question)
    if not name:
        raise InputRefused("A query is saved under the question it answers: write it in letters or digits.")
    path = folder / f"{name}.rq"
    if path.exists() and not replace:
        raise InputRefused(f"{path.name} is there already. Choose another name, or replace it.")
    line = " ".join(question.split())
    body = _HEADER.sub("", text).lstrip("\n")
    whole = f"#+ question: {line}\n#+ summary: saved from the workbench\n#+ tags: [own]\n{body.rstrip()}\n"
    try:
        make_folder(folder)
        write_whole(path, whole.encode("utf-8"))
    except OSError as error:
        raise InputRefused(f"{folder}: cannot be written: {error.strerror}. Set SAYSO_QUERIES to a folder.") from None
    return path


def remove(folder: Path, name: str) -> None:
    """Take a saved query out; one that is not there is gone already."""
    if name != Path(name).name:
        raise InputRefused(f"{name!r} is no name of a saved query.")
    (folder / f"{name}.rq").unlink(missing_ok=True)

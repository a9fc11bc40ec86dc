"""Archives opened in the worker, within limits: `.gz` holds one document, `.zip` some."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from graph.errors import InputRefused

MAX_MEMBERS: Final = 100
MAX_RATIO: Final = 200
_CHUNK: Final = 1 << 20
_BY_A_SYSTEM: Final = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$)")  # nobody has put these there


def unpacked(name: str, data: bytes, max_bytes: int) -> list[tuple[str, bytes]]:
    """The documents of an archive with their names; raises InputRefused for one that is broken or too much."""
    room = min(max_bytes, len(data) * MAX_RATIO)
    if name.lower().endswith(".gz"):
        return [(name[:-3], _gunzipped(data, room))]
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return list(_members(archive, room))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise InputRefused(f"not a ZIP archive that can be read: {error}") from None


def _members(archive: zipfile.ZipFile, room: int) -> Iterator[tuple[str, bytes]]:
    members = [member for member in archive.infolist() if not (member.is_dir() or _BY_A_SYSTEM.search(member.filename))]
    if len(members) > MAX_MEMBERS:
        raise InputRefused(f"holds {len(members)} files; at most {MAX_MEMBERS} are taken. Split it")
    for member in members:
        if member.flag_bits & 1:
            raise InputRefused(f"{member.filename} is encrypted; leave it unencrypted")
        with archive.open(member) as file:
            content = file.read(room + 1)
        room -= len(content)
        if room < 0:
            raise _too_much()
        yield member.filename, content


def _gunzipped(data: bytes, room: int) -> bytes:
    out = bytearray()
    while data:  # a file may be several, one after the other
        stream = zlib.decompressobj(wbits=31)
        try:
            while not stream.eof:
                part = stream.decompress(data, _CHUNK)
                data = stream.unconsumed_tail or stream.unused_data
                out += part
                if len(out) > room:
                    raise _too_much()
                if not part and not data and not stream.eof:
                    raise InputRefused("ends too early; it was cut off on its way. Fetch it again")
        except zlib.error as error:
            raise InputRefused(f"not gzip: {error}") from None
    return bytes(out)


def _too_much() -> InputRefused:
    return InputRefused(f"grows past 50 MB, or past {MAX_RATIO} times its size, when it is unpacked. Split it")

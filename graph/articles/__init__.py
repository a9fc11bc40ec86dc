"""From an article to proposals: read bytes, find who says what, and give triples for a reviewer to decide on.

The way through the room: `reading` (bytes to text) → `text` (paragraphs) → `skeleton`, `chunks` (sentences as strings
of tags) → `attribution` by `rules` and `frames` (who says what) → `mentions` from `names` and `gazetteer` (who and
where) → `actors` (whom a source means) → `days` → `events` (what is said to have happened) → `proposals` → `rdf`.
Words are data (`data/`); every rule has a name and a measured precision. No store, no network, no clock.
"""

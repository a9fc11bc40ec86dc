"""The plain words for coded values, the same on every page and in every file."""

from typing import Final

ROLES: Final = {"say:contentSpan": "what was said", "say:sourceSpan": "who", "say:cueSpan": "how it was said"}
BASES: Final = {
    "say:party": "party to the matter",
    "say:witness": "first-hand",
    "say:hearsay": "hearsay",
    "say:unstated": "not stated",
    "say:narrator": "the newspaper's own voice",
}
KNOWN: Final = {
    "say:explicit": "the text gives the day",
    "say:inferred": "inferred from the text",
    "say:undated": "",
}
CERTAIN: Final = {
    "say:certain": "certain",
    "say:probable": "probable",
    "say:possible": "possible",
    "say:unspecifiedCertainty": "left open",
}
HEADS: Final = {
    "say:positive": "what was said, in our words",
    "say:negative": "said not to be so, in our words",
    "say:unspecifiedPolarity": "neither affirmed nor denied, in our words",
}

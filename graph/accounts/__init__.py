"""Where accounts differ, computed from the content by rules that are data in the ontology; nothing is tagged by hand.

A claim is one statement with one thing it says. Claims of different sides disagree when the same content is affirmed
and denied (rule zero), when the rules on control of places cannot both hold, or when figures contradict. All of it is
pure: rows in, records out.
"""

from graph.accounts.claims import Claim, Reading
from graph.accounts.disagreements import Disagreement, corrections, disagreements
from graph.accounts.facts import Facts
from graph.accounts.origins import Origins, origins

__all__ = ["Claim", "Disagreement", "Facts", "Origins", "Reading", "corrections", "disagreements", "origins"]

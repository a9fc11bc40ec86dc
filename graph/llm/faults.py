"""What can go wrong with one question to the model; each is told in one sentence and costs only its own part."""


class Fault(Exception):
    """A question had no answer that can be used; `lasting` where the next question would fare no better."""

    def __init__(self, sentence: str, *, lasting: bool = False) -> None:
        super().__init__(sentence)
        self.lasting = lasting


class TooLong(Fault):
    """Text and answer are more than the model takes at once; smaller parts may fit."""

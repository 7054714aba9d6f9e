"""Refusals the user can act on; each carries a finished sentence."""

from __future__ import annotations


class WorkupError(Exception):
    """A refusal with a sentence that says what happened, what is safe and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class ContentError(WorkupError):
    """A content file that the program cannot do without is missing or broken."""


class BadAddress(WorkupError):
    """An address or option that the content does not know."""

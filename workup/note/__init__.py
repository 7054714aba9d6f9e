"""The note: an assessment composed into blocks, one wording for paper, text and preview."""

from workup.note.blocks import Cover, Note
from workup.note.compose import compose
from workup.note.text import plain_text
from workup.note.wording import slot_words, value_words

__all__ = ["Cover", "Note", "compose", "plain_text", "slot_words", "value_words"]

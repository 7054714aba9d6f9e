"""What a question is for, derived from the content: who reads its answer, for or against what, and on whose word."""

from workup.purpose.help import Help, cited, help_of, technique
from workup.purpose.origin import references, short_reference, sources_of
from workup.purpose.reason import Reason

__all__ = ["Help", "Reason", "cited", "help_of", "references", "short_reference", "sources_of", "technique"]

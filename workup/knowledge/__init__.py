"""The whole knowledge base as a note, for clinical governance: every rule, figure and source of the content."""

from workup.knowledge.compose import knowledge, knowledge_cover

__all__ = ["knowledge", "knowledge_cover"]

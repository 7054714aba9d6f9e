"""The reasoning on the screen: the panel beside the questions, red flags, and the Assessment step."""

from ui.reasoning.assessment import VIEWS, AssessmentPage, shown_views
from ui.reasoning.beside import Beside
from ui.reasoning.flagcolumn import FlagColumn
from ui.reasoning.panel import ReasoningPanel
from ui.reasoning.place import PanelPlace
from ui.reasoning.sourcespage import SourcesPage
from ui.reasoning.wording import flag_words

__all__ = [
    "VIEWS",
    "AssessmentPage",
    "Beside",
    "FlagColumn",
    "PanelPlace",
    "ReasoningPanel",
    "SourcesPage",
    "flag_words",
    "shown_views",
]

"""The Tests step: a board of the patient's orders, and a drawer for one of them."""

from ui.tests_board.page import TestsPage

__all__ = ["TestsPage"]

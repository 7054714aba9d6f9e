"""Tool tips: Qt takes a text that looks like mark-up for mark-up, and would load the pictures it names."""

from html import escape

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """A tool tip that shows exactly this text."""
    if not Qt.mightBeRichText(text):
        return text
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>'

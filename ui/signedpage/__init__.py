"""A signed page from outside: looked at in the window, and its signer known from then on."""

from ui.signedpage.button import PageButton

__all__ = ["PageButton"]

"""One open workup: top bar, step rail, the form of the open step, the panel beside it and the action bar."""

from ui.workspace.workspace import Workspace

__all__ = ["Workspace"]

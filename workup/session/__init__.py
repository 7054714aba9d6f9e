"""The only place where anything changes."""

from workup.session.session import OpenWorkup, Refused, Session

__all__ = ["OpenWorkup", "Refused", "Session"]

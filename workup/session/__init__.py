"""The only place where anything changes."""

from workup.session.session import OpenWorkup, Refused, Session
from workup.session.worked import clock_of, enter_case

__all__ = ["OpenWorkup", "Refused", "Session", "clock_of", "enter_case"]

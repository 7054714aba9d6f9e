"""The only place where anything changes."""

from workup.session.opened import OpenWorkup
from workup.session.session import Refused, Session
from workup.session.work import filling, keep_up, places_of, workup_of
from workup.session.worked import clock_of, enter_case

__all__ = ["OpenWorkup", "Refused", "Session", "clock_of", "enter_case", "filling", "keep_up", "places_of", "workup_of"]

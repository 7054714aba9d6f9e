"""The record: entries of the two logs, visits, replay, undo, and how an evaluation stands."""

from workup.record.acts import Act, Amended, ContentMoved, HandedOver, Imported, Opened, Signed, Void
from workup.record.entries import (
    ID_LETTERS,
    Entry,
    Visit,
    evaluation_log,
    laid,
    new_id,
    numbered,
    patient_log,
    replay,
    visit_number,
    visits,
)
from workup.record.standing import Amending, Standing, State, Version, standing
from workup.record.undo import Refusal, Step, redo_step, step_here, undo_step

__all__ = [
    "ID_LETTERS",
    "Act",
    "Amended",
    "Amending",
    "ContentMoved",
    "Entry",
    "HandedOver",
    "Imported",
    "Opened",
    "Refusal",
    "Signed",
    "Standing",
    "State",
    "Step",
    "Version",
    "Visit",
    "Void",
    "evaluation_log",
    "laid",
    "new_id",
    "numbered",
    "patient_log",
    "redo_step",
    "replay",
    "standing",
    "step_here",
    "undo_step",
    "visit_number",
    "visits",
]

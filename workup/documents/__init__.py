"""Reports from outside: a chosen file is read whole, examined in a process of its own, and kept or refused."""

from workup.documents.bounds import bound_memory
from workup.documents.brought import Brought, OpenedPage, opened_of
from workup.documents.chosen import digest_of, read_chosen
from workup.documents.verdict import (
    RECORD_NAME,
    Carried,
    Examined,
    Job,
    Limits,
    Unfit,
    carried_of,
    decoded,
    encoded,
)

__all__ = [
    "RECORD_NAME",
    "Brought",
    "Carried",
    "Examined",
    "Job",
    "Limits",
    "OpenedPage",
    "Unfit",
    "bound_memory",
    "carried_of",
    "decoded",
    "digest_of",
    "encoded",
    "opened_of",
    "read_chosen",
]

"""Reports from outside: a chosen file is read whole, examined in a process of its own, and kept or refused."""

from workup.documents.bounds import bound_memory
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
    "Carried",
    "Examined",
    "Job",
    "Limits",
    "Unfit",
    "bound_memory",
    "carried_of",
    "decoded",
    "digest_of",
    "encoded",
    "read_chosen",
]

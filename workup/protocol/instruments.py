"""Questionnaires: what is asked, what a score is counted from, and how much change of it matters."""

from typing import Literal

from msgspec import Struct

Basis = Literal["", "design", "unverified"]


class MissingRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds when answers are missing: a score stands with up to `allowed` of them missing, and is marked.

    `blank` names the item that counts the questions left blank, where the questions themselves are not shown.
    """

    allowed: int = 0
    blank: str = ""
    source: tuple[str, ...] = ()
    basis: Basis = ""


class ImportantChange(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The smallest improvement that matters: `points`, or a range of them up to `upto`, or `percent` of the first."""

    points: float | None = None
    upto: float | None = None
    percent: float | None = None
    source: tuple[str, ...] = ()
    basis: Basis = ""


class ScoreRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one score of an instrument is read.

    `questions` is how many it is counted from, and `noun` what one of them is called. Where a total is a finding, the
    band of the item `decided_by` says which of the `groups` it is, one for each of that item's bands.
    """

    item: str
    questions: int = 0
    noun: str = "answer"
    better: Literal["lower", "higher", ""] = ""
    missing: MissingRule | None = None
    change: ImportantChange | None = None
    decided_by: str = ""
    groups: tuple[str, ...] = ()


class Instrument(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A questionnaire: its range, licence and notice; its questions or totals are items of a section.

    `entry` is form where its answers stand elsewhere in the form; `warning` is said wherever the score is.
    `translated` goes before the notice where its questions are read in another language than English.
    """

    id: str
    title: str
    full: str
    range: tuple[float, float]
    licence: str
    entry: Literal["items", "total", "form"]
    notice: str = ""
    translated: str = ""
    warning: str = ""
    missing: str = ""
    change: str = ""
    score: tuple[ScoreRule, ...] = ()
    items: tuple[str, ...] = ()
    source: tuple[str, ...] = ()

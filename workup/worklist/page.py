"""The worklist on paper: what is shown, in the order it is shown, under the heads of its kinds."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Literal

from workup import words
from workup.note.blocks import Block, Cell, Cover, Identity, Note, Paragraph, Part, Run, Table
from workup.texts import N_, _, _n
from workup.worklist.lines import Line, Sort
from workup.worklist.wording import HEADS, Wording, about, name_of

TITLE = N_("Worklist")
HEAD = (N_("Patient"), N_("What"), N_("When"), N_("State"))
WEIGHTS = (0.27, 0.43, 0.17, 0.13)
LATE = ("overdue", "missed")


def page_cover(author: str, printed_at: datetime, clinic: str, paper: Literal["A4", "Letter"]) -> Cover:
    """What its pages say besides: no single patient, no draft, nothing to sign."""
    return Cover(author=author, printed_at=printed_at, clinic=clinic, paper=paper, status="WORKLIST")


def page(
    shown: Sequence[Line], sort: Sort, wording: Wording, cover: Cover, narrowed: str = "", warning: str = ""
) -> Note:
    """The list as blocks. `narrowed` says what was left out by a filter, `warning` what may be wrong with the days."""
    told = words.day_and_time(cover.printed_at)
    count = ", ".join(part for part in (_n("{n} row", "{n} rows", len(shown)), narrowed) if part)
    front = tuple(Paragraph((Run(text, "strong"),)) for text in (warning,) if text)
    if sort == "kind":
        groups = [(_(HEADS[kind]), list(each)) for kind, each in groupby(shown, key=lambda line: line.standing)]
    else:
        groups = [(_("By due date") if sort == "due" else _("By patient"), list(shown))]
    parts = [
        Part(f"group{number}", f"{title} ({len(group)})", (_table(group, wording),))
        for number, (title, group) in enumerate(groups)
        if group
    ]
    nothing: tuple[Block, ...] = () if parts else (Paragraph((Run(_("Nothing is open.")),)),)
    lead = [Part("list", "", (*front, *nothing))] if front or nothing else []
    identity = Identity(name=_(TITLE), remark=count)
    return Note(
        _(TITLE),
        cover.status,
        _("Open work over all patients"),
        _("As of {told}").format(told=told),
        identity,
        tuple(lead + parts),
    )


def _table(group: Sequence[Line], wording: Wording) -> Table:
    return Table(tuple(map(_, HEAD)), tuple(_row(line, wording) for line in group), WEIGHTS, "list")


def _row(line: Line, wording: Wording) -> tuple[Cell, ...]:
    late, detail = line.standing in LATE or line.unsafe, wording.detail(line.row)
    what = ((Run(wording.title(line.row), "strong"),), *(((Run(detail, "quiet"),),) if detail else ()))
    # Late and unsafe are bold, boxed and have their word: a list goes through a fax.
    over = ((_("UNSAFE"), line.unsafe), (_("OVERDUE"), line.standing == "overdue"))
    state = (*(word for word, holds in over if holds), wording.state(line))
    return (
        Cell(((Run(name_of(line.person), "strong"),), (Run(about(line.person, wording.today), "quiet"),))),
        Cell(what),
        Cell(((Run(wording.when(line)),),)),
        Cell(tuple((Run(text, "strong" if late else "plain"),) for text in state), late),
    )

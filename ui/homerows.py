"""The words of the rows of Home's lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ui.widgets import PillKind
from ui.workrows import pill_of
from workup.answers import PartialDate
from workup.protocol import Step
from workup.record import Imported, evaluation_log, standing
from workup.store import EvaluationRow, OpenStore, PersonRow, Recent
from workup.texts import _, _n
from workup.words import calendar_day, short_day
from workup.worklist import UNSAFE, Line, Standing, Wording, about, name_of


@dataclass(frozen=True, slots=True)
class RowWords:
    """What a row says; `name` and `who` are what covering hides. Rows of a `group` stand under its head."""

    name: str
    who: str
    line: str = ""
    beside: str = ""
    pill: PillKind | None = None
    pill_text: str = ""
    progress: tuple[float, ...] = ()
    group: Standing | None = None
    personal: bool = True


def when_words(moment: datetime, now: datetime) -> str:
    """today 08:51, yesterday 16:40, 24 Nov 11:05."""
    local = moment.astimezone(now.tzinfo)
    if local.date() == now.date():
        return _("today {local:%H:%M}").format(local=local)
    if local.date() == now.date() - timedelta(days=1):
        return _("yesterday {local:%H:%M}").format(local=local)
    words = calendar_day(local.date())
    return f"{words.removesuffix(f' {now.year}')} {local:%H:%M}"


def shares(row: EvaluationRow) -> tuple[float, ...]:
    """How full each step is, 0 to 1; a step without counted questions is left out."""
    return tuple(done / total for done, total in row.progress if total)


def draft_words(person: PersonRow, row: EvaluationRow, steps: Sequence[Step], now: datetime) -> RowWords:
    """A draft: where it stands and since when."""
    names = [step.id for step in steps]
    line = ""
    if row.step in names:
        place = names.index(row.step)
        done, total = row.progress[place] if place < len(row.progress) else (0, 0)
        line = (
            _("{title}, {done} of {total}").format(title=steps[place].title, done=done, total=total)
            if total
            else steps[place].title
        )
    return RowWords(
        name_of(person), about(person, now.date()), line, when_words(row.changed, now), progress=shares(row)
    )


def standing_pill(row: EvaluationRow, now: datetime) -> tuple[PillKind, str]:
    """`Draft`, `Signed 12 Nov`, `Amended 1`, `Amending 1`, `Void`."""
    match row.state:
        case "void":
            return "cancelled", _("Void")
        case "imported":
            return "neutral", _("Imported")
        case "amending":
            return "draft", _("Amending {version}").format(version=row.version)
        case "signed" if row.version > 1:
            return "good", _("Amended {version}").format(version=row.version - 1)
        case "signed" if row.signed is not None:
            return "good", _("Signed {day}").format(day=short_day(row.signed.astimezone(now.tzinfo).date(), now.date()))
        case _:
            return "draft", _("Draft")


def evaluation_words(
    row: EvaluationRow, ordinal: int, steps: Sequence[Step], now: datetime, came: Imported | None = None
) -> RowWords:
    """One workup of a chosen patient; of an imported one where it `came` from."""
    title = next((step.title for step in steps if step.id == row.step), "")
    kind, said = standing_pill(row, now)
    visits = _n("{n} visit", "{n} visits", row.visits)
    return RowWords(
        _("Workup {ordinal}").format(ordinal=ordinal),
        f"{visits} · {title}"
        if came is None
        else _("imported from {document}, signed by {signer}").format(document=came.document, signer=came.signer),
        when_words(row.changed, now),
        "",
        kind,
        said,
        shares(row),
    )


def workups_words(
    vault: OpenStore, patient: str, steps: Sequence[Step], now: datetime
) -> list[tuple[RowWords, str]]:
    """All workups of a patient with their ids, the latest first; those without an answer take no number."""
    file = vault.patient(patient)
    found = [row for row in file.evaluations if row.visits] if file is not None else []
    logs = {row.evaluation: vault.read(evaluation_log(row.evaluation)) for row in found}
    begun = sorted(found, key=lambda row: logs[row.evaluation][0].seq)
    words = [
        (evaluation_words(row, n, steps, now, standing(logs[row.evaluation]).imported), row.evaluation)
        for n, row in enumerate(begun, 1)
    ]
    return words[::-1]


def person_words(person: PersonRow, today: date) -> RowWords:
    """A patient found."""
    born = ""
    if person.birth_date:
        birth = PartialDate.parse(person.birth_date)
        born = _("born {day}").format(day=calendar_day(birth.first) if birth.day else birth)
    return RowWords(name_of(person), about(person, today), born)


def recent_words(recent: Recent, now: datetime) -> RowWords:
    """A patient seen lately."""
    if recent.open_orders:
        pill: PillKind = "booked"
        text = _("Waiting for tests")
    else:
        pill, text = standing_pill(recent.latest, now) if recent.latest is not None else ("draft", _("Draft"))
    shown = pill if recent.state or recent.open_orders else None
    return RowWords(
        name_of(recent.person),
        about(recent.person, now.date()),
        "",
        when_words(recent.changed, now),
        shown,
        text,
    )


def work_words(line: Line, wording: Wording) -> RowWords:
    """Something that is open."""
    return RowWords(
        name_of(line.person),
        wording.title(line.row),
        "",
        wording.when(line),
        *(("unsafe", _(UNSAFE)) if line.unsafe else (pill_of(line), wording.state(line))),
        group=line.standing,
        personal=False,
    )

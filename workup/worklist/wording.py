"""How a line of the worklist is worded, on screen and paper alike."""

from collections.abc import Mapping
from datetime import date

from workup import agreeing, words
from workup.answers import PartialDate
from workup.orders.due import MISSING, WAITS
from workup.protocol import Library, Optioned
from workup.store import PersonRow, WorkRow
from workup.texts import N_, _, _n
from workup.worklist.lines import Line
from workup.worklist.standing import Standing, late_row

HEADS: Mapping[Standing, str] = {
    "unread": N_("Result in, not reviewed"),
    "overdue": N_("Overdue"),
    "booked": N_("Booked this week"),
    "due": N_("Actions due"),
    "missed": N_("Missed next visit"),
    "waiting": N_("Waiting"),
}
NO_KIND = N_("Test, kind not recorded")


class Wording:
    """The words of the lines; names of tests and states are those of the content."""

    def __init__(self, library: Library, today: date) -> None:
        self.today = today
        self._tests, self._labels = library.tests, _options(library, "order_kind")
        self._titles: dict[tuple[str, str, str], str] = {}
        self._states = _options(library, "order_state")

    def title(self, row: WorkRow) -> str:
        """The test with its side, the action, or the next visit."""
        if row.kind == "visit":
            return _("Next visit")
        if row.kind == "plan":
            return words.capital(" ".join(row.what.split())) or _("Action without words")
        key = row.what, row.variant, row.side
        return self._titles.get(key) or self._titles.setdefault(key, self._test(*key))

    def _test(self, what: str, variant: str, side: str) -> str:
        kind = self._tests.get(what)
        way = kind.variant_of(variant) if kind is not None else None
        plain = kind.title if kind is not None else self._labels.get(what, what)
        test = (way.title if way is not None else "") or plain or _(NO_KIND)
        return ", ".join(part for part in (test, agreeing.of_side(side)) if part)

    def detail(self, row: WorkRow) -> str:
        """The question, for whom, or what is to be done."""
        text = " ".join(row.detail.split())
        return _("for {text}").format(text=text) if text and row.kind == "plan" else text  # as typed: it may be a name

    def state(self, line: Line) -> str:
        """One or two words for a pill."""
        row = line.row
        match line.standing:
            case "unread":
                return _("Result in")
            case "overdue" if late_row(row, self.today).missed:
                return _("Booking passed")
            case "overdue" | "missed":
                return _("{count} late").format(count=_n("{n} day", "{n} days", line.late))
            case "due":
                return (
                    _("{count} late").format(count=_n("{n} day", "{n} days", line.late))
                    if line.late
                    else _("Due today")
                )
            case "booked":
                if row.booked is None or row.booked == self.today:
                    return _("Today")
                return f"{words.weekday(row.booked)} {self.day(row.booked)}"
        if row.kind == "plan":
            return _("To do")
        return self._states.get(row.state, row.state)

    def when(self, line: Line) -> str:
        """The day that counts, in words."""
        row = line.row
        match line.standing:
            case "booked":
                return _("booked")
            case "missed":
                return _("agreed for {due}").format(due=self._due(row))
            case "overdue" if late_row(row, self.today).missed:
                return _("booked for {day}, not marked done").format(day=self.day(row.booked))
            case "overdue" | "unread" if line.late:
                return _("{missing} by {due}").format(missing=_missing(row.state), due=self._due(row))
            case "waiting" if row.booked is not None:
                return _("booked for {day}").format(day=self.day(row.booked))
        if row.due is None:
            return _("not reviewed") if line.standing == "unread" else _("no due date")
        told = _("review by {day}") if line.standing == "unread" else _("due {day}")
        return told.format(day=self._due(row))

    def day(self, day: date | None) -> str:
        """A day, with its year when that is not this year."""
        return "" if day is None else words.short_day(day, self.today)

    def _due(self, row: WorkRow) -> str:
        """A due date as far as it was given: a month stays a month."""
        first, last = row.first, row.due
        if first is None or last is None or first == last:
            return self.day(last)
        return words.partial_date(first.year, first.month if first.month == last.month else None)


def name_of(person: PersonRow) -> str:
    """SURNAME, Given name."""
    return words.person_name(person.family_name, person.given_name) or _("New patient, no name yet")


def about(person: PersonRow, today: date) -> str:
    """Sex, age and record number."""
    parts = [words.sex(person.sex)]
    if person.birth_date:
        birth = PartialDate.parse(person.birth_date)
        parts.append(words.age_known(birth.first, birth.last, today))
    parts.append(_("MRN {mrn}").format(mrn=person.mrn) if person.mrn else "")
    return " · ".join(part for part in parts if part)


def _missing(state: str) -> str:
    """What should have happened: not done, no report, not reviewed."""
    return next((_(MISSING[waits]) for each, waits in WAITS.items() if each == state), "due")


def _options(library: Library, name: str) -> Mapping[str, str]:
    item = library.items.get(name)
    return item.options if isinstance(item, Optioned) else {}

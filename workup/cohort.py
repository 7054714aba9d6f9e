"""A table of many patients without names, for counting: no free text, no date, no lasting id, no small group.

A row for each patient, from the latest workup that is not void. Who would stand in a group too small to hide in (age
band, sex and region) is left out; a level or cause that too few share is named *other*.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from workup.answers import NOWHERE, At, Levels, PartialDate
from workup.assess import Assessment
from workup.errors import WorkupError
from workup.protocol import Choice, Library
from workup.reasoning.ranking import JUDGEMENT
from workup.words import age_on, months_between

OTHER, NOT_RECORDED = "other", ""
AGES = (18, 30, 40, 50, 60, 70, 80)
MANY_OPERATIONS, LONG_AGO, LEAST = 4, 120, 3
HIDING = ("age_band", "sex", "region")
PAINS = ("back_pain_now", "back_pain_worst", "leg_pain_now", "leg_pain_worst")
_STARTERS = "=+-@\t\r\n＝＋－＠"
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


class TooFew(WorkupError):
    """So few patients are in the table that it would tell of single ones."""


class Cohort(Struct, frozen=True):
    """The table as it is written: its columns, its rows in no order, and how many patients are not in it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: int

    @property
    def content(self) -> bytes:
        """As a file that a spreadsheet can open without running anything."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
        writer.writerow(guarded(self.columns))
        writer.writerows(map(guarded, self.rows))
        return out.getvalue().encode()

    @property
    def sentence(self) -> str:
        """What was written, and that something was not; how many they were would tell of a small group."""
        more = " Patients in groups too small to hide in are left out." if self.left_out else ""
        return f"{len(self.rows)} rows, {len(self.columns)} columns.{more}"


def cohort(library: Library, found: Iterable[Assessment], smallest: int, entropy: Callable[[int], bytes]) -> Cohort:
    """The table of these workups; raises TooFew where nobody can be shown."""
    smallest = max(smallest, LEAST)
    told = [row_of(library, assessment) for assessment in found]
    groups = Counter(tuple(row[name] for name in HIDING) for row in told)
    kept = [row for row in told if groups[tuple(row[name] for name in HIDING)] >= smallest]
    if len(kept) < smallest:
        raise TooFew(
            f"Nothing was exported: no group of {smallest} or more patients shares an age band, sex and region. "
            "The smallest group is set in Preferences."
        )
    kept = _without_rare(kept, smallest)
    # In the order of the vault the rows would tell who came when.
    order = sorted(((entropy(8).hex(), row) for row in kept), key=lambda pair: pair[0])
    columns = ("row", *_columns(library))
    rows = tuple((f"r{mark}", *(row[name] for name in columns[1:])) for mark, row in order)
    return Cohort(columns, rows, len(told) - len(kept))


def _columns(library: Library) -> tuple[str, ...]:
    return (
        *HIDING, "operations", "months_since_operation", "levels", *PAINS,
        *(f"score_{name}" for name in library.instruments), "causes_agreed",
    )  # fmt: skip


def row_of(library: Library, assessment: Assessment) -> dict[str, str]:
    """One patient: ids of the content and numbers only, whatever was typed."""
    row = dict.fromkeys(_columns(library), NOT_RECORDED)
    row |= {
        "age_band": _age_band(assessment),
        "sex": _option(library, assessment, "sex"),
        "region": _option(library, assessment, "main_region"),
        "operations": _count(assessment.facts.value("operation_count")),
        "months_since_operation": _months(assessment),
        "levels": _levels(assessment),
        "causes_agreed": ";".join(
            name for name in library.causes if assessment.counted.value(JUDGEMENT, At(place=name)) == "agree"
        ),
    }
    row |= {name: _highest(assessment, name) for name in PAINS}
    for score in assessment.scores:
        if score.value is not None and score.complete:
            row[f"score_{score.instrument}"] = f"{score.value:g}"
    return row


def _age_band(assessment: Assessment) -> str:
    born = assessment.counted.value("birth_date")
    if not isinstance(born, PartialDate):
        return NOT_RECORDED
    age = age_on(born.first, assessment.today)
    below = [border for border in AGES if border <= age]
    if not below:
        return f"under {AGES[0]}"
    place = AGES.index(below[-1])
    return f"{AGES[place]} to {AGES[place + 1] - 1}" if place + 1 < len(AGES) else f"{AGES[-1]} and over"


def _option(library: Library, assessment: Assessment, name: str) -> str:
    item, value = library.items.get(name), assessment.counted.value(name, NOWHERE)
    return value if isinstance(item, Choice) and isinstance(value, str) and value in item.options else NOT_RECORDED


def _count(number: object) -> str:
    if not isinstance(number, (int, float)):
        return NOT_RECORDED
    return f"{MANY_OPERATIONS} or more" if number >= MANY_OPERATIONS else f"{number:g}"


def _months(assessment: Assessment) -> str:
    """Whole months since the latest operation with a date; whoever was operated very long ago is not told apart."""
    dates = [
        answer.value
        for at, answer in assessment.counted.of_item("operation_date").items()
        if at.record in assessment.records.get("operations", ()) and isinstance(answer.value, PartialDate)
    ]
    if not dates:
        return NOT_RECORDED
    months = months_between(max(day.first for day in dates), assessment.today)
    return f"{LONG_AGO} or more" if months >= LONG_AGO else f"{max(months, 0)}"


def _levels(assessment: Assessment) -> str:
    found = [
        answer.value
        for at, answer in sorted(assessment.counted.of_item("operation_levels").items(), key=lambda pair: str(pair[0]))
        if at.record in assessment.records.get("operations", ()) and isinstance(answer.value, Levels)
    ]
    return str(found[-1]) if found else NOT_RECORDED


def _highest(assessment: Assessment, name: str) -> str:
    given = [a.value for a in assessment.counted.of_item(name).values() if isinstance(a.value, (int, float))]
    return f"{max(given):g}" if given else NOT_RECORDED


def _without_rare(rows: Sequence[dict[str, str]], smallest: int) -> list[dict[str, str]]:
    """The rows with levels and causes that fewer than so many share named *other*."""
    levels = Counter(row["levels"] for row in rows)
    causes = Counter(name for row in rows for name in row["causes_agreed"].split(";") if name)
    done = []
    for row in rows:
        named = [name if causes[name] >= smallest else OTHER for name in row["causes_agreed"].split(";") if name]
        rare = row["levels"] and levels[row["levels"]] < smallest
        done.append(
            row | {"levels": OTHER if rare else row["levels"], "causes_agreed": ";".join(dict.fromkeys(named))}
        )
    return done


def guarded(cells: Sequence[str]) -> list[str]:
    """Cells that no spreadsheet takes for a formula; a number stays a number."""
    return [f"'{cell}" if cell[:1] in _STARTERS and cell and not _NUMBER.fullmatch(cell) else cell for cell in cells]

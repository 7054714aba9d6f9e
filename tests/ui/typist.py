"""A clinician who types: enters known answers into the real window by keys alone, and counts every press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from tests.ui.room import Room, press, write
from ui.fields.manoeuvre import ManoeuvreField
from ui.form import StepForm
from ui.form.chart import ChartBlock
from ui.form.chart.chart import BodyChart
from ui.form.column import reading_order
from ui.form.going import asked
from ui.form.grid import GridBlock
from ui.form.normal import empty_normals
from ui.form.tabs import RecordTabs
from ui.widgets import Chips, Segments, Select
from workup.body import Region
from workup.answers import UNKNOWN, At, Finding, Levels, Marks, Painted, PartialDate, Slot, Value
from workup.protocol import Number, Records, SpanOfLevels, Text, When

ARROWS = {(0, 1): "Right", (0, -1): "Left", (1, 0): "Down", (-1, 0): "Up"}
Way = list[str] | None


class StuckError(AssertionError):
    """Keys do not lead there."""


@dataclass
class Count:
    """What was pressed for what, and how many answers that gave; a press that answers for a group counts as one."""

    presses: list[tuple[str, str]] = field(default_factory=list)
    answered: int = 0

    @property
    def rate(self) -> float:
        """Presses for each answer."""
        return len(self.presses) / max(1, self.answered)

    def lines(self) -> list[str]:
        """The presses, those for the same thing in one line."""
        said: list[tuple[str, list[str]]] = []
        for key, why in self.presses:
            if not said or said[-1][0] != why:
                said.append((why, []))
            said[-1][1].append(key)
        return [f"{len(keys):3}  {why:52} {' '.join(keys)}" for why, keys in said]


class Typist:
    """Goes through the steps of the open workup, question after question."""

    def __init__(self, room: Room, wanted: Mapping[Slot, Value]) -> None:
        self.room, self.wanted, self.count = room, dict(wanted), Count()
        self._unfolded: set[tuple[str, int | None]] = set()

    # Pressing

    def key(self, key: str, why: str) -> None:
        """Press a key and count it."""
        self.count.presses.append((key, why))
        press(key)

    # What is left

    @property
    def form(self) -> StepForm:
        """The questions of the open step."""
        return self.room.workspace.forms[self.room.workspace.step]

    def value(self, where: Slot) -> Value | None:
        """The answer in force."""
        return self.room.live.session.assessment.answers.value(where.item, where.at)

    def is_done(self, where: Slot) -> bool:
        """Whether the answer is the wanted one; “No others” may have said no to more than was written down."""
        value, wanted = self.value(where), self.wanted[where]
        if isinstance(value, Marks) and isinstance(wanted, Marks):
            return value.present == wanted.present and set(wanted.absent) <= set(value.absent)
        return value == wanted

    def left(self) -> list[Slot]:
        """What is wanted, not answered yet and in sight, in the order of the screen; a list that lacks a record too."""
        found, library = list[Slot](), self.room.live.session.library
        cards = self.form._column.seen()
        if any(slot.item == "pain_map" for slot in asked(cards)):
            found += [slot for slot in self.wanted if slot.item == "pain_map" and not self.is_done(slot)]
        for where in (slot for slot in asked(cards) if slot not in found):
            if where in self.wanted and not self.is_done(where):
                found.append(where)
            elif isinstance(library.items[where.item], Records) and self.missing(where.item):
                found.append(where)
        return found

    def missing(self, records: str) -> int | None:
        """The next wanted record of a list; none while something is left to say in those there are."""
        library, known = self.room.live.session.library, self.room.live.session.assessment.records.get(records, ())
        of_list = [where for where in self.wanted if library.items[where.item].record == records]
        if any(where.at.record in known and not self.is_done(where) for where in of_list):
            return None
        return min({where.at.record for where in of_list if where.at.record is not None} - set(known), default=None)

    def fill_in(self) -> None:
        """Answer all that is wanted in this step."""
        for _ in range(2000):
            target = self.next_target()
            if target is None:
                return
            self.go_to(target)
            if target in self.wanted:
                self.answer(target)
            else:
                self.add_record(target)

    def next_target(self) -> Slot | None:
        """What to do next: here if something is wanted here, else the nearest by keys."""
        left, here = self.left(), self.room.slot()
        self.unfold(here)
        if here in left:
            return here
        on_chart = [where for where in left if where.item == "pain_map"]
        if isinstance(QApplication.focusWidget(), BodyChart) and on_chart:
            return self.first_of_tour(on_chart)
        if here is not None and (records := self.list_of(here)) in left:
            self.add_record(Slot(records.item))
            return self.room.slot()
        return min(left, key=lambda where: (self.is_elsewhere(here, where), len(self.way(where)), left.index(where)),
                   default=None)

    def is_elsewhere(self, here: Slot | None, where: Slot) -> bool:
        """Whether a slot is in another section or record: what is begun is finished first."""
        section_of = self.room.live.session.library.section_of
        return here is None or section_of[here.item] is not section_of[where.item] or here.at.record != where.at.record

    # Moving

    def way(self, where: Slot) -> list[str]:
        """The fewest presses found to a slot."""
        tried = (self.by_arrows(where), self.by_enter(where), self.by_tab(where), self.by_section(where))
        ways = [way for way in tried if way is not None]
        if not ways:
            raise StuckError(f"no key leads from {self.room.slot()} to {where}")
        return min(ways, key=len)

    def go_to(self, where: Slot) -> None:
        """Move to a slot."""
        on_chart = where.item == "pain_map" and isinstance(QApplication.focusWidget(), BodyChart)
        if self.room.slot() == where or on_chart:
            return
        here, way = self.room.slot(), self.way(where)
        for key in way:
            self.key(key, f"to {where}")
        if self.room.slot() != where and where.item != "pain_map":
            raise StuckError(f"wanted {where}, arrived at {self.room.slot()} from {here} by {way}; {self.form.following_open(here)[:4]}")

    def by_enter(self, where: Slot) -> Way:
        """Enter, from open question to open question."""
        here = QApplication.focusWidget()
        if isinstance(here, RecordTabs):
            return None
        following = self.form.following_open(self.room.slot())
        return ["Return"] * (following.index(where) + 1) if where in following else None

    def by_arrows(self, where: Slot) -> Way:
        """Arrows within a grid."""
        grid = QApplication.focusWidget()
        return self.within(grid, where) if isinstance(grid, GridBlock) else None

    def within(self, grid: GridBlock, where: Slot) -> Way:
        """Arrows from the cell a grid stands at."""
        for row, one in enumerate(grid.rows):
            for cell in one.cells:
                if cell.slot == where:
                    down, right = row - grid.at[0], cell.column - grid.at[1]
                    return ["Down" if down > 0 else "Up"] * abs(down) + ["Right" if right > 0 else "Left"] * abs(right)
        return None

    def by_tab(self, where: Slot) -> Way:
        """Tab from control to control."""
        stops = reading_order(self.form._column.seen())
        here = QApplication.focusWidget()
        control, more = self.control_of(where, stops)
        if here not in stops or control is None:
            return None
        steps = stops.index(control) - stops.index(here)
        return ["Tab" if steps > 0 else "Shift+Tab"] * abs(steps) + more

    def by_section(self, where: Slot) -> Way:
        """Alt Up and Down from section to section, then Tab."""
        library, workspace = self.room.live.session.library, self.room.workspace
        shown, section = self.form.sections, library.section_of[where.item].id
        if workspace.section not in shown or section not in shown:
            return None
        steps = shown.index(section) - shown.index(workspace.section)
        card = next(card for card in self.form._column.seen() if card.section.id == section)
        stops = [stop for stop in card.body.stops() if stop.isVisible() and stop.isEnabled()]
        control, more = self.control_of(where, stops)
        if control is None or not steps:
            return None
        jumps = ["Alt+Down" if steps > 0 else "Alt+Up"] * abs(steps)
        return [*jumps, *["Tab"] * stops.index(control), *more]

    def control_of(self, where: Slot, stops: Sequence[QWidget]) -> tuple[QWidget | None, list[str]]:
        """The control of a slot, and the arrows that are needed inside it."""
        found = self.form._field_at(where)
        if found is not None:
            return next((one for one in found.controls() if one in stops), None), []
        for stop in stops:
            if isinstance(stop, GridBlock) and (keys := self.within(stop, where)) is not None:
                return stop, keys
            if isinstance(stop, RecordTabs) and stop._slot == where:
                return stop, []
            if isinstance(stop, BodyChart) and where.item == "pain_map":
                return stop, []
        return None, []

    # Records and folds

    def list_of(self, where: Slot) -> Slot:
        """The list of records a slot belongs to."""
        return Slot(self.room.live.session.library.items[where.item].record or where.item)

    def add_record(self, records: Slot) -> None:
        """Add the next wanted record of the list the keyboard is in."""
        self.key("+", f"add {records}@{self.missing(records.item)}")

    def unfold(self, here: Slot | None) -> None:
        """Open the fold around the keyboard when it hides something wanted."""
        library, assessment = self.room.live.session.library, self.room.live.session.assessment
        if here is None or isinstance(QApplication.focusWidget(), RecordTabs):
            return
        section = library.section_of[here.item]
        key = (section.id, here.at.record)
        seen = set(asked(self.form._column.seen()))
        hidden = [
            where for where in self.wanted
            if library.section_of[where.item] is section and where.at.record == here.at.record
            and where not in seen and where.at in assessment.asked.get(where.item, ())
        ]  # fmt: skip
        if hidden and key not in self._unfolded:
            self._unfolded.add(key)
            self.key("Ctrl+M", f"more of {section.id}")

    # Answering

    def answer(self, where: Slot) -> None:
        """Give the answer to the slot that has the keyboard."""
        value, widget = self.wanted[where], QApplication.focusWidget()
        item = self.room.live.session.library.items[where.item]
        if isinstance(widget, GridBlock):
            self.answer_cell(widget, where)
        elif isinstance(item, Text | Number | When | SpanOfLevels):
            write(typed_as(value))
            self.key("Tab" if isinstance(widget, QPlainTextEdit) else "Return", str(where))
        elif isinstance(value, Marks) and isinstance(widget, Chips):
            self.mark(widget, where, value)
        elif isinstance(widget, RecordTabs):
            self.key("n", str(where))
        elif where.item == "pain_map":
            self.paint(where)
        else:
            self.choose(where, value)
        if not self.is_done(where):
            raise StuckError(f"{where} is {self.value(where)} instead of {value}")
        self.count.answered += 1

    def choose(self, where: Slot, value: Value) -> None:
        """One option, by its key."""
        widget = QApplication.focusWidget()
        option = "unknown" if value == UNKNOWN else str(value)
        if isinstance(value, int | float) and not isinstance(widget, Segments | Select | Chips):
            for digit in str(value):
                self.key(digit, str(where))
            if self.room.slot() == where and not self.is_done(where):
                self.key("Return", str(where))
            return
        assert isinstance(widget, Segments | Select | Chips), f"{where} is answered in a {type(widget).__name__}"
        place = next(n for n, one in enumerate(widget._options) if one.id == option)
        if isinstance(widget, Chips):
            self.step_to(widget, place, where)
            if not self.is_done(where):
                self.key("Space", str(where))
            return
        key = next((key for key, at in widget._by_key.items() if at == place), None)
        if key is not None:
            self.key(key, str(where))
            return
        assert isinstance(widget, Select)
        label = widget._options[place].label
        starting = widget._starting_with(label[0].lower())
        self.key(label[0].lower(), str(where))
        for _ in range(place - starting):
            self.key("Down", str(where))
        self.key("Return", str(where))

    def step_to(self, chips: Chips, place: int, where: Slot) -> None:
        """To a chip: by its digit, which also presses it, or by arrows."""
        if place < 9:
            self.key(str(place + 1), str(where))
            return
        steps = place - chips._current
        for _ in range(abs(steps)):
            self.key("Right" if steps > 0 else "Left", str(where))

    def mark(self, chips: Chips, where: Slot, value: Marks) -> None:
        """Several options: those present by their digits, then the rest absent if it is."""
        names = [one.id for one in chips._options]
        for option in value.present:
            self.step_to(chips, names.index(option), where)
            if option not in chips.states:
                self.key("Space", str(where))
        if value.absent:
            self.key("0", str(where))

    def answer_cell(self, grid: GridBlock, where: Slot) -> None:
        """A cell of a grid, or its row or the whole of the block at once where all of it is wanted normal."""
        value = self.wanted[where]
        if self.in_bulk(grid, where):
            return
        options = grid.options[where.item]
        if isinstance(value, Finding):
            self.key("+" if value.result == "positive" else "-", str(where))
            if value != Finding(value.result):
                self.detail(where, value)
            return
        place = next(n for n, one in enumerate(options) if one.id == str(value))
        digits = [key for key in options[place].keys if key.isdigit()]
        self.key(digits[0] if digits else str(place + 1), str(where))

    def in_bulk(self, grid: GridBlock, where: Slot) -> bool:
        """Set the block, or the row, to normal when that answers two or more as wanted and no finding is left."""
        assert grid._latest is not None
        row = grid.rows[grid.at[0]]
        for key, rows in (("Shift+N", grid.rows), ("n", [row])):
            slots = [cell.slot for one in rows for cell in one.cells if cell.slot in grid.views]
            pairs = empty_normals(grid._latest, slots)
            findings = [slot for slot in slots if slot in self.wanted and not self.is_done(slot)
                        and slot not in dict(pairs)]
            if len(pairs) > 1 and not findings and all(self.wanted.get(slot) == given for slot, given in pairs):
                self.key(key, f"{len(pairs)} normal from {where}")
                return True
        return False

    def detail(self, where: Slot, value: Finding) -> None:
        """The angle of a test and where it was felt, below its row."""
        for _ in range(6):
            focus = QApplication.focusWidget()
            if self.is_done(where):
                return
            if isinstance(focus, QLineEdit) and value.angle is not None and f"{value.angle:g}" not in focus.text():
                write(f"{value.angle:g}")
                self.key("Return", f"{where} angle")
            elif isinstance(focus, Segments | Select) and value.felt is not None:
                place = next(n for n, one in enumerate(focus._options) if one.id == value.felt)
                self.key(str(place + 1), f"{where} felt")
            else:
                self.key("Tab", f"{where} to its details")
        raise StuckError(f"{where} is {self.value(where)} instead of {value}")

    def paint(self, where: Slot) -> None:
        """An area of the body chart."""
        block, library = self.chart(), self.room.live.session.library
        value, figure = self.wanted[where], library and block.context.figure
        assert isinstance(value, Painted)
        region = figure.region(where.at.place or "", where.at.side)
        assert region is not None
        self.arrive(block, where, region)
        for quality in value.qualities:
            if quality not in self.painted(where):
                self.take_brush(block, quality, where)
                self.key("Space", str(where))
            if value.intensity is not None and self.scored(where) is None:
                self.stroke(block, where, value)
                self.key(str(value.intensity), str(where))

    def chart(self) -> ChartBlock:
        """The body chart."""
        return next(block for block in self.form.findChildren(ChartBlock) if block.isVisible())

    def first_of_tour(self, areas: list[Slot]) -> Slot:
        """Where the shortest way through the areas begins, a change of brush counting as a step."""
        block = self.chart()
        chart, figure = block._chart, block.context.figure
        regions = [figure.region(where.at.place or "", where.at.side) for where in areas]
        brushes = [value.qualities[0] for where in areas if isinstance(value := self.wanted[where], Painted)]
        far: dict[tuple[int, int], int] = {}
        for start in range(-1, len(areas)):
            ways = self.ways(chart, chart.current if start < 0 else regions[start])
            for end, region in enumerate(regions):
                brush = block._brushes.value if start < 0 else brushes[start]
                far[start, end] = len(ways[region]) + (brush != brushes[end])
        best = {(1 << n, n): (far[-1, n], n) for n in range(len(areas))}
        for visited in range(1, 1 << len(areas)):
            for last in range(len(areas)):
                known = best.get((visited, last))
                for end in range(len(areas)) if known else ():
                    if not visited >> end & 1 and known is not None:
                        key, cost = (visited | 1 << end, end), known[0] + far[last, end]
                        if key not in best or cost < best[key][0]:
                            best[key] = (cost, known[1])
        everything = (1 << len(areas)) - 1
        return areas[min(best[everything, n] for n in range(len(areas)))[1]]

    def painted(self, where: Slot) -> tuple[str, ...]:
        """The qualities an area has now."""
        value = self.value(where)
        return value.qualities if isinstance(value, Painted) else ()

    def scored(self, where: Slot) -> int | None:
        """The intensity an area has now."""
        value = self.value(where)
        return value.intensity if isinstance(value, Painted) else None

    def arrive(self, block: ChartBlock, where: Slot, region: Region) -> None:
        """Go to an area by the fewest keys."""
        for key in self.steps_to(block._chart, region):
            self.key(key, f"to {where}")

    def take_brush(self, block: ChartBlock, quality: str, where: Slot) -> None:
        """Take another brush."""
        if block._brushes.value != quality:
            self.key(str(list(block._item.qualities).index(quality) + 1), str(where))

    def stroke(self, block: ChartBlock, where: Slot, value: Painted) -> None:
        """Paint on into neighbours that feel the same and as strong."""
        chart, going = block._chart, True
        while going:
            going = False
            moves = [(chart.neighbour(chart.current, right, down), key) for (down, right), key in ARROWS.items()]
            for there, key in (*moves, (chart.counterpart(chart.current), "PgDown")):
                next_to = Slot(where.item, At(None, there.name, there.side)) if there else where
                wanted = self.wanted.get(next_to)
                alike = isinstance(wanted, Painted) and (wanted.qualities[:1], wanted.intensity) == (
                    value.qualities[:1], value.intensity
                )  # fmt: skip
                if alike and len(self.painted(where)) == 1 and not self.painted(next_to):
                    self.key(f"Shift+{key}", str(next_to))
                    self.count.answered += next_to in self.wanted and wanted == Painted(value.qualities[:1], value.intensity)
                    going = True
                    break

    def steps_to(self, chart: BodyChart, region: Region) -> list[str]:
        """The fewest keys from the region the chart stands at."""
        return self.ways(chart, chart.current)[region]

    def ways(self, chart: BodyChart, start: Region) -> dict[Region, list[str]]:
        """The fewest keys from one region to every other."""
        ways: dict[Region, list[str]] = {start: []}
        waiting = [start]
        while waiting:
            here = waiting.pop(0)
            moves = [(chart.neighbour(here, right, down), key) for (down, right), key in ARROWS.items()]
            for there, key in (*moves, (chart.counterpart(here), "PgDown")):
                if there is not None and there not in ways:
                    ways[there] = [*ways[here], key]
                    waiting.append(there)
        return ways


def typed_as(value: Value | None) -> str:
    """A value as it is typed."""
    match value:
        case PartialDate():
            return str(value)
        case Levels():
            return f"{value.upper}-{value.lower}"
        case float() | int():
            return f"{value:g}"
        case _:
            return str(value)

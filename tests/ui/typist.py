"""A clinician who types: enters known answers into the real window by keys alone, and counts every press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from tests.ui.answer_hands import AnswerHands
from tests.ui.presses import StuckError, read_on, typed_as
from tests.ui.room import Room, write
from ui.fields.manoeuvre import ManoeuvreDetail
from ui.form.card import SectionCard
from ui.form.chart.chart import BodyChart
from ui.form.column import reading_order
from ui.form.going import around, asked
from ui.form.grid import GridBlock
from ui.form.letters import lettered
from ui.form.tabs import RecordTabs
from ui.widgets import Chips
from workup.answers import At, Finding, Marks, Slot, Value
from workup.protocol import Choice, Choices, Number, Records, SpanOfLevels, Text, When, posture_of

Way = list[str] | None


class Typist(AnswerHands):
    """Goes through the steps of the open workup, question after question."""

    def __init__(self, room: Room, wanted: Mapping[Slot, Value]) -> None:
        super().__init__(room, wanted)
        self._unfolded: set[tuple[str, int | None]] = set()
        self.reached: set[Slot] = set()

    # What is left

    def left(self) -> list[Slot]:
        """What is wanted, not answered yet and in sight, in the order of the screen; a list that lacks a record too."""
        found, library = list[Slot](), self.room.live.session.library
        cards = self.form._column.seen()
        if any(slot.item == "pain_map" for slot in asked(cards)):
            found += [slot for slot in self.wanted if slot.item == "pain_map" and not self.is_done(slot)]
        for where in (slot for slot in asked(cards) if slot not in found):
            lacks = isinstance(library.items[where.item], Records) and self.missing(where.item) is not None
            if lacks or (where in self.wanted and not self.is_done(where)):
                found.append(where)
        return found + [first for card in cards if (first := self.behind(card)) is not None]

    def behind(self, card: SectionCard) -> Slot | None:
        """The first question of a card that is nothing but *More*, if something in it is wanted."""
        fold = card.body.lone_fold()
        if fold is None or not any(fold.holds(where) and not self.is_done(where) for where in self.wanted):
            return None
        asked_now = self.room.live.session.assessment.asked
        return next(Slot(name, at) for name in fold._items for at in asked_now.get(name, ()))

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
                target = self.open_questionnaire()
            else:
                self.go_to(target)
            if target is None:
                return
            if target in self.wanted:
                self.answer(target)
            elif isinstance(self.room.live.session.library.items[target.item], Records):
                self.add_record(target)

    def next_target(self) -> Slot | None:
        """What to do next: here if something is wanted here, else the nearest by keys."""
        left, here = self.left(), self.room.slot()
        self.unfold(here)
        if self.room.slot() != here:
            return self.next_target()
        if (opening := self.next_door(here)) in left:
            return opening
        if here in left:
            return here
        on_chart = [where for where in left if where.item == "pain_map"]
        if isinstance(QApplication.focusWidget(), BodyChart) and on_chart:
            return self.first_of_tour(on_chart)
        if here is not None and (records := self.list_of(here)) in left:
            self.add_record(Slot(records.item))
            return self.room.slot()
        if (beside := self.beside(here)) in left:
            return beside
        near = [where for where in left if not self.is_elsewhere(here, where)] or left[:5]
        return min(near, key=lambda where: (len(self.way(where)), left.index(where)), default=None)

    def next_door(self, here: Slot | None) -> Slot | None:
        """The first question of a card that opens one key away, before what is not begun yet."""
        section_of = self.room.live.session.library.section_of
        if here is None:
            return None
        begun = any(section_of[one.item] is section_of[here.item] for one in self.reached)
        if begun and any(section_of[one.item] is section_of[here.item] for one in self.left()):
            return None
        hidden = (slot for card in self.form._column.seen() if (slot := self.behind(card)) is not None)
        return next((slot for slot in hidden if len(self.by_section(slot) or ()) == 1), None)

    def beside(self, here: Slot | None) -> Slot | None:
        """The cell that plus and minus answer from the details of a positive test."""
        if here is None or around(QApplication.focusWidget(), self.form, ManoeuvreDetail) is None:
            return None
        grid = around(QApplication.focusWidget(), self.form, GridBlock)
        cells = [cell.slot for row in grid.rows for cell in row.cells] if grid is not None else []
        after = next(iter(cells[cells.index(here) + 1 :]), None) if here in cells else None
        library = self.room.live.session.library
        if after is None or posture_of(library, after.item) != posture_of(library, here.item):
            return None  # the walk leads elsewhere
        return after

    def is_elsewhere(self, here: Slot | None, where: Slot) -> bool:
        """Whether a slot is in another section or record: what is begun is finished first."""
        section_of = self.room.live.session.library.section_of
        return here is None or section_of[here.item] is not section_of[where.item] or here.at.record != where.at.record

    # Moving

    def way(self, where: Slot) -> list[str]:
        """The fewest presses found to a slot."""
        tried = (
            self.by_arrows(where), self.by_enter(where), self.by_letter(where), self.by_tab(where),
            self.by_section(where),
        )  # fmt: skip
        ways = [way for way in tried if way is not None]
        if not ways:
            raise StuckError(f"no key leads from {self.room.slot()} to {where}")
        return min(ways, key=len)

    def go_to(self, where: Slot) -> None:
        """Move to a slot."""
        on_chart = where.item == "pain_map" and isinstance(QApplication.focusWidget(), BodyChart)
        if self.room.slot() == where or on_chart or self.beside(self.room.slot()) == where:
            return
        for _ in range(5):  # a key may lead elsewhere than was foreseen: the way is looked for anew from there
            for key in self.way(where):
                self.key(key, f"to {where}")
            if self.room.slot() == where or where.item == "pain_map":
                return
        raise StuckError(f"wanted {where}, arrived at {self.room.slot()}")

    def by_enter(self, where: Slot) -> Way:
        """Enter, from open question to open question."""
        here, keys = self.room.slot(), list[str]()
        if here is None or isinstance(QApplication.focusWidget(), RecordTabs):
            return None
        while len(keys) < 8:
            ahead = self.form.onward(here)
            if not ahead:
                return None
            here = ahead[0]
            keys.append("Return")
            if here == where:
                return keys
        return None

    def by_letter(self, where: Slot) -> Way:
        """Alt and the letter of a question in the same card."""
        library, here = self.room.live.session.library, self.room.slot()
        if here is None or library.section_of[here.item] is not library.section_of[where.item]:
            return None
        if here.at.record != where.at.record:
            return None
        section = next((c.section for c in self.form._column.seen() if where.item in c.section.items), None)
        letters = lettered(library, section) if section is not None and section.look != "instruments" else {}
        asked_at = self.room.live.session.assessment.asked.get(where.item, ())
        first = next((at for at in asked_at if at.record == where.at.record and Slot(where.item, at) not in
                      self.room.live.session.assessment.answers), None)
        letter = next((one for one, names in letters.items() if names[0] == where.item), "")
        return [f"Alt+{letter.upper()}"] if letter and first == where.at else None

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
        if card.body.lone_fold() is not None:  # it opens, at its first question
            jumps = ["Alt+Down" if steps > 0 else "Alt+Up"] * abs(steps)
            return jumps if steps and self.behind(card) == where else None
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

    def open_questionnaire(self) -> Slot | None:
        """Into a questionnaire that is wanted and closed: to its card, then Alt and its letter."""
        library, here, shown = self.room.live.session.library, self.room.workspace.section, self.form.sections
        for card in self.form._column.seen():
            if card.section.look == "instruments":
                for letter, names in lettered(library, card.section).items():
                    where = Slot(names[0])
                    if where in self.wanted and not self.is_done(where):
                        steps = shown.index(card.section.id) - shown.index(here)
                        for key in (*["Alt+Down" if steps > 0 else "Alt+Up"] * abs(steps), f"Alt+{letter.upper()}"):
                            self.key(key, f"to {where}")
                        return where
        return None

    # Records and folds

    def list_of(self, where: Slot) -> Slot:
        """The list of records a slot belongs to."""
        return Slot(self.room.live.session.library.items[where.item].record or where.item)

    def add_record(self, records: Slot) -> None:
        """Add the next wanted record of the list the keyboard is in; a first one by its first answer, if one key is."""
        library, tabs = self.room.live.session.library, QApplication.focusWidget()
        first = library.items[library.fields_of(records.item)[0]]
        where = Slot(first.id, At(self.missing(records.item)))
        value, options = self.wanted.get(where), list(first.options) if isinstance(first, Choice | Choices) else []
        chosen = value.present if isinstance(value, Marks) and not value.absent else (str(value),)
        if isinstance(tabs, RecordTabs) and not tabs._tabs and len(chosen) == 1 and chosen[0] in options[:9]:
            self.key(f"{'Ctrl+' * isinstance(value, Marks)}{options.index(chosen[0]) + 1}", f"add {where}")
            self.note(where)
        else:
            self.key("+", f"add {records}@{self.missing(records.item)}")

    def unfold(self, here: Slot | None) -> None:
        """To what is wanted of the optional questions here: each by its letter, or all opened if that takes fewer."""
        left = self.optional_left(here)
        if here is None or not left or (here in self.wanted and self.is_optional(here) and not self.is_done(here)):
            return
        library, asked_now = self.room.live.session.library, self.room.live.session.assessment.asked
        section, names = library.section_of[here.item], {where.item for where in left}
        if (section.id, here.at.record) in self._unfolded:
            return
        extra = [name for name in section.items if library.items[name].optional]
        runs = sum(1 for one, two in zip(["", *extra], extra) if two in names and one not in names)
        ready = [where for where in left if where.at in asked_now.get(where.item, ())]
        letter = self.by_letter(ready[0]) if ready else None
        later = len(names - {where.item for where in ready})
        if letter is not None and len(names) + later < runs + 2:
            self.key(letter[0], f"to {ready[0]}")
        elif len(names) + later >= runs + 2:
            self._unfolded.add((section.id, here.at.record))
            self.key("Ctrl+M", f"more of {section.id}")

    def is_optional(self, where: Slot) -> bool:
        """Whether nobody has to answer this."""
        item = self.room.live.session.library.items[where.item]
        return item.optional and not item.about

    def optional_left(self, here: Slot | None) -> list[Slot]:
        """What is wanted around the keyboard that nobody has to answer."""
        library = self.room.live.session.library
        if here is None or isinstance(QApplication.focusWidget(), RecordTabs):
            return []
        section, walked = library.section_of[here.item], set(self.form.following_open(None))
        return [
            where for where in self.wanted
            if library.section_of[where.item] is section and where.at.record == here.at.record and where != here
            and self.is_optional(where) and not self.is_done(where) and where not in walked
        ]  # fmt: skip

    # Answering

    def answer(self, where: Slot) -> None:
        """Give the answer to the slot that has the keyboard."""
        value, widget = self.wanted[where], QApplication.focusWidget()
        item = self.room.live.session.library.items[where.item]
        if isinstance(widget, GridBlock):
            self.answer_cell(widget, where)
        elif self.beside(self.room.slot()) == where and isinstance(value, Finding):
            self.key("+" if value.result == "positive" else "-", str(where))
        elif isinstance(item, Text | Number | When | SpanOfLevels):
            write(typed_as(value))
            if not self.is_done(where):  # text that is whole already goes on without a key
                on = "Tab" if isinstance(widget, QPlainTextEdit) else "Return"
                self.key("Alt+Down" if self.ends_card(where) else on, str(where))
            else:
                read_on()
        elif isinstance(value, Marks) and isinstance(widget, Chips):
            self.mark(widget, where, value)
        elif isinstance(widget, RecordTabs):
            self.key("n", str(where))
        elif where.item == "pain_map":
            self.paint(where)
        else:
            self.choose(where, value)
        self.note(where)

    def ends_card(self, where: Slot) -> bool:
        """Whether the rest of the card is optional and not wanted: going to the next card enters the text too."""
        section_of = self.room.live.session.library.section_of
        left = [one for one in self.wanted if one != where and not self.is_done(one)]
        ends = not any(section_of[one.item] is section_of[where.item] for one in left)
        return ends and self.is_optional(where) and where.at.record is None

    def note(self, where: Slot) -> None:
        """Count an answer, and those painted with it."""
        if not self.is_done(where):
            raise StuckError(f"{where} is {self.value(where)} instead of {self.wanted[where]}")
        self.reached.update(one for one in self.wanted if self.is_done(one))
        self.count.answered += 1 + sum(map(self.is_done, self.stroked))
        self.stroked.clear()

"""Hands that order tests by keys alone: the test by its name, its request, and the step that orders it."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QPlainTextEdit

from tests.ui.presses import StuckError, typed_as, wait_until
from tests.ui.room import write
from tests.ui.typist import Typist
from ui.form.letters import lettered
from ui.tests_board.orderform import BY_STEPS
from workup.answers import At, Slot
from workup.orders.order import KIND, RECORDS
from workup.protocol import Text

PRIORITY, ORDERED_ON = "order_priority", "ordered_on"


class OrderHands(Typist):
    """Orders the wanted tests one after another."""

    def order_tests(self) -> None:
        """Order all that are wanted."""
        fields = set(self.room.live.session.library.fields_of(RECORDS))
        of_orders = [where for where in self.wanted if where.item in fields and where.at.record is not None]
        for number in sorted({where.at.record for where in of_orders if where.at.record is not None}):
            slots = [where for where in of_orders if where.at.record == number]
            self.draft(Slot(KIND, At(number)))
            self.request([where for where in slots if where.item not in BY_STEPS and where.item != ORDERED_ON])
            self.order(number, [where for where in slots if not self.is_done(where)])

    def draft(self, kind: Slot) -> None:
        """A new order of a test, by its name."""
        named = self.room.workspace.testing.drawer.chooser.named
        self.key("n", f"a new order for {kind}")
        label = next(one.label for one in named._options if one.id == self.wanted[kind])
        first = named._starting_with(label[0].lower())
        self.key(label[0].lower(), str(kind))
        for _ in range([one.id for one in named._options].index(str(self.wanted[kind])) - first):
            self.key("Down", str(kind))
        self.key("Return", str(kind))
        self.note(kind)

    def request(self, slots: list[Slot]) -> None:
        """What is asked of the test, its priority last: then nothing is left to say."""
        library = self.room.live.session.library
        for _ in range(2 * len(slots)):
            here = self.room.slot()
            left = [where for where in slots if not self.is_done(where)]
            first = [where for where in left if where.item != PRIORITY] or left
            if not first:
                return
            target = here if here in first else next(iter(self.onward_of(here, first)), first[0])
            if here != target:
                self.to(target)
            if isinstance(library.items[target.item], Text):
                area = isinstance(QApplication.focusWidget(), QPlainTextEdit)
                write(typed_as(self.wanted[target]))
                if area:  # Enter is a line of it; going elsewhere stores it
                    self.by_letter_to(next(where for where in (*first, *left) if where != target))
                else:
                    self.key("Return", str(target))
                self.note(target)
            else:
                self.answer(target)
        raise StuckError(f"the request stays without {[str(one) for one in slots if not self.is_done(one)]}")

    def onward_of(self, here: Slot | None, slots: list[Slot]) -> list[Slot]:
        """Those to which Enter leads at once from here."""
        return [one for one in slots if here is not None and self.form.onward(here)[:1] == (one,)]

    def to(self, where: Slot) -> None:
        """Enter, if it leads there at once, else the letter."""
        here = self.room.slot()
        if here is not None and self.form.onward(here)[:1] == (where,):
            self.key("Return", f"to {where}")
        else:
            self.by_letter_to(where)

    def by_letter_to(self, where: Slot) -> None:
        """Alt and the letter of a question of the request."""
        letters = lettered(self.room.live.session.library, self.form._column.cards[0].section)
        letter = next(letter for letter, names in letters.items() if names[0] == where.item)
        self.key(f"Alt+{letter.upper()}", f"to {where}")
        if self.room.slot() != where:
            raise StuckError(f"wanted {where}, arrived at {self.room.slot()}")

    def order(self, number: int, slots: list[Slot]) -> None:
        """Enter orders it, once the program asks; that answers what is left."""
        drawer = self.room.workspace.testing.drawer
        wait_until(lambda: drawer.asking and not drawer.ask.habit.isActive())
        self.key("Return", f"order {RECORDS}@{number}")
        for where in slots:
            self.note(where)

"""The page around the boxes: the clinic, who it is about, its state and its number."""

from functools import cached_property
from io import BytesIO

from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader

from workup import words
from workup.note.blocks import Cover, Identity, Note, Run
from workup.paper.fonts import printable, text_width
from workup.paper.logo import drawable
from workup.paper.pen import PAGE_FOOTER, PAGE_HEADER, Pen
from workup.paper.tags import HEADER, LAST, Tree
from workup.paper.typeset import Set, Typesetter
from workup.style import Style
from workup.texts import N_, _

STATUS_WIDTH, STATUS_HEIGHT = 62.0, 16.0
WIDE_STATUS = 104.0
AMENDMENT = 18.0
FOOT, FOOT_LINE, FOOT_GAP, FOOT_MOST = 18.0, 10.0, 10.0, 2
GAP = " \u00a0\u00a0"
KNOWLEDGE, SHEET, RECORD = "KNOWLEDGE BASE", "RECOVERY SHEET", "WHOLE RECORD"
STATES = {
    "DRAFT": N_("Draft, not signed"),
    "SIGNED": N_("Signed"),
    "AMENDED": N_("Signed"),
    "REQUEST": N_("Not signed"),
    "CANCELLED": N_("Cancelled"),
    "VOID": N_("Void"),
    "IMPORTED": N_("Imported"),
    KNOWLEDGE: N_("About no patient"),
    "WORKLIST": N_("About several patients"),
    SHEET: N_("About no patient"),
    "CHECKLIST": N_("Filled in by hand"),
    RECORD: N_("Taken out"),
    "MANUAL": N_("About no patient"),
}
# What is not a page of one patient's record carries no word behind its text, nor does a request that was sent.
UNMARKED = (KNOWLEDGE, "WORKLIST", SHEET, "CHECKLIST", "MANUAL", "REQUEST", "SIGNED", "AMENDED", RECORD)
LONG = (KNOWLEDGE, "WORKLIST", SHEET, "CHECKLIST", "CANCELLED", "IMPORTED", RECORD)
LOGO_WIDE, LOGO_HIGH = 150.0, 32.0


class Frame:
    """The fixed parts of a page: header, footer, margins."""

    def __init__(self, setter: Typesetter, note: Note, cover: Cover, style: Style, tree: Tree) -> None:
        self.note, self.cover, self.style = note, cover, style
        self.tree = tree
        self.node, self.foot_node = tree.root.part(HEADER, "Div"), tree.root.part(LAST, "Div")
        wide, high = A4 if cover.paper == "A4" else LETTER
        self.wide, self.high = float(wide), float(high)
        self.margin = float(style.paper.margin_mm * mm)
        self.width = self.wide - 2 * self.margin
        self.status_width = WIDE_STATUS if cover.status in LONG else STATUS_WIDTH
        self.status_width += AMENDMENT if cover.status == "AMENDED" else 0.0
        room = self.width - self.status_width - 14
        brand = " · ".join(part for part in (note.subject, cover.clinic) if part)
        brand = shortened(brand, room - 14, style.paper.role["label"].size)
        tags = [self.node.part(10 + number, "P") for number in range(4)]
        self.brand = setter.set((Run(brand, "quiet"),), room, "label", tag=tags[0])
        self.state = setter.set((Run(cover.state, "strong"),), self.status_width, "body", tag=tags[1])
        self.name = setter.set((Run(note.identity.name, "strong"),), room, "name", tag=tags[2])
        self.identity = setter.set(identity_runs(note.identity), room, "body", tag=tags[3])
        one_line = len(self.name.lines) == 1 and self.name.width + 12 + self.identity.width <= room
        self.beside = self.name.width + 12 if one_line else 0.0
        self.setter = setter
        self.letterhead = self._letterhead() if cover.letterhead_mm == 0 else ()
        self.logo = ImageReader(BytesIO(drawable(cover.logo))) if cover.logo and cover.letterhead_mm == 0 else None

    def _letterhead(self) -> tuple[Set, ...]:
        """The clinic's own letterhead for the first page; nothing when there is no more than its name."""
        cover = self.cover
        if not (cover.address or cover.phone or cover.logo):
            return ()
        address = ", ".join(line.strip() for line in cover.address.split("\n"))
        name = Run(cover.clinic, "strong")
        rest = [part for part in (address, cover.phone) if part]
        if not cover.logo:
            line = (name, Run("".join(f" · {part}" for part in rest), "quiet"))
            return (self.setter.set(line, self.width, "label", tag=self.node.part(1, "P")),)
        lines = (name, *(Run(part, "quiet") for part in rest))
        said = [run for run in lines if run.text]
        width, node = self.width - LOGO_WIDE - 20, self.node
        return tuple(self.setter.set((run,), width, "label", tag=node.part(n, "P")) for n, run in enumerate(said, 1))

    @property
    def band(self) -> float:
        """How high the letterhead is, with the space below it."""
        if not self.letterhead and self.logo is None:
            return 0.0
        return max(sum(text.height for text in self.letterhead), LOGO_HIGH if self.logo else 0.0) + 6

    @property
    def header(self) -> float:
        """How high the header is."""
        below = 0.0 if self.beside else self.identity.height
        return max(self.brand.height + self.name.height + below, STATUS_HEIGHT + 12) + 4

    def top(self, page: int) -> float:
        """Where the text of a page begins; the first leaves room for a printed letterhead."""
        return self._start(page) + self.header + 9

    def _start(self, page: int) -> float:
        if page > 0:
            return self.margin
        return max(self.margin + self.band, float(self.cover.letterhead_mm * mm))

    @property
    def bottom(self) -> float:
        """Where the text of a page ends."""
        return self.high - self.margin - FOOT - FOOT_LINE * len(self.foot.lines)

    @cached_property
    def foot(self) -> Set:
        """What the page is for and where its limits are: a line, two in a language that takes more room."""
        if not self.note.foot:
            return self.setter.set((), self.width, "reference")
        text = shortened(self.note.foot, 0.95 * FOOT_MOST * self.width, self.style.paper.role["reference"].size)
        told = self.setter.set((Run(text, "quiet"),), self.width, "reference", tag=self.foot_node.part(0, "P"))
        return told.head(FOOT_MOST)

    def draw(self, pen: Pen, page: int, pages: int) -> None:
        """Header and footer of a page; those of the first are read, what repeats is not."""
        if page == 0:
            self._draw_letterhead(pen)
            self._header(pen, page, pages)
            self._footer(pen, _("Page {page} of {pages}").format(page=page + 1, pages=pages))
            return
        with pen.within(PAGE_HEADER):
            self._header(pen, page, pages)
        with pen.within(PAGE_FOOTER):
            self._footer(pen, _("Page {page} of {pages}").format(page=page + 1, pages=pages))

    def _header(self, pen: Pen, page: int, pages: int) -> None:
        x, y = self.margin, self._start(page)
        self._brand(pen, x, y)
        pen.text(x + 14, y, self.brand)
        pen.text(x, y + self.brand.height, self.name)
        name = y + self.brand.height
        pen.text(x + self.beside, name + (2.2 if self.beside else self.name.height), self.identity)
        self._status(
            pen, x + self.width - self.status_width, y, _("Page {page} of {pages}").format(page=page + 1, pages=pages)
        )
        pen.rule(x, y + self.header, self.width, ink="accent", weight=1.0)

    def _draw_letterhead(self, pen: Pen) -> None:
        """Logo on the left, name and address on the right."""
        y = self.margin
        for text in self.letterhead:
            pen.text(self.margin, y, text, width=self.width, align="right")
            y += text.height
        if self.logo is not None:
            wide, high = self.logo.getSize()
            scale = min(LOGO_WIDE / wide, LOGO_HIGH / high)
            place = (self.margin, self.margin, wide * scale, high * scale)
            said = _("Logo of {clinic}").format(clinic=self.cover.clinic or _("the clinic"))
            with pen.figure(self.node.figure(0, said), *place):
                pen.image(self.logo, *place)

    @staticmethod
    def _brand(pen: Pen, x: float, y: float) -> None:
        for number, wide in enumerate((7.0, 9.0, 7.0)):
            top = y + 0.6 + number * 3.4
            pen.box(x + (9.0 - wide) / 2, top, wide, 2.6, fill="accent", stroke=None, radius=0.9)

    def _status(self, pen: Pen, x: float, y: float, count: str) -> None:
        draft = self.cover.status == "DRAFT"
        pen.box(x, y, self.status_width, STATUS_HEIGHT, weight=1.25, dashed=draft, radius=2.5)
        word = self.state
        pen.text(x, y + (STATUS_HEIGHT - word.height) / 2, word, width=self.status_width, align="centre")
        text = self.setter.set((Run(count),), self.status_width, "label")
        pen.text(x, y + STATUS_HEIGHT + 2, text, width=self.status_width, align="right")

    def _footer(self, pen: Pen, count: str) -> None:
        y = self.high - self.margin - 11
        size = self.style.paper.role["reference"].size
        pen.rule(self.margin, self.bottom + 4, self.width)
        if self.note.foot:
            pen.text(self.margin, y - FOOT_LINE * len(self.foot.lines), self.foot, width=self.width, align="centre")
        cover = self.cover
        number = cover.document and f"{cover.document} v{cover.version}"
        left = " · ".join(part for part in (cover.clinic, number) if part)
        signed = ", ".join(
            p for p in (_(STATES[cover.status]), words.day_and_time(cover.printed_at), cover.author) if p
        )
        end = self.setter.set((Run(count),), self.width / 4, "reference")
        left = shortened(left, self.width * 0.42, size)
        begin = self.setter.set((Run(left),), self.width / 2, "reference", tag=self.foot_node.part(1, "P"))
        room = self.width - begin.width - end.width - 2 * FOOT_GAP
        signed = shortened(signed, room, size)
        middle = self.setter.set((Run(signed),), room, "reference", tag=self.foot_node.part(2, "P"))
        centred = (self.width - middle.width) / 2
        places = (0.0, max(centred, begin.width + FOOT_GAP), self.width - end.width)
        for text, shift in zip((begin, middle, end), places, strict=True):
            pen.text(self.margin + shift, y, text)


def shortened(text: str, width: float, size: float) -> str:
    """One line; what does not fit ends in an ellipsis. The whole words stand in the signature."""
    text = printable(" ".join(text.split()))
    if text_width(text, 400, size) <= width:
        return text
    while text and text_width(f"{text}…", 400, size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def identity_runs(identity: Identity) -> tuple[Run, ...]:
    """Sex, age, birth date and record number in one line; the name stands above."""
    if identity.remark:
        return (Run(identity.remark, "quiet"),)
    rest = [
        part
        for part in (identity.sex, identity.age, identity.born and _("born {born}").format(born=identity.born))
        if part
    ]
    runs = [Run(GAP.join(rest))] if rest else []
    if identity.mrn:
        runs.append(Run(f"{GAP}{_('MRN')} " if rest else f"{_('MRN')} "))
        runs.append(Run(identity.mrn, "strong"))
    return tuple(runs) or (Run(_("No identifiers recorded"), "quiet"),)

"""The vocabulary of content: steps, sections, items, manoeuvres, instruments and sources, all frozen."""

from typing import Literal

from msgspec import Struct, field

from workup.answers import At
from workup.expr import Condition

Log = Literal["evaluation", "patient"]
Axis = Literal["root", "segment", "vertebra", "muscle", "region", "nerve", "point"]


_OPERATION = frozenset({"operations", "operation_date"})

# The facts that conditions may name, and the items each reads; workup.reasoning.facts computes them.
FACT_READS: dict[str, frozenset[str]] = {
    "age": frozenset({"birth_date"}),
    "bmi": frozenset({"height", "weight"}),
    "days_since_operation": _OPERATION,
    "leg_share": frozenset({"back_share"}),
    "mme_per_day": frozenset({"opioids", "opioid_drug", "opioid_daily_dose"}),
    "months_since_operation": _OPERATION,
    "operation_count": frozenset({"operations", "operation_total"}),
    "pain_free_weeks": frozenset({"free_interval_weeks"}),
    "weeks_since_operation": _OPERATION,
}


class Band(Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of a score and what it is called; `upto` is the last value of the band."""

    upto: float
    label: str
    finding: bool = False


class Item(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What every question has in common.

    `when` is a condition over earlier items; `record` names the records item it belongs to; `axis`, `places` and
    `side` give the places it is answered at; `about` names an item whose every abnormal cell this one follows up.
    """

    id: str
    text: str
    short: str = ""
    ref: tuple[str, ...] = ()
    help: str = ""
    source: tuple[str, ...] = ()
    unverified: bool = False
    keep: Log | None = None
    every_visit: bool = False
    optional: bool = False
    when: str = ""
    record: str = ""
    axis: Axis | None = None
    places: tuple[str, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)
    side: bool = False
    about: str = ""
    red_flag: bool = False
    no_fill: bool = False
    private: bool = False
    look: str = ""
    was: tuple[str, ...] = ()
    codes: dict[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The shortest name, for narrow places and paper."""
        return self.short or self.text


class YesNo(Item, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="yes_no"):
    """Yes, no or unknown; `finding` says which of the two counts as abnormal, if any."""

    finding: Literal["yes", "no", ""] = "yes"


class Optioned(Item, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An item with named options, id to label, in the order shown; `factors` gives an option a number."""

    options: dict[str, str]
    normal: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    factors: dict[str, float] = field(default_factory=dict)


class Choice(Optioned, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="choice"):
    """One of several."""


class Choices(Optioned, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="choices"):
    """Many of many; each option is present, absent, unknown or not asked. `named`: paper names each absent one."""

    named: bool = False


class Number(Item, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="number"):
    """A measured number in `unit`; other units are typed behind it and converted by their factor.

    `least` and `most` are what can be stored; `usual` is the soft range outside which the value is questioned.
    """

    unit: str = ""
    units: dict[str, float] = field(default_factory=dict)
    decimals: int = 0
    least: float | None = None
    most: float | None = None
    usual: tuple[float, float] | None = None
    normal_range: tuple[float | None, float | None] | None = None
    bands: tuple[Band, ...] = ()


class Scale(Item, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="scale"):
    """A whole number from `least` to `most`, such as pain 0 to 10."""

    least: int = 0
    most: int = 10
    low: str = ""
    high: str = ""
    bands: tuple[Band, ...] = ()


class Grade(Item, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="grade"):
    """An ordered grade: number as text to its label, such as 0 to 5.

    `normal` lists the normal grades, `alike` those that are normal unless the other side has another.
    """

    grades: dict[str, str]
    normal: tuple[int, ...] = ()
    alike: tuple[int, ...] = ()


class Text(Item, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="text"):
    """Free text of one or several lines, at most `most` characters."""

    lines: int = 1
    most: int = 20000
    suggestions: tuple[str, ...] = ()


class When(Item, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="when"):
    """A date, known to the year, month or day; `not_before` names another date item or fact."""

    future: bool = False
    whole: bool = False
    not_before: str = ""


class SpanOfLevels(Item, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="levels"):
    """A span of vertebrae; `places` lists the vertebrae that can be named, upper first."""


class ManoeuvreItem(Item, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="manoeuvre"):
    """A physical test with its result, and where the manoeuvre asks for it an angle and the place of pain."""

    manoeuvre: str
    position: Literal["", "standing", "walking", "sitting", "supine", "side", "prone"] = ""


class Records(Item, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="records"):
    """A list of records, such as operations; its fields are the items that name it in `record`."""

    singular: str
    summary: tuple[str, ...] = ()
    none: str = ""


class BodyMap(Item, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="body_map"):
    """The body chart; one slot per region and side, qualities and intensity in each."""

    qualities: dict[str, str]


class Computed(Item, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="computed"):
    """A value nobody types: a named fact, or the sum of items, complete or absent."""

    fact: str = ""
    sum: tuple[str, ...] = ()
    unit: str = ""
    decimals: int = 0
    bands: tuple[Band, ...] = ()


AnyItem = (
    YesNo
    | Choice
    | Choices
    | Number
    | Scale
    | Grade
    | Text
    | When
    | SpanOfLevels
    | ManoeuvreItem
    | Records
    | BodyMap
    | Computed
)


class Section(Struct, frozen=True, kw_only=True):
    """A card of a step. `look` is one of form, flags, grid, chart, records, instruments.

    `record`, `keep` and `when` hold for all its items; `fill` offers "rest normal" for the whole section.
    """

    id: str
    title: str
    step: str
    look: Literal["form", "flags", "grid", "chart", "records", "instruments"] = "form"
    note: str = ""
    icon: str = ""
    posture: str = ""
    when: str = ""
    record: str = ""
    keep: Log | None = None
    fill: bool = False
    examined: bool = False
    items: tuple[str, ...] = ()


class Step(Struct, frozen=True, kw_only=True):
    """One of the seven steps of a workup."""

    id: str
    title: str
    keep: Log = "evaluation"
    examined: bool = False
    sections: tuple[Section, ...] = ()


class Manoeuvre(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a physical test is done and what it means; two short sentences of technique."""

    id: str
    title: str
    technique: str
    positive: str
    negative: str = ""
    normal: str = ""
    caution: str = ""
    angle: tuple[float, float] | None = None
    felt: dict[str, str] = field(default_factory=dict)
    source: tuple[str, ...] = ()
    unverified: bool = False


class Instrument(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A questionnaire: its range, licence and notice; its questions or totals are items of a section."""

    id: str
    title: str
    full: str
    range: tuple[float, float]
    licence: str
    entry: Literal["items", "total"]
    notice: str = ""
    missing: str = ""
    change: str = ""
    items: tuple[str, ...] = ()
    source: tuple[str, ...] = ()


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reference as printed, and how much of it was read."""

    id: str
    text: str
    read: Literal["abstract", "text", "secondary", "own"] = "abstract"


class Hazard(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A hazard of using the program, and what controls it."""

    id: str
    hazard: str
    control: str


class Row(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a printed section: a label and the items it tells of."""

    label: str
    items: tuple[str, ...]


class ReportSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A printed section: which items stand where on the page."""

    id: str
    title: str
    rows: tuple[Row, ...] = ()


class ScopeRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One situation of who the program reasons about: its condition and what it means, in words."""

    id: str
    when: str
    sentence: str
    works: str = ""
    ranks: bool = True
    source: tuple[str, ...] = ()


class Problem(Struct, frozen=True):
    """A piece of content that could not be used."""

    file: str
    path: str
    sentence: str
    suggestion: str = ""

    def __str__(self) -> str:
        hint = f" Did you mean “{self.suggestion}”?" if self.suggestion else ""
        return f"{self.file}: {self.path}: {self.sentence}{hint}"


class Library(Struct, frozen=True, kw_only=True):
    """All usable content, read once.

    `places` holds where each item is answered, its record left out; `reads` the items that each item depends on.
    """

    id: str
    version: str
    digest: str
    steps: tuple[Step, ...]
    items: dict[str, AnyItem]
    section_of: dict[str, Section]
    manoeuvres: dict[str, Manoeuvre]
    instruments: dict[str, Instrument]
    sources: dict[str, Source]
    axes: dict[str, dict[str, str]]
    conditions: dict[str, Condition]
    fields: dict[str, tuple[str, ...]]
    scopes: tuple[ScopeRule, ...] = ()
    report: tuple[ReportSection, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    places: dict[str, tuple[At, ...]] = field(default_factory=dict)
    reads: dict[str, frozenset[str]] = field(default_factory=dict)
    renames: dict[str, str] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)

    def fields_of(self, records: str) -> tuple[str, ...]:
        """The ids of the items that belong to a records item."""
        return self.fields.get(records, ())

    @property
    def sections(self) -> tuple[Section, ...]:
        """Every section in document order."""
        return tuple(section for step in self.steps for section in step.sections)

"""What items stand in and lean on: sections, steps, manoeuvres, sources; and all of it together."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct, field

from workup.answers import At
from workup.expr import Condition
from workup.protocol.codes import CodeList
from workup.protocol.evidence import EvidenceRow
from workup.protocol.instruments import Instrument
from workup.protocol.items import AnyItem, Log, Posture
from workup.protocol.ordering import Gate, Ordering, Question, TestKind
from workup.protocol.plain import PlainWords
from workup.protocol.reasoning import Anatomy, Cause, Engine, Flag, Term

_OPERATION = frozenset({"operations", "operation_date", "operation_levels"})
_FUSION = _OPERATION | {"procedure", "fused_levels"}
_TEST = frozenset({"orders", "order_state", "performed_on", "resulted_on", "reviewed_on", "ordered_on"})
_EGFR = _TEST | {"known_egfr", "known_egfr_date", "lab_egfr"}
_PLATELETS = _TEST | {"known_platelets", "known_platelets_date", "lab_platelets"}
_INR = _TEST | {"known_inr", "known_inr_date", "lab_inr"}
_ONSET = frozenset({"return_date", "new_symptom_date", "free_interval", "early_result", "early_back_result"})

# The facts that conditions may name, and the items each reads; workup.reasoning.facts computes them.
FACT_READS: dict[str, frozenset[str]] = {
    "age": frozenset({"birth_date"}),
    "bmi": frozenset({"height", "weight"}),
    "crp_before": _TEST | {"lab_crp"},
    "days_after_operation": _OPERATION | _TEST,
    "days_since_egfr": _EGFR,
    "days_since_operation": _OPERATION,
    "days_since_test": _TEST,
    "leg_share": frozenset({"back_share"}),
    "levels_from_fusion": _FUSION,
    "mme_per_day": frozenset({"opioids", "opioid_drug", "opioid_daily_dose", "opioid_patch_rate"}),
    "months_after_fusion": _FUSION | _TEST,
    "months_since_fusion": _FUSION,
    "months_since_operation": _OPERATION,
    "newest_egfr": _EGFR,
    "newest_inr": _INR,
    "newest_platelets": _PLATELETS,
    "operation_count": frozenset({"operations", "operation_total"}),
    "pain_free_weeks": frozenset({"free_interval_weeks"}),
    "region_of_operation": _OPERATION | {"operation_region"},
    "today": frozenset(),
    "weeks_after_onset": _OPERATION | _TEST | _ONSET,
    "weeks_since_onset": _OPERATION | _ONSET,
    "weeks_since_operation": _OPERATION,
}

_WHERE, _RECORD, _PLACE = frozenset({"record", "place"}), frozenset({"record"}), frozenset({"place"})

# Of which list the record is that a fact is asked at.
FACT_LIST: dict[str, str] = {
    "crp_before": "orders",
    "days_after_operation": "orders",
    "days_since_operation": "operations",
    "days_since_test": "orders",
    "months_after_fusion": "orders",
    "months_since_operation": "operations",
    "region_of_operation": "operations",
    "weeks_after_onset": "orders",
    "weeks_since_operation": "operations",
}

# Which of them depend on the record or the place they are asked at.
FACT_PLACED: dict[str, frozenset[str]] = {
    "crp_before": _RECORD,
    "days_after_operation": _WHERE,
    "days_since_operation": _WHERE,
    "days_since_test": _RECORD,
    "levels_from_fusion": _PLACE,
    "months_after_fusion": _WHERE,
    "months_since_fusion": _PLACE,
    "months_since_operation": _WHERE,
    "region_of_operation": _RECORD,
    "weeks_after_onset": _RECORD,
    "weeks_since_operation": _WHERE,
}


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A card of a step. `look` is one of form, flags, grid, chart, records, instruments.

    The look reasoning is no card: its items are answered where the sources and red flags are shown.

    `record`, `keep` and `when` hold for all its items; `fill` offers "rest normal" for the whole section. `short` is
    its name in the step rail, where the title is too long for it.
    """

    id: str
    title: str
    step: str
    short: str = ""
    look: Literal["form", "flags", "grid", "chart", "records", "instruments", "reasoning"] = "form"
    note: str = ""
    icon: str = ""
    posture: Posture | Literal[""] = ""
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


class Source(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reference as printed, and how much of it was read."""

    id: str
    text: str
    read: Literal["abstract", "text", "secondary", "own"] = "abstract"


class Hazard(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A hazard of using the program: how it comes about, what controls it, and the test that proves the control.

    `test` is a path in the repository and the name of the test: `tests/workup/test_x.py::test_name`.
    """

    id: str
    hazard: str
    control: str
    cause: str = ""
    test: str = ""


class Row(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a printed section: a label and the items it tells of.

    Of options that are absent a row names only those in `names`; the last pages tell all of them.
    """

    label: str
    items: tuple[str, ...]
    names: tuple[str, ...] = ()


class ReportSection(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A printed section: which items stand where on the page."""

    id: str
    title: str
    rows: tuple[Row, ...] = ()


class ScopeRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One situation of who the program reasons about: its condition and what it means, in words.

    `closes` names causes that cannot be considered in it. An `ordinary` one needs no word on the printed page.
    """

    id: str
    when: str
    sentence: str
    works: str = ""
    ranks: bool = True
    ordinary: bool = False
    closes: tuple[str, ...] = ()
    source: tuple[str, ...] = ()


class Problem(Struct, frozen=True):
    """A piece of content that could not be used."""

    file: str
    path: str
    sentence: str
    suggestion: str = ""

    def __str__(self) -> str:
        hint = f" Did you mean “{self.suggestion}”?" if self.suggestion else ""
        return f"{': '.join(filter(None, (self.file, self.path)))}: {self.sentence}{hint}"


class Library(Struct, frozen=True, kw_only=True, eq=False):
    """All usable content, read once; each reading is a library of its own.

    `places` holds where each item is answered, its record left out; `reads` the items that each item depends on;
    `readers` the conditions, definitions and causes that depend on each item; `review_by` is the day by which the
    content has to be looked over again; `intended_use` and `limits` stand on the start page and on every printed page.
    `tests` are the kinds that can be ordered, `gates` their safety questions; the conditions of both stand apart, in
    `asked_of_orders`: no answer touches them until somebody looks at an order. `original` is set on content told in
    another language.
    """

    id: str
    title: str
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
    review_by: str = ""
    intended_use: str = ""
    limits: str = ""
    scopes: tuple[ScopeRule, ...] = ()
    report: tuple[ReportSection, ...] = ()
    hazards: tuple[Hazard, ...] = ()
    evidence: dict[str, EvidenceRow] = field(default_factory=dict)
    places: dict[str, tuple[At, ...]] = field(default_factory=dict)
    reads: dict[str, frozenset[str]] = field(default_factory=dict)
    renames: dict[str, str] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)
    terms: dict[str, Term] = field(default_factory=dict)
    causes: dict[str, Cause] = field(default_factory=dict)
    flags: dict[str, Flag] = field(default_factory=dict)
    engine: Engine = field(default_factory=Engine)
    anatomy: Anatomy = field(default_factory=Anatomy)
    readers: dict[str, frozenset[str]] = field(default_factory=dict)
    tests: dict[str, TestKind] = field(default_factory=dict)
    gates: dict[str, Gate] = field(default_factory=dict)
    ordering: Ordering = field(default_factory=Ordering)
    plain: PlainWords = field(default_factory=PlainWords)
    codes: CodeList = field(default_factory=CodeList)
    asked_of_orders: dict[str, Condition] = field(default_factory=dict)
    original: "Library | None" = None

    @property
    def in_english(self) -> "Library":
        """The same content in the words it was written in; ids and numbers do not differ."""
        return self.original or self

    def touched_by(self, items: Iterable[str]) -> frozenset[str]:
        """The keys of conditions, definitions and causes that read one of these items, directly or not."""
        return frozenset().union(*(self.readers.get(item, frozenset()) for item in items))

    @property
    def questions(self) -> dict[str, Question]:
        """What a test can be asked to settle, by id."""
        return {one.id: one for one in self.ordering.question}

    def fields_of(self, records: str) -> tuple[str, ...]:
        """The ids of the items that belong to a records item."""
        return self.fields.get(records, ())

    @property
    def sections(self) -> tuple[Section, ...]:
        """Every section in document order."""
        return tuple(section for step in self.steps for section in step.sections)

"""What the reasoning is made of: definitions, causes with their criteria, red flags, and the constants of weighing."""

from typing import Literal

from msgspec import Struct, field

from workup.expr import Relation

Basis = Literal["published", "computed", "consensus", "design", "unverified"]
Transfer = Literal["", "T0", "T1", "T2", "T3"]
By = Literal[
    "history", "exam", "questionnaire", "lab", "culture", "film", "flexion_film", "long_film", "mri",
    "mri_whole_spine", "ct", "ct_myelography", "emg", "neurography", "pet", "block", "exploration", "abi",
]
Per = Literal["none", "side", "root", "segment", "vertebra"]
Tier = Literal["E", "U", "S"]
TIERS: tuple[Tier, ...] = ("E", "U", "S")
IMAGING = frozenset(
    {"film", "flexion_film", "long_film", "mri", "mri_whole_spine", "ct", "ct_myelography", "neurography", "pet"}
)


class Term(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A shared definition that conditions may name: what the word means exactly, and where that comes from."""

    id: str
    text: str
    when: str
    source: tuple[str, ...] = ()
    basis: Basis | Literal[""] = ""


class Weight(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a finding weighs: a likelihood ratio, or a word of consensus; `against` turns a word round."""

    lr: float | None = None
    word: Literal["", "weak", "moderate", "strong", "decisive"] = ""
    against: bool = False


class Criterion(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a cause: the finding, how it is asked, what it weighs when present and when absent.

    `absent_when` replaces the plain opposite of `when`. `replaces` names criteria of the same group that this one
    stands for once it is known. `agrees` asks imaging and provocation to fit the painful side and root. `lesion` marks
    a finding that is scored once, under the segment next to a fusion. `while_open` names causes whose gate must
    be open.
    `rows` are ids of the evidence table; `asks` the items that settle it when they are not those it reads.
    """

    id: str
    group: str
    text: str
    when: str
    absent_when: str = ""
    absent_text: str = ""
    by: tuple[By, ...] = ("history",)
    present: Weight | None = None
    absent: Weight | None = None
    transfer: Transfer = ""
    quality: Literal["", "small", "extremes", "crosses_one"] = ""
    basis: Basis = "consensus"
    rows: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    reason: str = ""
    agrees: bool = False
    lesion: bool = False
    replaces: tuple[str, ...] = ()
    while_open: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


class Cause(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A candidate source of the pain, and how it is weighed.

    `per` is the kind of place it is worked out at, with `side` for right and left apart; `where` lists conditions, the
    first of which that holds anywhere gives the places. `gate` decides whether it can be considered at all.
    """

    id: str
    ref: str
    title: str
    short: str
    definition: str
    codes: dict[str, str]
    kind: Literal["nerve", "segment", "person", "mimic", "emergency"]
    gate: str = ""
    gate_text: str = ""
    gate_asks: tuple[str, ...] = ()
    per: Per = "none"
    side: bool = False
    where: tuple[str, ...] = ()
    apart_from: tuple[str, ...] = ()
    timing: str = ""
    tests: tuple[str, ...] = ()
    present_not_source: bool = False
    dangerous: bool = False
    spinal: bool = True
    scored: bool = True
    ceiling: Literal["", "possible"] = ""
    ceiling_unless: str = ""
    ceiling_text: str = ""
    pinned_by: tuple[str, ...] = ()
    released_when: str = ""
    early_likely: bool = False
    note: str = ""
    source: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    criterion: tuple[Criterion, ...] = ()


class FlagRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way in which a red flag fires, and the tier it then has."""

    id: str
    tier: Tier
    text: str
    when: str
    source: tuple[str, ...] = ()
    basis: Basis = "consensus"


class FlagAsk(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is to be found out as well, to settle a red flag, once its condition holds."""

    when: str
    items: tuple[str, ...]


class Flag(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A red flag: its rules, the questions that settle it, why it matters and what may be considered.

    `since` is the day the rule last changed: an action recorded before it is asked for again. `beside` names items
    whose answers are listed with the flag and never lower it; `ask` what settles it beyond `asks`, and when.
    """

    id: str
    title: str
    rationale: str
    consider: str
    asks: tuple[str, ...]
    since: str
    when: str = ""
    rule: tuple[FlagRule, ...] = ()
    ask: tuple[FlagAsk, ...] = ()
    beside: tuple[str, ...] = ()
    beside_text: str = ""
    note: str = ""
    source: tuple[str, ...] = ()
    basis: Basis = "consensus"


class Constant(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number of the engine, with its reason."""

    value: float
    reason: str
    source: tuple[str, ...] = ()
    basis: Basis = "consensus"


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Starting points from one cohort, chosen by the clinician when its entry condition holds.

    `shares` are the cohort's percentages by cause, of `n` people; the points follow from them.
    """

    id: str
    title: str
    when: str
    shares: dict[str, float]
    n: int
    text: str
    source: tuple[str, ...] = ()
    basis: Basis = "computed"


class Reminder(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mimic that is never weighed: a line “have you considered”, opened by its trigger."""

    id: str
    text: str
    when: str
    source: tuple[str, ...] = ()
    basis: Basis = "consensus"


class Stop(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a kind of test is not proposed: as long as this holds."""

    id: str
    by: tuple[By, ...]
    text: str
    when: str
    source: tuple[str, ...] = ()
    basis: Basis = "consensus"


class Reading(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way to read the course between operation and pain."""

    id: str
    text: str
    when: str
    source: tuple[str, ...] = ()
    basis: Basis = "consensus"


class Column(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of finding that points to roots, for the board of what agrees; `roots` are those it can point to."""

    id: str
    title: str
    short: str
    when: str
    roots: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    basis: Basis = "consensus"


class Engine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How findings are weighed: constants by name, burdens of steps, phrases, profiles, stops and reminders.

    `readings` tell how the course reads, `column` what the board of roots compares.

    `group` says what a group of findings is called; `orders` lists the kinds of order that answer each kind of step.
    """

    constant: dict[str, Constant] = field(default_factory=dict)
    burden: dict[str, Constant] = field(default_factory=dict)
    phrase: dict[str, str] = field(default_factory=dict)
    step: dict[str, str] = field(default_factory=dict)
    group: dict[str, str] = field(default_factory=dict)
    orders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    profile: tuple[Profile, ...] = ()
    stop: tuple[Stop, ...] = ()
    reminder: tuple[Reminder, ...] = ()
    reading: tuple[Reading, ...] = ()
    column: tuple[Column, ...] = ()
    early: str = ""

    def number(self, name: str) -> float:
        """The value of a constant."""
        return self.constant[name].value


class Anatomy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which places belong together: relations from one axis to another, and groups of regions of the body chart.

    `places` lists, by axis, where causes are worked out, from above.
    """

    places: dict[str, tuple[str, ...]] = field(default_factory=dict)
    relation: dict[str, Relation] = field(default_factory=dict)
    area: dict[str, tuple[str, ...]] = field(default_factory=dict)

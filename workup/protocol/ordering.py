"""What can be ordered: kinds of test with their variants, the questions they answer, safety gates, and due dates."""

from typing import Literal

from msgspec import Struct, field

from workup.protocol.reasoning import Basis

Family = Literal["film", "mri", "ct", "nerve", "blood", "block", "nuclear", "vessel", "other"]
Outcome = Literal["clear", "review", "stop"]
Place = Literal["first", "second", "further"]
Rating = Literal["", "usually_appropriate", "may_be_appropriate"]


class Claim(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sentence and where it is from: sources, or a basis that says that there is none; `when` limits it."""

    text: str
    when: str = ""
    source: tuple[str, ...] = ()
    basis: Basis | Literal[""] = ""


class Indication(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A question that a test answers: how well it fits among the tests for it, and its published rating.

    `variant` names the variant meant, none for all; where `when` is false it does not fit this patient.
    """

    question: str
    place: Place
    variant: str = ""
    rating: Rating = ""
    text: str = ""
    when: str = ""
    source: tuple[str, ...] = ()
    basis: Basis | Literal[""] = ""


class Dose(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Typical effective dose of one study in mSv, as a range; without figures `text` says why there are none."""

    text: str
    low: float | None = None
    high: float | None = None
    source: tuple[str, ...] = ()
    basis: Basis | Literal[""] = ""


class Variant(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way to do a test, named by an option of the item that chooses it; what it says is added to its kind.

    `causes` are those it can speak to, where that is not all of its kind; `gates` are asked besides those of the kind.
    """

    id: str
    title: str
    gates: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    cannot: tuple[Claim, ...] = ()
    codes: dict[str, str] = field(default_factory=dict)


class TestKind(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of test that can be ordered. Its id is an option of `order_kind`, whose label is its title.

    `what` says what it shows; `chosen_by` is the item whose options are its variants; `asks` are the items of an order
    that belong to its request, `results` the result items the compact form begins with; `burden` names a burden of the
    engine. `sampled_by` is the item that says which samples are taken, `samples` tells by CAUSE/CRITERION which of them
    a finding needs. A kind the reasoning may not propose as a test says so in `never_proposed`. `short` is its name
    where there is little room.
    """

    __test__ = False  # not a test of pytest's

    id: str
    family: Family
    icon: str
    what: str
    burden: str
    title: str = ""
    short: str = ""
    chosen_by: str = ""
    variant: tuple[Variant, ...] = ()
    asks: tuple[str, ...] = ()
    sampled_by: str = ""
    samples: dict[str, tuple[str, ...]] = field(default_factory=dict)
    results: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    answers: tuple[Indication, ...] = ()
    cannot: tuple[Claim, ...] = ()
    timing: tuple[Claim, ...] = ()
    dose: Dose | None = None
    codes: dict[str, str] = field(default_factory=dict)
    codes_note: str = ""
    never_proposed: str = ""
    source: tuple[str, ...] = ()
    basis: Basis | Literal[""] = ""

    def variant_of(self, option: str) -> Variant | None:
        """The variant of that name."""
        return next((one for one in self.variant if one.id == option), None)


class Question(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a test can be asked to settle: one line its reader can answer, and the causes it separates."""

    id: str
    text: str
    causes: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    basis: Basis | Literal[""] = ""


class GateRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One outcome of a gate and when it holds. The most severe that holds counts; clear only while none other may."""

    id: str
    outcome: Outcome
    when: str
    text: str
    source: tuple[str, ...] = ()
    basis: Basis | Literal[""] = ""


class Gate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A safety question of an order: what settles it, what follows, and who reviews it.

    `fresh` lists items whose answer must have been given for this order: at most `days` (a constant) before it was
    sent. `told` lists items whose answers whoever does the test should be told.
    """

    id: str
    title: str
    question: str
    reviewer: str
    asks: tuple[str, ...]
    rule: tuple[GateRule, ...]
    fresh: tuple[str, ...] = ()
    days: str = ""
    told: tuple[str, ...] = ()
    note: tuple[Claim, ...] = ()


class DueRule(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """By when a test of this priority and family must be done, as a constant in days; first rule that fits counts.

    With `with_report` the report must be there by the same day.
    """

    id: str
    priority: str
    days: str
    families: tuple[Family, ...] = ()
    with_report: bool = False


class Ordering(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Questions, due rules, and what is the same finding on several scales.

    `reported`, `reviewed` and `critical` name the constants for the days from done to reported, and from reported to
    reviewed. `same_finding` lists items that grade one finding on different scales; none is ever converted. `value_of`
    names, for an item that reads measured values, the item that holds each of them.
    """

    question: tuple[Question, ...] = ()
    due: tuple[DueRule, ...] = ()
    reported: str = ""
    reviewed: str = ""
    critical: str = ""
    same_finding: dict[str, tuple[str, ...]] = field(default_factory=dict)
    value_of: dict[str, dict[str, str]] = field(default_factory=dict)

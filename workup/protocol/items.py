"""What can be asked: every kind of item, frozen."""

from typing import Literal

from msgspec import Struct, field

Log = Literal["evaluation", "patient"]
Posture = Literal["standing", "walking", "sitting", "supine", "side", "prone"]
Axis = Literal["root", "segment", "vertebra", "muscle", "region", "nerve", "point", "cause", "flag", "gate"]


class Band(Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of a score and what it is called; `upto` is the last value of the band."""

    upto: float
    label: str
    finding: bool = False


class Item(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"):
    """What every question has in common.

    `when` is a condition over earlier items; `record` names the records item it belongs to; `axis`, `places` and
    `side` give the places it is answered at; `about` names an item whose every abnormal cell this one follows up;
    `unprinted` is kept by the program for itself and stands on no page; `position` is the posture the patient is in
    where it is not that of the section.
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
    position: Posture | Literal[""] = ""
    about: str = ""
    red_flag: bool = False
    no_fill: bool = False
    private: bool = False
    unprinted: bool = False
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
    """Free text of one or several lines, at most `most` characters; `coded` says that it takes diagnosis codes."""

    lines: int = 1
    most: int = 20000
    suggestions: tuple[str, ...] = ()
    coded: bool = False


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


class Records(Item, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="records"):
    """A list of records, such as operations; its fields are the items that name it in `record`."""

    singular: str
    summary: tuple[str, ...] = ()
    none: str = ""


class BodyMap(Item, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="body_map"):
    """The body chart; one slot per region and side, qualities and intensity in each."""

    qualities: dict[str, str]


class Document(Item, frozen=True, kw_only=True, forbid_unknown_fields=True, tag="document"):
    """Reports kept as they came, at most `most` of them; nothing in them is read, and no condition names them."""

    most: int = 20


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
    | Document
    | Computed
)

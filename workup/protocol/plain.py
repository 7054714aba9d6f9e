"""The words of the patient's page."""

from msgspec import Struct, field


class PlainWords(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Plain words for a patient, by cause, kind of test and state of an order; headings and sentences by what they say.

    `urgent` stands on every page: when to get help at once.
    """

    title: str = ""
    about: str = ""
    told: str = ""
    found: str = ""
    found_none: str = ""
    found_written: str = ""
    thought: str = ""
    excluded: str = ""
    results: str = ""
    ask: str = ""
    open: str = ""
    open_none: str = ""
    waiting: str = ""
    checked: str = ""
    help: str = ""
    help_lead: str = ""
    urgent: tuple[str, ...] = ()
    advice_other: str = ""
    next: str = ""
    noted: str = ""
    next_none: str = ""
    keep: str = ""
    state: dict[str, str] = field(default_factory=dict)
    cause: dict[str, str] = field(default_factory=dict)
    test: dict[str, str] = field(default_factory=dict)

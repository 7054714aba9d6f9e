"""What the vault's small tables are told of the open workup: the person and the open orders."""

from workup.answers import At, PartialDate
from workup.assess import Assessment
from workup.protocol import Optioned
from workup.vault import OrderRow, PersonRow

IDENTITY = ("family_name", "given_name", "birth_date", "sex", "mrn")
CLOSED_ORDERS = ("reviewed", "cancelled")


def person_row(assessment: Assessment, patient: str) -> PersonRow:
    """Name, birth date, sex and number as search needs them; empty where not known."""
    values = {name: assessment.answers.value(name) for name in IDENTITY}
    words = {name: str(v) if isinstance(v, str | PartialDate) else "" for name, v in values.items()}
    return PersonRow(patient, **words)


def open_orders(assessment: Assessment, patient: str) -> tuple[OrderRow, ...]:
    """The orders that still wait for something, for the list on Home."""
    rows: list[OrderRow] = []
    kinds = assessment.library.items.get("order_kind")
    for number in assessment.records.get("orders", ()):
        at = At(record=number)
        state, kind = assessment.counted.value("order_state", at), assessment.counted.value("order_kind", at)
        if state in CLOSED_ORDERS or not isinstance(kind, str):
            continue
        title = kinds.options.get(kind, kind) if isinstance(kinds, Optioned) else kind
        due, booked = (assessment.counted.value(name, at) for name in ("order_due", "scheduled_for"))
        rows.append(
            OrderRow(
                patient,
                number,
                title,
                state if isinstance(state, str) else "ordered",
                due.last if isinstance(due, PartialDate) else None,
                booked.first if isinstance(booked, PartialDate) else None,
            )
        )
    return tuple(rows)

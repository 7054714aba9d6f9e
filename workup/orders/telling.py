"""What a test can tell: the results it may hold, and the causes with a finding that such a result decides."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from functools import cache

from workup.answers import Answer, Answers, At, Slot
from workup.expr import Context
from workup.orders.order import KIND, RECORDS, STATE
from workup.protocol import By, Cause, Criterion, Library, TestKind, Variant

ANY_TIME = datetime.min.replace(tzinfo=UTC)
NO_RESULT = ("orders", "order_record")


def steps_of(library: Library, kind: TestKind) -> frozenset[By]:
    """The kinds of step of the reasoning that this test answers."""
    return frozenset(by for by, kinds in library.engine.orders.items() if kind.id in kinds)  # type: ignore[misc]


def is_result(library: Library, item: str) -> bool:
    """Whether an item stands in a result form and not in the request."""
    section = library.section_of.get(item)
    return section is not None and section.id not in NO_RESULT


def tells(
    library: Library,
    kind: TestKind,
    variant: Variant | None,
    cause: Cause,
    criterion: Criterion,
    samples: Collection[str] = (),
) -> bool:
    """Whether a result of this test can decide a finding of a cause; samples count where some are named."""
    if variant is not None and variant.causes and cause.id not in variant.causes:
        return False
    if not (criterion.present or criterion.absent) or steps_of(library, kind).isdisjoint(criterion.by):
        return False
    needs = kind.samples.get(f"{cause.id}/{criterion.id}", ())
    if samples and needs and not any(one in samples for one in needs):
        return False
    return not _read(library, cause, criterion).isdisjoint(_shown(library, kind.id, variant.id if variant else ""))


def told_apart(
    library: Library, kind: TestKind, variant: str, causes: Iterable[str], samples: Collection[str] = ()
) -> tuple[str, ...]:
    """Those of the causes that this test can tell apart, in the order they come."""
    chosen = kind.variant_of(variant)
    known = (library.causes[name] for name in dict.fromkeys(causes) if name in library.causes)
    return tuple(
        one.id for one in known if any(tells(library, kind, chosen, one, each, samples) for each in one.criterion)
    )


def _read(library: Library, cause: Cause, criterion: Criterion) -> frozenset[str]:
    keys = (f"{what}:{cause.id}/{criterion.id}" for what in ("criterion", "absent"))
    return frozenset().union(*(library.conditions[key].items for key in keys if key in library.conditions))


@cache
def _shown(library: Library, kind: str, variant: str) -> frozenset[str]:
    """The result items that may be asked of such an order once its result is in."""
    at, test = At(record=1), library.tests[kind]
    given = {KIND: kind, STATE: "reviewed"} | ({test.chosen_by: variant} if test.chosen_by and variant else {})
    answers = Answers((Slot(name, at), Answer(value, 1, ANY_TIME, "")) for name, value in given.items())
    context = Context(answers, lambda *_: None, at)

    def asked(item: str) -> bool:
        keys = (f"section:{library.section_of[item].id}", item)
        found = (library.conditions.get(key) for key in keys)
        return not any(one is not None and one.holds(context) is False for one in found)

    return frozenset(name for name in library.fields_of(RECORDS) if is_result(library, name) and asked(name))

"""What whoever does a test has to know of the patient: the history in three lines, operated levels, implants."""

from collections.abc import Collection, Iterable, Iterator

from workup import agreeing, words
from workup.answers import At, Gap, Levels, Marks, PartialDate, Side, Slot
from workup.note.blocks import Cell, Run, Runs
from workup.note.findings import examined, unremarkable
from workup.note.phrases import phrases, sided
from workup.note.reader import Reader
from workup.note.rows import fact
from workup.protocol import Choices
from workup.texts import N_, _

Row = tuple[Cell, ...]
OPERATIONS, IMPLANTS, DEVICES, HAZARDS = "operations", "implants", "devices", "mr_hazards"
OPERATIONS_MOST, FINDINGS_MOST, IMPLANTS_MOST, OPTIONS_MOST, FLAGS_MOST = 4, 4, 3, 3, 4
TEXT_MOST, FINDING_MOST = 100, 90
NO_LABEL = N_("MR label not recorded")
SCORES: tuple[tuple[str, Side | None, str], ...] = (
    ("back_pain_now", None, N_("back")),
    ("leg_pain_now", "right", N_("right leg")),
    ("leg_pain_now", "left", N_("left leg")),
)


def history_rows(reader: Reader) -> Iterator[Row]:
    """Operations with their levels, the pain and its course, what was found: a line each; raised red flags below."""
    before = frozenset(reader.told)
    yield fact(_("Operated levels"), (_operations(reader),), reader.newly(before))
    before = frozenset(reader.told)
    pain = words.capital("; ".join(_pain(reader)))
    said = Run(f"{pain}.") if pain else Run(_("Not recorded."), "quiet")
    yield fact(_("Pain"), ((said,),), reader.newly(before))
    runs, found = _findings(reader)
    yield fact(_("Findings"), (runs,), found)
    raised = reader.assessment.reasoning.fired
    if raised:
        told = [words.in_sentence(one.flag.title) for one in raised[:FLAGS_MOST]]
        if len(raised) > FLAGS_MOST:
            told.append(_("{count} more").format(count=len(raised) - FLAGS_MOST))
        slots = dict.fromkeys(slot for one in raised for slot in one.because if reader.answer(slot) is not None)
        yield fact(_("Red flags raised"), ((Run(f"{words.capital('; '.join(told))}.", "strong"),),), tuple(slots))


def latest_first(reader: Reader) -> list[int]:
    """The operations by date, those without one last."""

    def day(number: int) -> int:
        value = reader.value("operation_date", At(record=number))
        return -value.last.toordinal() if isinstance(value, PartialDate) else 0

    return sorted(reader.records(OPERATIONS), key=day)


def _operations(reader: Reader) -> Runs:
    numbers = latest_first(reader)
    if not numbers:
        none = reader.read(Slot(OPERATIONS)) if reader.value(OPERATIONS) is not None else _("not recorded")
        return (Run(f"{words.capital(none)}."),)
    runs: list[Run] = []
    for number in numbers[:OPERATIONS_MOST]:
        first, *rest = _operation(reader, number)
        if not runs and not agreeing.place_first():
            first = Run(words.capital(first.text), first.tone)
        runs += [*([Run("; ")] if runs else []), first, *rest]
    if len(numbers) > OPERATIONS_MOST:
        runs.append(Run(_("; {count} more").format(count=len(numbers) - OPERATIONS_MOST)))
    return (*runs, Run("."))


def _operation(reader: Reader, number: int) -> Runs:
    """`L4–S1 PLIF, both sides, 3 Sep 2024, 14 months ago (dural tear), fused L4–S1`, the levels strong."""
    at = At(record=number)
    levels = Slot("operation_levels", at)
    which = reader.read(levels) if isinstance(reader.value(levels.item, at), Levels) else _("levels not known")
    side = reader.value("operation_side", at)
    if side == "right" or side == "left":
        which = f"{which} {words.on_side(str(side))}"
        reader.told.add(Slot("operation_side", at))
    texts = []
    for name, said in (("procedure", ""), ("procedure_other", ""), ("operation_date", _("date"))):
        where = Slot(name, at)
        if reader.answer(where) is not None:
            gap = f"{said} " if said and isinstance(reader.value(name, at), Gap) else ""
            texts.append(f"{gap}{cut(reader.read(where, relative=True, brief=True))}")
    complications = reader.value("complications", at)
    if isinstance(complications, Marks) and complications.present:
        texts.append(cut(reader.read(Slot("complications", at), brief=True)))
    fused = reader.value("fused_levels", at)
    if isinstance(fused, Levels) and fused != reader.value(levels.item, at):
        texts.append(_("fused {read}").format(read=reader.read(Slot("fused_levels", at))))
    count = Slot("surgeon_numbering", at)
    if reader.answer(count) is not None and reader.value(count.item, at) != "five_lumbar":
        texts.append(_("counting of levels {read}").format(read=reader.read(count)))
    rest = [words.in_sentence(texts[0]), *texts[1:]] if texts else [_("no details")]
    if agreeing.place_first() or reader.answer(Slot("procedure", at)) is None:
        return Run(which, "strong"), Run(f" {', '.join(rest)}")
    more = f", {', '.join(rest[1:])}" if rest[1:] else ""
    return Run(f"{rest[0]} "), Run(which, "strong"), Run(more)


def _pain(reader: Reader) -> Iterator[str]:
    """The course since surgery, the scores now, how far it travels, and what moves it."""
    course = [
        _worded(reader, "early_result", _("leg pain after surgery {}")),
        _worded(reader, "free_interval_weeks", _("free {} weeks")) or _worded(reader, "free_interval", _("free {}")),
        _worded(reader, "return_onset", _("came back {}")),
        _worded(reader, "return_date", "{}" if reader.value("return_onset") is not None else _("came back {}")),
        _worded(reader, "course_now", "{}"),
    ]
    if told := [text for text in course if text]:
        yield ", ".join(told)
    if new := _worded(reader, "new_symptoms", _("new since surgery: {}")):
        yield new
    places = [(Slot(item, At(side=side)), _(name)) for item, side, name in SCORES]
    scores = [f"{name} {reader.read(where)}" for where, name in places if reader.answer(where) is not None]
    if scores:
        yield _("now {scores}").format(scores=", ".join(scores))
    travels = [where for where in reader.slots("pain_radiation") if reader.value(where.item, where.at) != "none"]
    roots = [where for where in reader.slots("root_pain") if reader.value(where.item, where.at) == "yes"]
    if travels:
        yield _("down to {names}").format(
            names=", ".join(sided(where.at.side, reader.read(where)) for where in travels)
        )
    if roots:
        reader.told.update(roots)
        yield _("follows {value}").format(
            value=words.listing([sided(where.at.side, where.at.place) for where in roots])
        )
    for name, said in (("worse_with", _("worse {}")), ("eased_by", _("eased {}"))):
        if text := _worded(reader, name, said):
            yield text


def _worded(reader: Reader, name: str, said: str) -> str:
    """A known answer in a phrase; of many options the first ones present, and nothing of none."""
    value = reader.value(name)
    if value is None or isinstance(value, Gap) or (isinstance(value, Marks) and not value.present):
        return ""
    text = words.decimal(value) if isinstance(value, (int, float)) else reader.read(Slot(name), brief=True)
    reader.told.add(Slot(name))
    return said.format(", ".join(text.split(", ")[:OPTIONS_MOST]))


def _findings(reader: Reader) -> tuple[Runs, tuple[Slot, ...]]:
    """`Weakness: great toe 4/5; sensory loss: … (4 Nov 2025).`; without any, what was normal."""
    lines = examined(reader)
    runs: list[Run] = []
    for line, _rest in lines[:FINDINGS_MOST]:
        label = words.capital(line[0].text) if not runs else line[0].text
        runs += [*([Run("; ")] if runs else []), Run(label, "strong"), Run(cut(_text(line[1:]), FINDING_MOST))]
    slots = tuple(slot for _rest2, found in lines[:FINDINGS_MOST] for slot in found)
    if runs:
        more = _("; {count} more").format(count=len(lines) - FINDINGS_MOST) if len(lines) > FINDINGS_MOST else ""
        return (*runs, Run(f"{more} ({reader.visit_words(reader.base_visit(slots))}).")), slots
    normal = unremarkable(reader)
    if normal:
        return (Run(_("Nothing abnormal recorded. Normal: {normal}.").format(normal=", ".join(normal))),), ()
    return (Run(_("No examination recorded."), "quiet"),), ()


def _text(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


# ------------------------------------------------------------------------------------------------------------ implants


def implant_rows(reader: Reader, asked: Collection[str]) -> Iterator[Row]:
    """Everything implanted with its MR label, or that there is none; `asked` is what the safety questions need."""
    before = frozenset(reader.told)
    spinal = [(Run(text),) for n in latest_first(reader)[:OPERATIONS_MOST] if (text := _spinal(reader, n))]
    if spinal:
        yield fact(_("Spinal implants"), spinal, reader.newly(before))
    before = frozenset(reader.told)
    lines = [*_hazards(reader, strong=HAZARDS in asked), *_records(reader, IMPLANTS, "mr_status")]
    lines += _records(reader, DEVICES, "device_mr_status")
    yield fact(_("Other implants"), lines, reader.newly(before))


def _spinal(reader: Reader, number: int) -> str:
    """`Screws and rods, cage; titanium, PEEK (2024). MR label not recorded, implant card obtained.`"""
    at = At(record=number)
    kinds = reader.value("instrumentation", at)
    if kinds is None or (isinstance(kinds, Marks) and not kinds.present and not kinds.unknown):
        return ""
    text = words.capital(reader.read(Slot("instrumentation", at), brief=True))
    for name in ("implant_material", "implant_detail"):
        where = Slot(name, at)
        if reader.answer(where) is not None:
            text = f"{text}; {cut(reader.read(where, brief=True))}"
    day = reader.value("operation_date", at)
    year = f" ({day.year})" if isinstance(day, PartialDate) else ""
    card = Slot("implant_record", at)
    seen = _(", implant card {read}").format(read=reader.read(card)) if reader.answer(card) is not None else ""
    return f"{text}{year}. {_(NO_LABEL)}{seen}."


def _hazards(reader: Reader, *, strong: bool) -> Iterator[Runs]:
    value, where = reader.value(HAZARDS), Slot(HAZARDS)
    reader.told.add(where)
    if value is None:
        yield (Run(_("Not asked."), "strong" if strong else "quiet"),)
    elif isinstance(value, Marks) and not value.present and not value.unknown:
        yield (Run(_("None of those asked.")),)
    elif not isinstance(value, Marks):
        yield (Run(words.sentence(reader.read(where)), "strong"),)
    else:
        item = reader.library.items[HAZARDS]
        options = item.options if isinstance(item, Choices) else {}
        unknown = ", ".join(words.in_sentence(options.get(one, one)) for one in value.unknown)
        texts = [reader.read(where, brief=True)] if value.present else []
        texts += [_("not known: {unknown}").format(unknown=unknown)] if unknown else []
        yield (Run(words.sentence("; ".join(texts)), "strong"),)


def _records(reader: Reader, owner: str, label: str) -> Iterator[Runs]:
    """A line for each implant or device: kind, model, what else the MR unit asks for, and the label strong."""
    numbers = reader.records(owner)
    for number in numbers[:IMPLANTS_MOST]:
        at = At(record=number)
        kind = Slot("implant_kind" if owner == IMPLANTS else "device_kind", at)
        texts = [reader.read(kind) if reader.answer(kind) is not None else _("kind not recorded")]
        fields = [name for name in reader.library.fields_of(owner) if name in _asked_by_mr(reader) and name != label]
        own = [where for name in fields for where in reader.slots(name, number)]
        texts += [cut(run.text) for run in phrases(reader, own, dated=False, brief=True, colon=True)]
        given = Slot(label, at)
        known = reader.answer(given) is not None and not isinstance(reader.value(label, at), Gap)
        said = reader.read(given) if known else _("{no_label}: counts as unsafe").format(no_label=_(NO_LABEL))
        yield (Run(f"{words.capital('; '.join(texts))}. "), Run(f"{said}.", "strong"))
    if len(numbers) > IMPLANTS_MOST:
        yield (Run(_("{count} more on record.").format(count=len(numbers) - IMPLANTS_MOST), "strong"),)


def _asked_by_mr(reader: Reader) -> set[str]:
    """What the safety questions tell of implants."""
    return {name for gate in reader.library.gates.values() for name in gate.told}


def cut(text: str, most: int = TEXT_MOST) -> str:
    """Free text cut between words when it is long."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most].rpartition(' ')[0].rstrip(',;') or text[:most]} …"

"""What ends the note: plan, come-back advice, what was not asked, signature and references."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import takewhile

from workup import agreeing, words
from workup.answers import At, Marks, PartialDate, Slot
from workup.note.blocks import Block, Bullets, Callout, Paragraph, Part, Run, Runs
from workup.note.loops import loops
from workup.note.phrases import phrases
from workup.note.reader import Reader
from workup.protocol import Choices, Computed, Records, Section
from workup.texts import _, _n, _p

MYSELF = ("me", "myself")
SILENT_STEPS, JUDGED = ("summary",), "assessment"
FIRST, BRIEF = 2, 120
# `Authors. Title. Journal 2011;12(10):1080–1087. doi:…`, the authors by their names.
_NAME = r"[A-ZÀ-Ž][\w'’–-]+(?: [\w'’–-]+)?"
_CITED = re.compile(rf"({_NAME}(?:, {_NAME})*(?:, et al)?)\. .+\. ([A-Z][^.;]* \d{{4}};[^ ]*[^. ])(?:\. .*)?")
_SENTENCE = re.compile(r"(?<=[a-z0-9)%]{3})\.\s+(?=[A-Z])")


def first_steps(reader: Reader) -> Iterator[Block]:
    """For the first page: the first actions of the plan and the next visit; the plan itself tells them whole."""
    actions = [
        (number, text)
        for number in sorted(reader.records("plan"), key=lambda number: _turn(reader, number))
        if isinstance(text := reader.value("plan_action", At(record=number)), str)
        and reader.value("plan_done", At(record=number)) != "yes"
    ]
    sentences = [_sentence(text) for _rest, text in actions[:FIRST]]
    told = list(takewhile(lambda sentence: len(sentence) <= BRIEF, sentences))
    left = len(actions) - len(told)
    more = (
        _("and {left} more").format(left=left)
        if told
        else _("{count}, told in the plan").format(count=_n("{n} action", "{n} actions", left))
    )
    texts = [f"{'; '.join(told)}{' ' if told and left else ''}{more if left else ''}."] if actions else []
    slots = [Slot("plan_action", At(record=number)) for number, _rest2 in actions[: len(told)]]
    if reader.answer(Slot("next_visit")) is not None:
        texts.append(_("Next visit {read}.").format(read=reader.read(Slot("next_visit"))))
        slots.append(Slot("next_visit"))
    if texts:
        yield Paragraph((Run(_("Next: "), "strong"), Run(" ".join(texts))), look="small", slots=tuple(slots))


def _sentence(text: str) -> str:
    """The first sentence of an action, never cut; the full stop of `Dr. Lund` ends none."""
    return _SENTENCE.split(" ".join(words.shown(text).split()), maxsplit=1)[0].rstrip(".")


def plan_part(reader: Reader) -> Part | None:
    """Open loops first, then the actions: late ones, those to come in the order entered, done ones; the next visit."""
    open_loops = loops(reader)
    rows: list[Runs] = []
    slots: list[Slot] = []
    for number in sorted(reader.records("plan"), key=lambda number: _turn(reader, number)):
        row = _action(reader, number)
        if row:
            rows.append(row)
            slots.extend(w for field in reader.library.fields_of("plan") for w in reader.slots(field, number))
    if reader.answer(Slot("next_visit")) is not None:
        rows.append(_next_visit(reader))
        slots.extend((*reader.slots("next_visit"), *reader.slots("next_visit_for")))
    if not rows:
        none = reader.read(Slot("plan")) if reader.value("plan") is not None else ""
        said: tuple[Block, ...] = (Paragraph((Run(words.sentence(none)),), slots=(Slot("plan"),)),) if none else ()
        return Part("plan", _("Plan"), (*open_loops, *said)) if none or open_loops else None
    actions = Bullets(tuple(rows), numbered=True, look="small", slots=tuple(slots))
    return Part("plan", _("Plan"), (*open_loops, actions))


def _turn(reader: Reader, number: int) -> int:
    """0 for an action that is late, 1 for one to come, 2 for one that is done."""
    at = At(record=number)
    due = reader.value("plan_due", at)
    if reader.value("plan_done", at) == "yes":
        return 2
    return 0 if isinstance(due, PartialDate) and due.last < reader.assessment.today else 1


def _action(reader: Reader, number: int) -> Runs:
    at = At(record=number)
    fields = ("action", "for", "due", "done", "done_on")
    late = _turn(reader, number) == 0
    told = {name: reader.read(Slot(f"plan_{name}", at), relative=late and name == "due") for name in fields}
    action = told["action"] or (_("Action not recorded") if any(told.values()) else "")
    if not action:
        return ()
    runs = [Run(words.sentence(action), "strong")]
    if told["for"]:
        whom = reader.cover.author if told["for"].casefold() in MYSELF else ""
        runs.append(Run(f" {_('For {whom}').format(whom=words.sentence(whom or told['for']))}"))
    if reader.value("plan_done", at) == "yes":
        done = told["done_on"].split(",", 1)[0]
        runs.append(Run(f" {_('Done {done}.').format(done=done) if done else _('Done.')}"))
    elif told["due"]:
        runs.append(_due(reader, at, told["due"]))
    others = [
        where
        for field in reader.library.fields_of("plan")
        for where in reader.slots(field, number)
        if where not in reader.told
    ]
    runs.extend(Run(f" {words.sentence(run.text)}") for run in phrases(reader, others))
    return tuple(runs)


def _due(reader: Reader, at: At, told: str) -> Run:
    """` Due 9 Dec 2025.`; what is late says so first, and since when."""
    due = reader.value("plan_due", at)
    if isinstance(due, PartialDate) and due.last < reader.assessment.today:
        return Run(f" {_('OVERDUE since {told}.').format(told=told)}", "strong")
    return Run(f" {_('Due {told}.').format(told=told)}")


def _next_visit(reader: Reader) -> Runs:
    day = reader.read(Slot("next_visit"), relative=True)
    purpose = reader.read(Slot("next_visit_for")) if reader.answer(Slot("next_visit_for")) is not None else ""
    lead = Run((_("Next visit {day}:") if purpose else _("Next visit {day}.")).format(day=day), "strong")
    return (lead, Run(f" {words.sentence(purpose)}")) if purpose else (lead,)


def advice_part(reader: Reader) -> Part | None:
    """Whether the patient was told when to come back, and for what."""
    given = reader.value("comeback_given")
    if given is None:
        return None
    slots = tuple(Slot(n) for n in ("comeback_given", "comeback_advice", "comeback_other") if reader.slots(n))
    told = reader.read(Slot("comeback_given"))
    dated = reader.date_words(Slot("comeback_given"), None)
    if given != "yes":
        lines: tuple[Runs, ...] = ((Run(f"{(_('Not given') if given == 'no' else words.capital(told))}.{dated}"),),)
        return Part("advice", "", (Callout("advice", _("Come-back advice:"), lines, slots=slots),))
    reasons = [part for part in (_advice(reader), reader.read(Slot("comeback_other"))) if part]
    text = words.sentence("; ".join(reasons)) if reasons else _("reasons not recorded.")
    title = _("Patient told to come back the same day for:") if reasons else _("Come-back advice given:")
    return Part("advice", "", (Callout("advice", title, ((Run(f"{words.in_sentence(text)}{dated}"),),), slots=slots),))


def _advice(reader: Reader) -> str:
    where = Slot("comeback_advice")
    value, item = reader.value(where.item), reader.item(where.item)
    if isinstance(value, Marks) and isinstance(item, Choices):
        reader.told.add(where)
        return ", ".join(words.in_sentence(item.options.get(option, option)) for option in value.present)
    return reader.read(where) if value is not None else ""


# ----------------------------------------------------------------------------------------------------- what is open


def open_part(reader: Reader) -> Part | None:
    """`Not asked: …. Not examined: …. Not recorded: …`: sections without an answer, others by their open questions.

    What the clinician judges, writes or plans is asked of nobody: of it only what every workup has is told as missing.
    """
    steps = [step for step in reader.library.steps if step.id not in SILENT_STEPS]
    sections = [(step, section) for step in steps for section in step.sections if not section.record]
    groups = {
        _("Not asked"): [one for step, one in sections if not step.examined and step.id != JUDGED],
        _("Not examined"): [one for step, one in sections if step.examined],
        _("Not recorded"): [one for step, one in sections if step.id == JUDGED and _expected(reader, one)],
    }
    runs: list[Run] = []
    for label, some in groups.items():
        names = [name for section in some if (name := _open_in(reader, section))]
        if names:
            runs += [Run(f"{' ' if runs else ''}{label}: ", "strong"), Run(f"{'; '.join(names)}.")]
    private = [name for name, item in reader.library.items.items() if item.private]
    if not reader.cover.private and any(_given(reader, name) for name in private):
        runs.append(Run(f"{' ' if runs else ''}{_('Answers marked private are not printed.')}"))
    return Part("open", "", (Paragraph(tuple(runs), look="fine"),)) if runs else None


def _expected(reader: Reader, section: Section) -> bool:
    """Whether a part of the assessment belongs to every workup: not what stands beside the ranking, nor choices."""
    items = [item for name in section.items if (item := reader.item(name)) is not None]
    return section.look != "reasoning" and not all(item.optional or item.about for item in items)


def _given(reader: Reader, name: str) -> bool:
    return bool(reader.assessment.counted.of_item(name))


def _open_in(reader: Reader, section: Section) -> str:
    """What is open in a section; nothing when all is answered or nothing is asked. Red flags speak for themselves."""
    items = [reader.library.items[name] for name in section.items if reader.item(name) is not None]
    if all(item.optional and (item.record or isinstance(item, Records)) for item in items):
        return ""  # a list that nobody has to begin, such as remarks, asks nothing
    counting = [item for item in items if not (item.red_flag or item.about or isinstance(item, Computed))]
    asked = [item for item in counting if reader.assessment.asked.get(item.id)]
    if not asked:
        return ""
    if not any(_given(reader, item.id) or _has_records(reader, item.id) for item in items):
        return words.in_sentence(section.title)
    never = {where.item for where in reader.assessment.open if where not in reader.assessment.answers}
    names = [
        words.in_sentence(agreeing.asked(item.text if item.label == section.title else item.label))
        for item in asked
        if item.id in never and not item.record and not _given(reader, item.id)
    ]
    return f"{words.in_sentence(section.title)} ({', '.join(names)})" if names else ""


def _has_records(reader: Reader, name: str) -> bool:
    return isinstance(reader.library.items[name], Records) and bool(reader.records(name))


# ------------------------------------------------------------------------------------------ signature and references


def signature_part(reader: Reader) -> Part:
    """Who wrote it, and that it is not signed."""
    cover = reader.cover
    lines: list[Runs] = [
        (Run(text),)
        for text in (
            ", ".join(part for part in (cover.profession, cover.clinic) if part),
            ", ".join(
                part
                for part in (*cover.address.split("\n"), cover.phone and _("phone {phone}").format(phone=cover.phone))
                if part
            ),
            cover.licence and _("Licence {licence}").format(licence=cover.licence),
        )
        if text
    ]
    library, signature = reader.library, cover.signature
    zone = words.zone(cover.printed_at)
    when = f"{words.day_and_time(cover.printed_at)}{f' ({zone})' if zone else ''}"
    state = {"VOID": _("Void"), "IMPORTED": _("Imported")}.get(cover.status, _("Not signed"))
    stands = Run(_("Signed electronically {when}").format(when=when) if signature else f"{state}. ", "strong")
    beside: list[Runs] = [
        (stands,) if signature else (stands, Run(_("Printed {when}").format(when=when))),
        (
            Run(
                _("Document {document}, version {version}").format(
                    document=cover.document or _("without number"), version=cover.version
                )
            ),
        ),
        (
            Run(
                _("Content {id} {version}, {digest}").format(
                    id=library.id, version=library.version, digest=library.digest[:8]
                ),
                "quiet",
            ),
        ),
    ]
    if signature:
        codes = (
            (_p("what a check code is of", "record"), signature.record_digest),
            (_("audit trail"), signature.audit_head),
            (_p("what a check code is of", "key"), signature.key_id),
        )
        said = ", ".join(f"{name} {words.fingerprint(code)}" for name, code in codes if code)
        beside.append(
            (Run(_("Check codes: {said}. Changes after signing are a new version.").format(said=said), "quiet"),)
        )
    if library.review_by and cover.printed_at.date() > date.fromisoformat(library.review_by):
        day = words.calendar_day(date.fromisoformat(library.review_by))
        beside.append((Run(_("This content was due for review by {day}.").format(day=day), "strong"),))
    if cover.reason:
        beside.insert(1, (Run(words.sentence(cover.reason)),))
    block = Callout("signature", cover.author or _("Author not recorded"), tuple(lines), tuple(beside))
    return Part("signature", "", (block,))


def references_part(reader: Reader, notices: Iterable[str]) -> Part | None:
    """The sources cited, numbered in order of first use, and the notices of the instruments."""
    blocks: list[Block] = []
    if reader.cover.references and reader.cited:
        rows = tuple((Run(in_short(reader.library.sources[key].text)),) for key in reader.cited)
        blocks.append(Bullets(rows, numbered=True, look="fine"))
    blocks.extend(Paragraph((Run(text),), look="fine") for text in dict.fromkeys(notices) if text)
    title = _("References") if blocks and isinstance(blocks[0], Bullets) else _("Notices")
    return Part("references", title, tuple(blocks)) if blocks else None


def in_short(citation: str) -> str:
    """`Attal, et al. J Pain 2011;12(10):1080–1087`: without its title where year, volume and page find it."""
    found = _CITED.fullmatch(citation)
    return f"{found[1]}. {found[2]}" if found else citation

"""What leads the page: who it is, the impression, the red flags, the scope and the reason."""

from collections.abc import Iterator

from workup import words
from workup.answers import PartialDate, Slot
from workup.note.amendment import amendment_callout
from workup.note.blocks import Block, Callout, Identity, Paragraph, Part, Run
from workup.note.closing import first_steps
from workup.note.flags import flag_blocks
from workup.note.glance import leading
from workup.note.loops import alarms
from workup.note.phrases import phrases
from workup.note.reader import Reader
from workup.note.sources import telling_most
from workup.texts import N_, _

TITLE_MOST = 110
LEAD_MOST = 240
NO_TITLE = N_("Workup summary")


def identity(reader: Reader) -> Identity:
    """What names the patient on every page."""
    family, given, mrn = (_text(reader, name) for name in ("family_name", "given_name", "mrn"))
    born = reader.value("birth_date")
    printed = _text(reader, "printed_name")
    known = ("family_name", "given_name", "printed_name", "mrn", "birth_date", "sex")
    reader.told.update(Slot(name) for name in known)
    whole = isinstance(born, PartialDate)
    return Identity(
        name=printed or words.person_name(family, given) or _("Name not recorded"),
        sex=words.sex(reader.value("sex")),
        age=words.age_known(born.first, born.last, reader.assessment.today) if isinstance(born, PartialDate) else "",
        born=reader.read(Slot("birth_date")).split(",", 1)[0] if whole else "",
        mrn=mrn,
    )


def _text(reader: Reader, name: str) -> str:
    value = reader.value(name)
    return " ".join(words.shown(value).split()) if isinstance(value, str) else ""


def title(reader: Reader) -> str:
    """The reason for the workup when it fits on a line or two."""
    reason = _text(reader, "reason")
    if not reason or len(reason) > TITLE_MOST:
        return _(NO_TITLE)
    reader.told.add(Slot("reason"))
    return words.capital(reason.rstrip("."))


def subtitle(reader: Reader) -> str:
    """Visits, author and clinic."""
    days = reader.assessment.visit_days
    visits = f"{(_('Visit') if len(days) == 1 else _('Visits'))} {words.days(days)}" if days else _("No visit yet")
    cover = reader.cover
    author = ", ".join(part for part in (cover.author, cover.profession) if part)
    return " · ".join(part for part in (visits, author, cover.clinic) if part)


def front(reader: Reader) -> Part:
    """Impression, red flags, what the record points to, open loops, next steps, scope; a reason no title can hold."""
    amended = amendment_callout(reader.cover)
    blocks: list[Block] = [amended] if amended else []
    blocks += [_impression(reader), *flag_blocks(reader), *leading(reader)]
    blocks.extend(alarms(reader))
    blocks.extend(tuple(first_steps(reader)) or tuple(telling_most(reader)))
    blocks.extend(_scope(reader))
    if Slot("reason") not in reader.told and reader.value("reason") is not None:
        runs = (Run(_("Reason: "), "strong"), *reader.runs(Slot("reason")))
        blocks.append(Paragraph(runs, slots=(Slot("reason"),)))
    return Part("front", "", tuple(blocks))


def _scope(reader: Reader) -> Iterator[Block]:
    """What is out of scope, not known or weighed otherwise; that everything applies needs no line here."""
    scope = reader.assessment.scope
    if scope.rule is not None and scope.rule.ordinary:
        return
    line = " ".join(part for part in (scope.sentence, scope.works) if part)
    source = reader.cite_keys(scope.rule.source) if scope.rule else ""
    yield Paragraph((Run(f"{line}{source}", "quiet"),), look="remark")


def _impression(reader: Reader) -> Callout:
    where = Slot("impression")
    lead, rest = split_lead(reader.read(where))
    about = [slot for name in ("impression_levels", "impression_side") for slot in reader.slots(name)]
    remarks = [words.capital(", ".join(run.text for run in phrases(reader, about)))] if about else []
    if lead and (dated := reader.date_words(where, None)):
        remarks.append(_("Impression of {dated}").format(dated=dated.strip(" ()")))
    body = [Run(rest)] if rest else []
    body.extend(Run(f"{' ' if rest else ''}{remark}.", "quiet") for remark in remarks)
    slots = (*reader.slots("impression"), *about)
    return Callout("conclusion", lead or _("No impression recorded"), (tuple(body),) if body else (), slots=slots)


def reasoning(reader: Reader) -> Part | None:
    """Why the clinician thinks so; it stands after what was found."""
    slots = reader.slots("impression_reasoning")
    if not slots:
        return None
    block = Paragraph((Run(_("Reasoning: "), "strong"), *reader.runs(slots[0])), "small", slots)
    return Part("reasoning", "", (block,))


def split_lead(text: str) -> tuple[str, str]:
    """The first line, and what follows it; of a long line its first sentence."""
    first, _rest, rest = text.strip().partition("\n")
    if len(first) > LEAD_MOST:
        end = first.find(". ")
        if 0 < end <= LEAD_MOST:
            return first[: end + 1], f"{first[end + 2:]}\n{rest}".strip()
        return _("Impression"), text.strip()
    return first, rest.strip()

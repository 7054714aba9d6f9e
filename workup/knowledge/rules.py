"""Red flags, definitions, constants, starting points, stops and reminders as the content has them."""

from collections.abc import Iterable, Iterator

from workup import words
from workup.knowledge.rows import Shelf, cell, facts, listed, quiet, strong
from workup.note.blocks import Block, Cell, Paragraph, Part, Run
from workup.protocol import Flag, Instrument, ScoreRule
from workup.protocol.reasoning import Constant
from workup.reasoning.weights import prior_points

TIERS = {"E": "E, act now", "U": "U, one to three days", "S": "S, about two weeks"}


def flag_parts(shelf: Shelf) -> Iterator[Part]:
    """A part for each red flag."""
    for flag in shelf.library.flags.values():
        yield Part(f"flag-{flag.id}", f"Red flag {flag.id} {flag.title}", tuple(_flag(shelf, flag)))


def _flag(shelf: Shelf, flag: Flag) -> Iterator[Block]:
    yield Paragraph((Run(flag.rationale),), look="small")
    yield from facts(
        (
            ("Considered when", flag.when or "always"),
            ("To consider", flag.consider),
            ("Settled by", shelf.items(flag.asks)),
            ("And by", "; ".join(f"{shelf.items(ask.items)}, when {ask.when}" for ask in flag.ask)),
            ("Stands beside it", " ".join(part for part in (shelf.items(flag.beside), flag.beside_text) if part)),
            ("Note", flag.note),
            ("Unchanged since", flag.since),
            ("Sources", shelf.cited(flag.source, flag.basis)),
        )
    )
    rows = (
        (
            cell(TIERS.get(rule.tier, rule.tier)),
            cell(strong(rule.text), quiet(rule.when)),
            cell(shelf.cited(rule.source, rule.basis)),
        )
        for rule in flag.rule
    )
    yield from listed(("Tier", "Fires when", "Source, basis"), rows, (0.16, 0.66, 0.18))


def rule_parts(shelf: Shelf) -> Iterator[Part]:
    """How findings are weighed: scopes, constants, starting points, and what is proposed or not."""
    engine = shelf.library.engine
    scopes = shelf.library.scopes
    told = ((one.id, f"{one.sentence} {one.works}".strip(), one.when, one.source, "") for one in scopes)
    yield Part("scopes", "Who the program reasons about", _rules(shelf, told))
    yield Part("constants", "Constants", _constants(shelf, engine.constant))
    yield Part("burdens", "Burdens of steps", _constants(shelf, engine.burden))
    yield Part("profiles", "Starting points", tuple(_profiles(shelf)))
    for title, parts in (
        ("What is not proposed", engine.stop),
        ("Have you considered", engine.reminder),
        ("How the course reads", engine.reading),
    ):
        told = ((one.id, one.text, one.when, one.source, one.basis) for one in parts)
        yield Part(title.casefold().replace(" ", "-"), title, _rules(shelf, told))
    told = ((one.id, one.title, one.when, one.source, one.basis) for one in engine.column)
    yield Part("columns", "What points to a root", _rules(shelf, told))
    terms = shelf.library.terms.values()
    told = ((one.id, one.text, one.when, one.source, one.basis) for one in terms)
    yield Part("definitions", "Definitions", _rules(shelf, told))


def _rules(shelf: Shelf, told: Iterable[tuple[str, str, str, tuple[str, ...], str]]) -> tuple[Block, ...]:
    rows = (
        (cell(name), cell(strong(text), quiet(when)), cell(shelf.cited(source, basis)))
        for name, text, when, source, basis in told
    )
    return listed(("Name", "Meaning and rule", "Source, basis"), rows, (0.2, 0.62, 0.18))


def _constants(shelf: Shelf, constants: dict[str, Constant]) -> tuple[Block, ...]:
    rows = (
        (cell(name), cell(f"{one.value:g}"), cell(one.reason), cell(shelf.cited(one.source, one.basis)))
        for name, one in constants.items()
    )
    return listed(("Name", "Value", "Reason", "Source, basis"), rows, (0.22, 0.1, 0.5, 0.18))


def _profiles(shelf: Shelf) -> Iterator[Block]:
    causes = shelf.library.causes
    rows = []
    for one in shelf.library.engine.profile:
        points = (
            f"{causes[name].short} {share:g} %, {words.signed(prior_points(shelf.library.engine, one, causes[name]))}"
            for name, share in one.shares.items()
            if name in causes
        )
        told = cell(strong(one.title), one.text, "; ".join(points), quiet(one.when))
        rows.append((cell(one.id), told, cell(shelf.cited(one.source, one.basis))))
    yield from listed(("Name", "Cohort, share and points, rule", "Source, basis"), rows, (0.2, 0.62, 0.18))


def instrument_parts(shelf: Shelf) -> Iterator[Part]:
    """The questionnaires: range, licence, rules of missing answers and of change, bands."""
    rows = (_instrument(shelf, one) for one in shelf.library.instruments.values())
    yield Part(
        "instruments",
        "Instruments",
        listed(("Instrument", "Range", "Rules and bands", "Source"), rows, (0.24, 0.1, 0.52, 0.14)),
    )


def _instrument(shelf: Shelf, one: Instrument) -> tuple[Cell, ...]:
    bands = []
    for rule in one.score:
        item = shelf.library.items.get(rule.item)
        found = getattr(item, "bands", ())
        if item is not None and found:
            told = ", ".join(f"{band.label} to {band.upto:g}" for band in found)
            cut = "conventional cut-offs" if item.unverified else shelf.cited(item.source)
            bands.append(f"{item.label}: {told} {cut}".strip())
    return (
        cell(strong(one.title), one.full, quiet(f"Licence: {one.licence}")),
        cell(f"{one.range[0]:g}–{one.range[1]:g}"),
        cell(
            one.missing,
            *(_missing(shelf, rule) for rule in one.score),
            one.change,
            *(_change(shelf, rule) for rule in one.score),
            one.warning,
            *bands,
        ),
        cell(shelf.cited(one.source)),
    )


def _missing(shelf: Shelf, rule: ScoreRule) -> str:
    """`Total: stands with up to 2 answers missing [4]`."""
    if rule.missing is None:
        return ""
    one = rule.missing
    allowed = f"stands with up to {one.allowed} of {rule.questions} missing" if one.allowed else "needs every answer"
    return f"{shelf.items((rule.item,))}: {allowed} {shelf.cited(one.source, one.basis)}".strip()


def _change(shelf: Shelf, rule: ScoreRule) -> str:
    """`Total: 10 points or 30 % matter [5]`."""
    if rule.change is None:
        return ""
    one = rule.change
    points = "" if one.points is None else f"{one.points:g}{'' if one.upto is None else f'–{one.upto:g}'} points"
    percent = "" if one.percent is None else f"{one.percent:g} % of the first score"
    told = " or ".join(part for part in (points, percent) if part)
    return f"{shelf.items((rule.item,))}: better by {told} matters {shelf.cited(one.source, one.basis)}".strip()

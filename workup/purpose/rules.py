"""Which red flags, safety questions, tests and other rules use an item."""

from collections.abc import Iterable, Iterator

from workup import agreeing, words
from workup.protocol import Flag, Library, TestKind
from workup.purpose.causes import users
from workup.purpose.reads import Reads, owners, parts
from workup.purpose.reason import Reason, first_of
from workup.texts import N_, _

# What conditions call a fact, in words; tests hold the names to those of the program.
FACTS = {
    "age": N_("age"),
    "bmi": N_("body mass index"),
    "crp_before": N_("the CRP before this one"),
    "days_after_operation": N_("days from operation to test"),
    "days_since_egfr": N_("age of the eGFR"),
    "days_since_operation": N_("days since the operation"),
    "days_since_test": N_("age of a test"),
    "leg_share": N_("share of the pain that is in the leg"),
    "levels_from_fusion": N_("distance from a fusion"),
    "mme_per_day": N_("morphine equivalents a day"),
    "months_after_fusion": N_("months from fusion to test"),
    "months_since_fusion": N_("months since the fusion"),
    "months_since_operation": N_("months since the operation"),
    "newest_egfr": N_("the newest eGFR"),
    "newest_inr": N_("the newest INR"),
    "newest_platelets": N_("the newest platelet count"),
    "operation_count": N_("how many operations"),
    "pain_free_weeks": N_("weeks without pain"),
    "region_of_operation": N_("region of the operation"),
    "today": N_("today"),
    "weeks_after_onset": N_("weeks from onset to test"),
    "weeks_since_onset": N_("weeks since onset"),
    "weeks_since_operation": N_("weeks since the operation"),
}

SENTENCES = ("reminder", "stop")


def flag_reasons(library: Library, item: str, reads: Reads) -> Iterator[Reason]:
    """One line for each red flag that the item fires, settles, or stands beside."""
    for flag in library.flags.values():
        rules = [rule for rule in flag.rule if f"flag:{flag.id}/{rule.id}" in reads.named]
        if not rules and flag.id not in owners(reads.named, "flag") and item not in {*_asked(flag), *flag.beside}:
            continue
        told = []
        if rules:
            texts = first_of([agreeing.quoted(rule.text) for rule in rules], 3)
            told.append(_("raises it: {rules}").format(rules=", ".join(texts)))
        elif flag.id in owners(reads.named, "flag"):
            told.append(_("says whether it is considered"))
        if item in _asked(flag):
            told.append(_("settles it"))
        if item in flag.beside:
            told.append(_("stands beside it and never lowers it"))
        sources = tuple(dict.fromkeys([*(key for rule in rules for key in rule.source), *flag.source]))
        said = _("Red flag {id}, {title}: {what}.").format(id=flag.id, title=flag.title, what="; ".join(told))
        yield Reason(said, sources, flag.basis)


def _asked(flag: Flag) -> set[str]:
    return {*flag.asks, *(name for ask in flag.ask for name in ask.items)}


def gate_reasons(library: Library, item: str, reads: Reads) -> Iterator[Reason]:
    """One line for each safety question of a test that the item settles."""
    for gate in library.gates.values():
        rules = parts(reads.named, "safety", gate.id)
        if not rules and item not in {*gate.asks, *gate.fresh, *gate.told}:
            continue
        used = [rule for rule in gate.rule if rule.id in rules]
        sources = tuple(dict.fromkeys(key for rule in used or gate.rule for key in rule.source))
        only_told = not rules and item in gate.told and item not in {*gate.asks, *gate.fresh}
        does = _("told to whoever does the test") if only_told else _("settles it")
        kinds = ", ".join(first_of([kind.title for kind in library.tests.values() if gate.id in _gates_of(kind)], 4))
        said = _("Safety question “{gate}” of {tests}: {does}.").format(gate=gate.title, tests=kinds, does=does)
        yield Reason(said, sources, _weakest(rule.basis for rule in used or gate.rule))


def _gates_of(kind: TestKind) -> set[str]:
    return {*kind.gates, *(name for variant in kind.variant for name in variant.gates)}


def _weakest(bases: Iterable[str]) -> str:
    """What of several bases promises least; none is told where all are published or say nothing."""
    found = set(bases)
    return next((one for one in ("unverified", "consensus", "design") if one in found), "")


def test_reasons(library: Library, item: str, reads: Reads) -> Iterator[Reason]:
    """The tests whose request or result holds the item, and whose advice reads it."""
    for told, kinds in (
        (N_("Part of the request: {tests}."), [k for k in library.tests.values() if item in (*k.asks, k.chosen_by)]),
        (N_("Part of the result: {tests}."), [k for k in library.tests.values() if item in (*k.results, k.sampled_by)]),
    ):
        if kinds:
            names = ", ".join(first_of([kind.title for kind in kinds], 4))
            yield Reason(_(told).format(tests=names), _all_sources(kinds), decides=False)
    advised = [library.tests[one] for one in owners(reads.named, "timing", "cannot", "answers") if one in library.tests]
    if advised:
        names = ", ".join(first_of([kind.title for kind in advised], 4))
        said = _("Decides what is advised about tests: {tests}.").format(tests=names)
        yield Reason(said, _all_sources(advised))
    for name in [item] if item in library.ordering.value_of else []:
        labels = [library.items[one].label for one in library.ordering.value_of[name].values() if one in library.items]
        said = _("Says how to read: {items}.").format(items=", ".join(first_of(labels, 4)))
        yield Reason(said, decides=False)


def _all_sources(kinds: Iterable[TestKind]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for kind in kinds for key in kind.source))


def engine_reasons(library: Library, reads: Reads) -> Iterator[Reason]:
    """What else of the reasoning names the item: course, board, starting points, reminders, whom it is for."""
    engine = library.engine
    groups = (
        ("reading", N_("How the course reads: {what}."), [(one.id, one.text, one) for one in engine.reading]),
        ("column", N_("Points to a root on the board: {what}."), [(one.id, one.title, one) for one in engine.column]),
        ("profile", N_("Chooses the starting point: {what}."), [(one.id, one.title, one) for one in engine.profile]),
        ("reminder", N_("Opens a reminder: {what}"), [(one.id, one.text, one) for one in engine.reminder]),
        ("stop", N_("Says what is not proposed: {what}"), [(one.id, one.text, one) for one in engine.stop]),
    )
    for kind, told, ones in groups:
        names = owners(reads.named, kind)
        used = [(text, one) for name, text, one in ones if name in names]
        if used:
            sources = tuple(dict.fromkeys(key for _text, one in used for key in one.source))
            texts = first_of([text for text, _one in used], 3)
            what = (" " if kind in SENTENCES else "; ").join(texts)
            yield Reason(words.sentence(_(told).format(what=what)), sources, used[0][1].basis)
    scopes = [one for one in library.scopes if f"scope:{one.id}" in reads.named]
    for scope in scopes:
        said = _("Says whom the program reasons about: {what}").format(what=scope.sentence)
        yield Reason(said, scope.source, "" if scope.source else "design")
    if "engine:early" in reads.named:
        yield Reason(_("Says whether these are the early weeks after surgery."), basis="design")


def fact_reasons(library: Library, reads: Reads) -> Iterator[Reason]:
    """What is worked out from the item, and who uses that."""
    for fact, keys in sorted(reads.facts.items(), key=lambda one: -len(one[1])):
        used = users(library, keys)
        if used:
            said = _("Worked out from it: {fact}, read {users}.").format(fact=_(FACTS[fact]), users=used)
            yield Reason(said, decides=True)

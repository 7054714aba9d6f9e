"""The evidence table: what a finding is worth, in whom that was measured, and how far it holds after surgery."""

from typing import Literal

from msgspec import Struct


class Ratio(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Likelihood ratios of a finding, present and absent; None where there is no figure, or one not to be used."""

    positive: float | None = None
    negative: float | None = None


class EvidenceRow(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of the evidence table (E01 …), or of what has no usable figure (G01 …).

    `about` names the causes it speaks to; `figure` gives the figures as the table does. `basis` says where they come
    from: printed in the source, computed from what is printed there, or consensus on a direction. `transfer` says how
    far it holds after surgery (T3 studied there, T0 not to be used), `depth` how much of the source was read.
    """

    id: str
    finding: str
    about: tuple[str, ...] = ()
    lr: Ratio = Ratio()
    figure: str = ""
    basis: Literal["published", "computed", "consensus"]
    transfer: Literal["", "T0", "T1", "T2", "T3"] = ""
    depth: Literal["", "abstract", "text", "secondary"] = ""
    population: str = ""
    note: str = ""
    source: tuple[str, ...] = ()

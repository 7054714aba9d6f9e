"""All workups of one patient in one Bundle: a collection of their documents, each whole and valid by itself."""

from collections.abc import Sequence
from datetime import datetime

from workup.fhir.names import Ids, Json, moment


def collection(documents: Sequence[Json], patient: str, made: datetime) -> Json:
    """The documents of one patient, in their order, as a collection Bundle."""
    ids = Ids(f"{patient}\nwhole record")
    return {
        "resourceType": "Bundle",
        "identifier": {"system": "urn:ietf:rfc:3986", "value": ids.url("Bundle", moment(made))},
        "type": "collection",
        "timestamp": moment(made),
        "entry": [{"fullUrl": one["identifier"]["value"], "resource": one} for one in documents],
    }

"""What records are stored by, whatever stores them: the narrow interface, and what passes through it."""

from workup.store.interface import Accounts as Accounts
from workup.store.interface import Filling as Filling
from workup.store.interface import OpenStore as OpenStore
from workup.store.interface import Store as Store
from workup.store.interface import WorkTable as WorkTable
from workup.store.rows import Batch as Batch
from workup.store.rows import Draft as Draft
from workup.store.rows import End as End
from workup.store.rows import EvaluationRow as EvaluationRow
from workup.store.rows import Followed as Followed
from workup.store.rows import Follows as Follows
from workup.store.rows import Index as Index
from workup.store.rows import Lists as Lists
from workup.store.rows import OpenWork as OpenWork
from workup.store.rows import PatientFile as PatientFile
from workup.store.rows import Pending as Pending
from workup.store.rows import Person as Person
from workup.store.rows import PersonRow as PersonRow
from workup.store.rows import Progress as Progress
from workup.store.rows import Recent as Recent
from workup.store.rows import Trace as Trace
from workup.store.rows import WorkKind as WorkKind
from workup.store.rows import WorkRow as WorkRow

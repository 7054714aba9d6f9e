"""What is open over all patients: how each row stands today, in which order, in which words, and on paper."""

from workup.worklist.lines import KINDS as KINDS
from workup.worklist.lines import UNSAFE as UNSAFE
from workup.worklist.lines import Line as Line
from workup.worklist.lines import Sort as Sort
from workup.worklist.lines import counts as counts
from workup.worklist.lines import foremost as foremost
from workup.worklist.lines import kept as kept
from workup.worklist.lines import lines as lines
from workup.worklist.lines import ordered as ordered
from workup.worklist.page import page as page
from workup.worklist.page import page_cover as page_cover
from workup.worklist.standing import Standing as Standing
from workup.worklist.wording import HEADS as HEADS
from workup.worklist.wording import Wording as Wording
from workup.worklist.wording import about as about
from workup.worklist.wording import name_of as name_of

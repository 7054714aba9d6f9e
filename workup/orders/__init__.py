"""Orders of tests: their life, safety, due dates, the choice of a test, and what its result is expected to show."""

from workup.orders.choose import Choice as Choice
from workup.orders.choose import questions_for as questions_for
from workup.orders.due import Late as Late
from workup.orders.due import Spans as Spans
from workup.orders.due import reference_day as reference_day
from workup.orders.expect import Expectation as Expectation
from workup.orders.expect import Shift as Shift
from workup.orders.expect import shifts as shifts
from workup.orders.gates import Checked as Checked
from workup.orders.order import Order as Order
from workup.orders.order import Passed as Passed
from workup.orders.orders import Orders as Orders
from workup.orders.state import Move as Move
from workup.orders.state import step_refusal as step_refusal
from workup.protocol.states import STATES as STATES
from workup.protocol.states import State as State

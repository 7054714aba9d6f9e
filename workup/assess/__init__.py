"""What the answers mean today: what is asked, what is open, what is abnormal."""

from workup.assess.assessment import Assessment, Tally, Told
from workup.assess.plan import order_of
from workup.assess.walk import assess, live_records, next_record

__all__ = ["Assessment", "Tally", "Told", "assess", "live_records", "next_record", "order_of"]

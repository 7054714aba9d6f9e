"""The screen: Qt widgets that show what workup says; known by nobody."""

import os

from ui.steady import keep_constants_alive, keep_overrides_alive

keep_constants_alive()
keep_overrides_alive()

# Where the system gives no beat for painting, Qt waits 5 ms before each frame; an answer should not.
os.environ.setdefault("QT_QPA_UPDATE_IDLE_TIME", "0")

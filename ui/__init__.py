"""The screen: Qt widgets that show what workup says; known by nobody."""

from ui.steady import keep_constants_alive

keep_constants_alive()

"""The screen: Qt widgets that show what workup says; known by nobody."""

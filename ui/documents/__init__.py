"""Attached documents on screen: a file is examined and drawn by processes of their own, and the window shows pictures.

Imports nothing: the process that draws comes through here too.
"""

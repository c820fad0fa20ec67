"""Stopping at a precision: how precisely is wanted what, and when is that reached?"""

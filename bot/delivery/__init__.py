"""Replies on their way to people."""

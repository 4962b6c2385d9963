"""Reminders: written by one account, approved by another, sent once to everyone who asked."""

"""Forwarded tips on their way to a backend: a durable job sends them, staff settle the doubtful.

A row says which tip, where to and how it stands. What is sent waits in it, sealed to the worker's
key pair, and is deleted on acknowledgement. Rows, logs and errors carry ids and reason words only.
"""

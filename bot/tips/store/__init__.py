"""The tables of tips, and the only SQL that knows them.

They hold days and no times; ids are random; on SQLite the rows lie in the order of their ids, so
that not even their places in the file tell which came first.
"""

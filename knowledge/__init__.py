"""Everything the bot says.

Jurists edit the YAML beside these modules; the modules load it, check it and find in it what a
person asks for. Nothing here knows a channel, a database or a person.
"""

"""Inquiries: questions the bot could not answer whose askers want to hear what staff say.

For 14 days an inquiry holds who asked, sealed with the server's key, beside the scrubbed question.
Its owner is named by a hash that no other table has. Whoever takes a row out to tell its asker
erases it and writes to the outbox in one transaction, so that each is told exactly once.
"""

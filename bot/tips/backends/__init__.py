"""Where a forwarded tip goes, behind one port: the own register, a webhook, or e-mail.

A backend is given a package and a key. It answers with a reference once the report is taken, or
raises TryLater, NeverAgain or Unknown whose text is one word of Reason: never what a server said,
because a server may repeat the story. Only this room speaks HTTP or SMTP for tips.
"""

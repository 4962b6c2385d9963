"""WhatsApp by Twilio: what comes in, what goes out, menus, and what became of what was sent.

People write first; for 24 hours after that they can be answered in free text, and with menus that
need no approval. Nothing here may send to somebody who has not written: Twilio would accept it,
and report the failure later. Neither a phone number nor a text goes into a log or an error.
"""

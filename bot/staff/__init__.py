"""Who works here, what each may do, and the trail of what was done.

Every verb of staff goes through one gate: a session names an account, the account's roles say which
acts it may do, and whatever is done or refused is noted in a chain that only the server key can
write. Nothing here knows tips or conversations; an audit row names a subject by its id and never
quotes it. Refusing is the default: an act that no role lists is nobody's.
"""

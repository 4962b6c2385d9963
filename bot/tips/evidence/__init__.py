"""Files that a sender adds to a tip: fetched, looked at, cleaned, and kept encrypted.

`take` notes where a file is, `fetching` brings it, `kinds` tells by content what it is, `cleaning`
makes a copy that shows the same and tells nothing more, `files` keeps both, encrypted in chunks
under keys that only the draft and later the desk have. Nothing is ever in clear on the disk, and
no file name of a sender is kept anywhere.
"""

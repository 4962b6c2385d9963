"""The bot on Telegram; the only place that knows the library for it.

`inbound` reads updates and `outbound` sends replies; both speak of chats as a `Place`. `markup`
gives replies the form that Telegram takes. `account` is the bot itself: calls that have no reply to
carry. `profile` is what people see of it before they write, `hook` the way updates reach us.
"""

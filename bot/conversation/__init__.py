"""One person talking with the bot: from a message to the replies."""

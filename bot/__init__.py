"""Everything the bot does."""

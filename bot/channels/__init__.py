"""The ways people reach the bot; every difference between them ends here."""

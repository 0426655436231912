"""What only a demo has: people of every role to sign in as, and example savings of theirs."""

"""Savings: what is claimed to have been saved, how it is reckoned, checked and counted."""

"""Rules on accounts: dates and values in, verdicts out."""

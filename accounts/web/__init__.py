"""The pages on accounts: one's password and keys, invitations, and the people with a login."""

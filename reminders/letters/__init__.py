"""What the mails say (お知らせの文面): each kind of message as a subject, a plain text and a page of HTML."""

from __future__ import annotations

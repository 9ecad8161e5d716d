"""Answers to what is due (お知らせに答える), from the desk and from the page of one flag."""

from __future__ import annotations

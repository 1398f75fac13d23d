"""Runs, errors, events and jobs as bytes, and back.

What a child answers can be forged by the program that ran in it, so whatever decodes looks at sizes first,
then at types, counts and ids, and raises GarbledError at the first fault. Nothing is pickled. A child only
encodes; it needs neither pydantic nor numpy for that.
"""

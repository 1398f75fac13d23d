"""The shapes of requests and answers: pydantic's only place.

Requests (`requests.py`) are strict models: a field too many or of another type is refused. Answers
(`documents.py`) are typed dicts, written once as JSON by `json_bytes`, where a number that is not finite
becomes a string.
"""

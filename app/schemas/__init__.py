"""The shapes of requests and answers: pydantic's only place.

`requests` are strict models: a field too many or of another type is refused. `documents`, the answers, are
typed dicts, written once as JSON by `json_bytes`, where a number that is not finite
becomes a string.
"""

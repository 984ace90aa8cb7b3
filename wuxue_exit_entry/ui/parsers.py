"""The parser of API bodies; apart from `api`, because REST framework imports it while it is being imported itself."""

import json
import re
from typing import Any

from rest_framework import exceptions, parsers

UNSTORABLE = re.compile(r"[\ud800-\udfff]|\\u0000")


class JSONParser(parsers.JSONParser):
    """JSON as a database can hold it: neither NUL nor half a surrogate pair, nor nesting without end."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        """Return the parsed body.

        Raises ParseError.
        """
        try:
            data = super().parse(stream, media_type, parser_context)
            text = json.dumps(data, ensure_ascii=False)
        except RecursionError:
            raise exceptions.ParseError from None
        if UNSTORABLE.search(text):
            raise exceptions.ParseError
        return data

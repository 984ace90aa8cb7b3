"""Exit 0 when the web process answers and reaches its database; broker, worker and beat have their own restarts."""

import http.client
import json
import os
import sys


def main() -> int:
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=4)
    host = os.environ.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].lstrip(".")
    connection.request("GET", "/healthz/", headers={"Host": host, "X-Forwarded-Proto": "https"})
    return int(json.loads(connection.getresponse().read())["checks"]["database"] != "ok")


if __name__ == "__main__":
    sys.exit(main())

"""An honest TokenReview webhook in Python, of the standard library alone.

    webhook.py CERTIFICATE KEY

Tokens and their users are in the file that WEBHOOK_TOKENS names. The port is written to standard
output; the process ends when its standard input does.
"""

import http.server
import json
import os
import socketserver
import ssl
import sys
import threading

LARGEST = 4 << 20
VERSIONS = ("authentication.k8s.io/v1", "authentication.k8s.io/v1beta1")


class Refused(Exception):
    """A request that is no TokenReview."""

    def __init__(self, status, words):
        super().__init__(words)
        self.status = status


def judged(tokens, token, asked):
    """The status of the review of a token."""
    known = tokens.get(token)
    if known is None:
        return {"authenticated": False}
    status = {"authenticated": True, "user": known["user"]}
    if asked:
        both = [each for each in asked if each in known["audiences"]]
        if not both:
            return {"authenticated": False}
        status["audiences"] = both
    return status


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers reviews, one after another, on a connection that is kept."""

    protocol_version = "HTTP/1.1"
    timeout = 30
    tokens = {}

    def log_message(self, *_):
        """Nothing is logged."""

    def setup(self):
        # Here, and not where connections are taken: who is slow keeps nobody else waiting.
        self.request.settimeout(10)
        self.request.do_handshake()
        super().setup()

    def answer(self, status, value, keep=True):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if not keep:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def reviewed(self):
        if self.path.partition("?")[0] != "/authenticate":
            raise Refused(404, "not here")
        if self.headers.get_content_type() != "application/json":
            raise Refused(415, "only JSON")
        length = self.headers.get("Content-Length", "")
        lengths = self.headers.get_all("Content-Length", [])
        if "Transfer-Encoding" in self.headers or len(lengths) != 1:
            raise Refused(411, "one length, please")
        if not (length.isascii() and length.isdigit() and len(length) < 20):
            raise Refused(400, "no length")
        if int(length) > LARGEST:
            raise Refused(413, "too large")
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise Refused(400, "cut short")
        try:
            review = json.loads(body)
            version, kind = review["apiVersion"], review["kind"]
            spec = review["spec"]
            token, asked = spec.get("token", ""), spec.get("audiences") or []
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise Refused(400, "no TokenReview") from None
        if kind != "TokenReview" or version not in VERSIONS or not isinstance(token, str):
            raise Refused(400, "no TokenReview that is known here")
        status = judged(self.tokens, token, asked)
        return {"apiVersion": version, "kind": kind, "status": status}

    def do_POST(self):
        try:
            self.answer(200, self.reviewed())
        except Refused as refused:
            self.answer(refused.status, {"error": str(refused)}, keep=False)

    def other(self):
        self.answer(405, {"error": "only POST"}, keep=False)

    do_GET = do_HEAD = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = other


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """A thread for each connection."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, context):
        super().__init__(("127.0.0.1", 0), Handler)
        self.socket = context.wrap_socket(
            self.socket, server_side=True, do_handshake_on_connect=False
        )

    def handle_error(self, *_):
        """Who goes before the answer is nobody's trouble."""


def main():
    with open(os.environ["WEBHOOK_TOKENS"], encoding="utf-8") as tokens:
        Handler.tokens = json.load(tokens)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    server = Server(context)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()


main()

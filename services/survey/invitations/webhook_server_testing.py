"""An HTTP server for the webhook's test: prints its port, then each request as one line of JSON.
What it answers is the status that the path names."""
import http.server
import json


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        print(json.dumps({
            "body": body,
            "delivery": self.headers["X-Mainstay-Delivery"],
            "timestamp": self.headers["X-Mainstay-Timestamp"],
            "signature": self.headers["X-Mainstay-Signature"],
        }), flush=True)
        self.send_response(int(self.path.strip("/")))
        self.end_headers()
        self.wfile.write(b"as asked")

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()

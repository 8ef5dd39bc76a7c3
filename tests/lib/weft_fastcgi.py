"""A FastCGI client that keeps its connection: one worker, many requests."""

import socket
import struct

BEGIN, END, PARAMETERS, INPUT, OUTPUT, ERRORS = 1, 3, 4, 5, 6, 7
KEEP = 1


def record(kind, content=b""):
    return struct.pack(">BBHHBB", 1, kind, 1, len(content), 0, 0) + content


def request(script, query=""):
    fields = {"GATEWAY_INTERFACE": "CGI/1.1", "SERVER_PROTOCOL": "HTTP/1.1", "REDIRECT_STATUS": "200", "REQUEST_METHOD": "GET",
              "SCRIPT_FILENAME": script, "SCRIPT_NAME": script, "REQUEST_URI": f"{script}?{query}", "QUERY_STRING": query}
    pairs = b"".join(struct.pack(">II", len(name) | 1 << 31, len(value) | 1 << 31) + name.encode() + value.encode() for name, value in fields.items())
    return record(BEGIN, struct.pack(">HB5x", 1, KEEP)) + record(PARAMETERS, pairs) + record(PARAMETERS) + record(INPUT)


class Connection:
    """Requests one behind the other over a Unix socket."""

    def __init__(self, address, timeout=30):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(timeout)
        self.socket.connect(str(address))
        self.stream = self.socket.makefile("rb")

    def ask(self, message):
        """What a request, as `request()` made it, is answered: the whole output, headers too."""
        self.socket.sendall(message)
        output = []
        while len(head := self.stream.read(8)) == 8:
            _, kind, _, length, padding, _ = struct.unpack(">BBHHBB", head)
            content = self.stream.read(length)
            self.stream.read(padding)
            if kind == OUTPUT:
                output.append(content)
            elif kind == END:
                return b"".join(output).decode(errors="replace")
        raise OSError("the worker closed the connection in the middle of an answer")

    def close(self):
        self.stream.close()
        self.socket.close()

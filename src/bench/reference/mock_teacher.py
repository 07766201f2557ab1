"""A teacher that is no model: a server with OpenAI's chat API that answers prompts of `nunchi generate` from their own captions
and objects. One answer in five is spoilt (an error, a refusal, talk of captions, coordinates, a thing that is not there), by a hash
of the prompt and of how often it came. Usage: mock_teacher.py PORT"""

import hashlib
import json
import re
import sys
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

asked = Counter()


def scene(text):
    captions = re.search(r"Captions:\n(.*?)(?:\n\n|\Z)", text, re.S)
    objects = re.findall(r"^([a-z ]+): \[", text, re.M)
    return (captions.group(1).splitlines() if captions else []), objects


def answer(system, text, spoilt):
    captions, objects = scene(text)
    seen = captions[0].strip() if captions else "The picture shows a " + objects[0] + "."
    thing = objects[0].removeprefix("group of ") if objects else "thing"
    more = f"There is also a {thing} to be seen. " + " ".join(captions[1:3])
    if spoilt == 1:
        return "I'm sorry, but I cannot help with that."
    if spoilt == 2:
        more = "According to the captions, " + more
    if spoilt == 3:
        more = f"The {thing} is at [0.120, 0.340, 0.560, 0.780]. " + more
    if spoilt == 4:
        more = "A giraffe stands beside it. " + more
    if "conversation between" in system:
        return f"Question: What is shown here?\nAnswer: {seen}\n\nQuestion: What else is there?\nAnswer: {more}"
    if "reasoning" in system:
        return f"Question: What may happen next, and why?\nAnswer: {seen} {more} It may well go on like this, because nothing in the scene is about to change."
    return f"Question: Can you describe the picture in detail?\nAnswer: {seen} {more} The whole scene looks like an ordinary moment of a day."


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.send(200, {"object": "list", "data": [{"id": "mock", "object": "model"}]})

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        messages = request["messages"]
        system = messages[0]["content"] if messages[0]["role"] == "system" else ""
        text = messages[-1]["content"]
        key = json.dumps(messages)
        asked[key] += 1
        spoilt = hashlib.sha256(f"{asked[key]} {key}".encode()).digest()[0] % 25
        if spoilt == 0:
            return self.send(500, {"error": {"message": "spoilt on purpose"}})
        words = answer(system, text, spoilt)
        usage = {"prompt_tokens": len(key) // 4, "completion_tokens": len(words) // 4}
        if not request.get("stream"):
            choice = {"index": 0, "message": {"role": "assistant", "content": words}, "finish_reason": "stop"}
            return self.send(200, {"id": "mock", "object": "chat.completion", "choices": [choice], "usage": usage})
        parts = [{"index": 0, "delta": {"role": "assistant", "content": words}, "finish_reason": None}, {"index": 0, "delta": {}, "finish_reason": "stop"}]
        lines = ["data: " + json.dumps({"id": "mock", "object": "chat.completion.chunk", "choices": [part]}) for part in parts]
        lines.append("data: " + json.dumps({"id": "mock", "object": "chat.completion.chunk", "choices": [], "usage": usage}))
        self.send(200, "\n\n".join([*lines, "data: [DONE]", ""]) + "\n", "text/event-stream")

    def send(self, status, body, kind="application/json"):
        data = (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()

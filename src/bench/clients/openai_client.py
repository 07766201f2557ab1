"""Asks a running `nunchi serve` with OpenAI's Python package: chat, stream, picture, JSON, error, cancel.

Usage: openai_client.py ADDRESS/v1 PICTURE
"""
import base64
import json
import sys
import time
import urllib.request

import openai

address, picture = sys.argv[1:]
client = openai.OpenAI(base_url=address, api_key="none", max_retries=0)
model = client.models.list().data[0].id
ok = lambda what, how: print(f"openai {openai.__version__} (Python) {what}: {how}")


def cancelled():
    with urllib.request.urlopen(address.removesuffix("/v1") + "/metrics") as page:
        lines = page.read().decode().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("nunchi_cancelled_total "))


def say(content, **options):
    messages = [{"role": "user", "content": content}]
    return client.chat.completions.create(model=model, messages=messages, **options)


answer = say("Name a colour.", max_tokens=8, logprobs=True, top_logprobs=2)
assert answer.choices[0].message.content and answer.usage.completion_tokens <= 8
assert len(answer.choices[0].logprobs.content) == answer.usage.completion_tokens
ok("chat", repr(answer.choices[0].message.content))

pieces = list(say("Name a colour.", max_tokens=8, stream=True, stream_options={"include_usage": True}))
text = "".join(piece.choices[0].delta.content or "" for piece in pieces if piece.choices)
assert text == answer.choices[0].message.content and pieces[-1].usage == answer.usage
ok("stream", f"{len(pieces)} pieces, the same text and usage")

with open(picture, "rb") as file:
    url = "data:image/jpeg;base64," + base64.b64encode(file.read()).decode()
seen = say([{"type": "text", "text": "What is in this picture?"}, {"type": "image_url", "image_url": {"url": url}}], max_tokens=24)
assert seen.usage.prompt_tokens_details.to_dict()["image_tokens"] > 0
ok("picture", repr(seen.choices[0].message.content))

schema = {"type": "object", "properties": {"animal": {"enum": ["cat", "dog"]}, "legs": {"type": "integer"}}, "required": ["animal", "legs"], "additionalProperties": False}
shaped = say("Describe a cat.", max_tokens=64, response_format={"type": "json_schema", "json_schema": {"name": "animal", "schema": schema, "strict": True}})
assert set(json.loads(shaped.choices[0].message.content)) == {"animal", "legs"}
ok("JSON schema", shaped.choices[0].message.content)

for refused, ask in {
    openai.NotFoundError: lambda: client.chat.completions.create(model="gpt-9", messages=[{"role": "user", "content": "Hi"}]),
    openai.BadRequestError: lambda: say([{"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}]),
}.items():
    try:
        ask()
        raise SystemExit(f"{refused.__name__} expected")
    except refused as error:
        ok("error", f"{refused.__name__}, code {error.code}")

before = cancelled()
stream = say("Count from 1 to 1000.", max_tokens=1000, temperature=1, seed=1, stream=True)
next(iter(stream))
stream.close()
try:
    client.with_options(timeout=2).chat.completions.create(
        model=model, messages=[{"role": "user", "content": "Count."}], max_tokens=4000, temperature=2, seed=2)
except openai.APITimeoutError:
    pass
began = time.monotonic()
while cancelled() < before + 2 and time.monotonic() - began < 40:
    time.sleep(0.2)
assert cancelled() == before + 2, "the server went on answering"
ok("cancel", f"{cancelled() - before} of 2 left early, noticed after {time.monotonic() - began:.1f} s")

// Asks a running `nunchi serve` with OpenAI's npm package: chat, stream, picture, error, cancel.
// Usage: node openai_client.mjs ADDRESS/v1 PICTURE
import { readFileSync } from "node:fs";
import assert from "node:assert";
import OpenAI from "openai";

const [address, picture] = process.argv.slice(2);
const client = new OpenAI({ baseURL: address, apiKey: "none", maxRetries: 0 });
const model = (await client.models.list()).data[0].id;
const ok = (what, how) => console.log(`openai (npm) ${what}: ${how}`);
const say = (content, options, how) =>
    client.chat.completions.create({ model, messages: [{ role: "user", content }], ...options }, how);
const cancelled = async () =>
    Number((await (await fetch(address.replace(/\/v1$/, "/metrics"))).text()).match(/^nunchi_cancelled_total (\d+)/m)[1]);

const answer = await say("Name a colour.", { max_tokens: 8 });
assert(answer.choices[0].message.content && answer.usage.completion_tokens <= 8);
ok("chat", JSON.stringify(answer.choices[0].message.content));

let text = "";
let pieces = 0;
for await (const piece of await say("Name a colour.", { max_tokens: 8, stream: true })) {
    text += piece.choices[0]?.delta?.content ?? "";
    pieces++;
}
assert.equal(text, answer.choices[0].message.content);
ok("stream", `${pieces} pieces, the same text`);

const url = "data:image/jpeg;base64," + readFileSync(picture).toString("base64");
const seen = await say([{ type: "text", text: "What is in this picture?" }, { type: "image_url", image_url: { url } }], { max_tokens: 24 });
assert(seen.usage.prompt_tokens_details.image_tokens > 0);
ok("picture", JSON.stringify(seen.choices[0].message.content));

await assert.rejects(say("Hi", { model: "gpt-9" }), (error) => error instanceof OpenAI.NotFoundError && error.code === "model_not_found");
await assert.rejects(say("Hi", { temperature: 9 }), (error) => error instanceof OpenAI.BadRequestError && error.param === "temperature");
ok("error", "NotFoundError, BadRequestError");

const before = await cancelled();
const stream = await say("Count from 1 to 1000.", { max_tokens: 1000, temperature: 1, seed: 1, stream: true });
for await (const _ of stream) {
    stream.controller.abort();
    break;
}
const began = Date.now();
while ((await cancelled()) === before && Date.now() - began < 20000) {
    await new Promise((done) => setTimeout(done, 200));
}
assert((await cancelled()) > before, "the server went on answering");
ok("cancel", `noticed after ${(Date.now() - began) / 1000} s`);

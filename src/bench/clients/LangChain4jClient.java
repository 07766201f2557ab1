import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

/// Asks a running `nunchi serve` with LangChain4j: chat, stream, picture, error, cancel.
///
/// Usage: java -cp 'lib/*' LangChain4jClient.java ADDRESS/v1 MODEL PICTURE
final class LangChain4jClient {
    private static String address;

    public static void main(String... arguments) throws Exception {
        address = arguments[0];
        String model = arguments[1];
        var chat = chat(model).maxTokens(8).build();
        String answer = chat.chat("Name a colour.");
        ok("chat", answer);
        ok("stream", same(streamed(model), answer));
        ok("picture", picture(model, Path.of(arguments[2])));
        ok("error", refused(chat("gpt-9").build()));
        long before = cancelled();
        try {
            chat(model).maxTokens(4000).temperature(2.0).timeout(Duration.ofSeconds(2)).build()
                    .chat("Count from 1 to 1000.");
            throw new AssertionError("it should have been cut off");
        } catch (TimeoutException _) {
            ok("cancel", "noticed after " + noticed(before) + " ms");
        }
    }

    private static OpenAiChatModel.OpenAiChatModelBuilder chat(String model) {
        return OpenAiChatModel.builder().baseUrl(address).apiKey("none").modelName(model)
                .maxRetries(0);
    }

    private static String streamed(String model) {
        var whole = new CompletableFuture<String>();
        var text = new StringBuilder();
        OpenAiStreamingChatModel.builder().baseUrl(address).apiKey("none").modelName(model)
                .maxTokens(8).build()
                .chat("Name a colour.", new StreamingChatResponseHandler() {
                    @Override
                    public void onPartialResponse(String delta) {
                        text.append(delta);
                    }

                    @Override
                    public void onCompleteResponse(ChatResponse response) {
                        whole.complete(text.toString());
                    }

                    @Override
                    public void onError(Throwable error) {
                        whole.completeExceptionally(error);
                    }
                });
        return whole.join();
    }

    private static String same(String streamed, String answer) {
        if (!streamed.equals(answer)) {
            throw new AssertionError(streamed + " is not " + answer);
        }
        return "the same text";
    }

    private static String picture(String model, Path file) throws IOException {
        String data = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
        var question = UserMessage.from(
                TextContent.from("What is in this picture?"), ImageContent.from(data, "image/jpeg"));
        return chat(model).maxTokens(24).build().chat(question).aiMessage().text();
    }

    private static String refused(OpenAiChatModel unknown) {
        try {
            unknown.chat("Hi");
            throw new AssertionError("there is no such model");
        } catch (ModelNotFoundException | InvalidRequestException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static long noticed(long before) throws Exception {
        long began = System.nanoTime();
        while (cancelled() == before && System.nanoTime() - began < 40e9) {
            Thread.sleep(200);
        }
        if (cancelled() == before) {
            throw new AssertionError("the server went on answering");
        }
        return (System.nanoTime() - began) / 1_000_000;
    }

    private static long cancelled() throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            var metrics = URI.create(address.replaceAll("/v1$", "/metrics"));
            return client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body().lines().filter(line -> line.startsWith("nunchi_cancelled_total "))
                    .mapToLong(line -> Long.parseLong(line.split(" ")[1])).sum();
        }
    }

    private static void ok(String what, String how) {
        System.out.println("LangChain4j " + what + ": " + how.strip());
    }
}

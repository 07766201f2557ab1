package dev.nunchi.app.server;

import static dev.nunchi.app.server.RunningServer.code;
import static dev.nunchi.app.server.RunningServer.json;
import static dev.nunchi.app.server.RunningServer.question;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.error.DeviceException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.OptionalInt;

import javax.imageio.ImageIO;

class ChatServerTest {
    private RunningServer running;

    @BeforeEach
    void start() throws ServerException {
        running = new RunningServer();
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void modelsAreListed() {
        var response = running.get("/v1/models");
        assertEquals("tiny", json(response).at("/data/0/id").stringValue());
    }

    @Test
    void questionIsAnswered() {
        running.assistant.says("A cat ", "on a mat.");
        var answer = json(running.ask(question("What is it?", "\"model\":\"tiny\"")));
        assertEquals("A cat on a mat.", answer.at("/choices/0/message/content").stringValue());
        assertEquals("stop", answer.at("/choices/0/finish_reason").stringValue());
        assertEquals("chat.completion", answer.path("object").stringValue());
        assertEquals(List.of(Turn.user("What is it?")), running.assistant.asked().getFirst());
    }

    @Test
    void streamHasPiecesThenUsageThenDone() {
        running.assistant.says("A cat ", "on a mat.");
        var response =
                running.ask(
                        question(
                                "What is it?",
                                "\"stream\":true",
                                "\"stream_options\":{\"include_usage\":true}"));
        var events =
                response.body()
                        .lines()
                        .filter(line -> line.startsWith("data: "))
                        .map(line -> line.substring(6))
                        .toList();
        assertEquals("[DONE]", events.getLast());
        var chunks = events.subList(0, 5).stream().map(RunningServer.JSON::readTree).toList();
        assertEquals("assistant", chunks.get(0).at("/choices/0/delta/role").stringValue());
        assertEquals("A cat ", chunks.get(1).at("/choices/0/delta/content").stringValue());
        assertEquals("on a mat.", chunks.get(2).at("/choices/0/delta/content").stringValue());
        assertEquals("stop", chunks.get(3).at("/choices/0/finish_reason").stringValue());
        assertEquals(8, chunks.get(4).at("/usage/total_tokens").intValue());
        assertTrue(chunks.get(4).path("choices").isEmpty());
    }

    @Test
    void usageCountsImageTokens() throws IOException {
        var answer = json(running.ask(withPicture(png(20, 10))));
        assertEquals(
                ScriptedAssistant.TOKENS_PER_PICTURE,
                answer.at("/usage/prompt_tokens_details/image_tokens").intValue());
    }

    @Test
    void pictureReachesTheModel() throws IOException {
        running.ask(withPicture(png(20, 10)));
        var shown = running.assistant.asked().getFirst().getFirst().pictures().getFirst();
        assertEquals("20x10", shown.width() + "x" + shown.height());
    }

    @Test
    void optionsReachTheModel() {
        running.ask(
                question(
                        "Hi",
                        "\"max_completion_tokens\":7",
                        "\"temperature\":0.5",
                        "\"top_p\":0.9",
                        "\"seed\":42",
                        "\"stop\":[\"END\"]",
                        "\"logprobs\":true",
                        "\"top_logprobs\":3"));
        var options = running.assistant.options().getFirst();
        assertEquals(7, options.maxNewTokens());
        assertEquals(0.5, options.sampling().temperature());
        assertEquals(0.9, options.sampling().topP());
        assertEquals(42, options.sampling().seed());
        assertEquals(List.of("END"), options.stopStrings());
        assertEquals(OptionalInt.of(3), options.alternatives());
    }

    @Test
    void longestAnswerIsWhatTheContextHasLeft() {
        running.ask(question("one two three", "\"max_tokens\":100000"));
        int left = ScriptedAssistant.CONTEXT_LENGTH - 3;
        assertEquals(left, running.assistant.options().getFirst().maxNewTokens());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{ | invalid_json",
                "[] | invalid_json",
                "{\"messages\":[]} | invalid_value",
                "{\"messages\":[{\"role\":\"system\",\"content\":\"x\"}]} | invalid_value",
                "{\"messages\":[{\"role\":\"robot\",\"content\":\"x\"}]} | invalid_value",
                "{\"messages\":[{\"role\":\"user\",\"content\":7}]} | invalid_value",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]}]} |"
                        + " unsupported",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"n\":2} | unsupported",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"tools\":[{}]} |"
                        + " unsupported",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"temperature\":9} |"
                        + " invalid_value",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"max_tokens\":0} |"
                        + " invalid_value",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"response_format\":{\"type\":"
                        + "\"json_schema\",\"json_schema\":{\"schema\":{\"pattern\":\"a\"}}}} |"
                        + " unsupported_schema",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":"
                        + "{\"url\":\"data:image/png;base64,%%%\"}}]}]} | invalid_image",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":"
                        + "{\"url\":\"data:image/png;base64,AAAA\"}}]}]} | invalid_image",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":"
                        + "{\"url\":\"http://example.org/a.png\"}}]}]} | remote_image_refused"
            })
    void requestThatCannotBeAnsweredIsRefusedWithAReason(String body, String code) {
        var response = running.ask(body);
        assertEquals(400, response.statusCode());
        assertEquals(code, code(response));
        assertTrue(running.isAlive());
    }

    @Test
    void contextThatIsTooShortIsSaid() {
        var response = running.ask(question("word ".repeat(ScriptedAssistant.CONTEXT_LENGTH)));
        assertEquals(400, response.statusCode());
        assertEquals("context_length_exceeded", code(response));
    }

    @Test
    void unknownModelIsNotFound() {
        var response = running.ask(question("Hi", "\"model\":\"gpt-9\""));
        assertEquals(404, response.statusCode());
        assertEquals("model_not_found", code(response));
    }

    @Test
    void failureOfTheDeviceIsAnError() {
        running.assistant.fails(new DeviceException("cpu", "lost"));
        var response = running.ask(question("Hi"));
        assertEquals(500, response.statusCode());
        assertEquals("engine_error", code(response));
    }

    @Test
    void failureInTheMiddleOfAStreamIsAnEvent() {
        running.assistant.fails(new DeviceException("cpu", "lost"), "A cat");
        var body = running.ask(question("Hi", "\"stream\":true")).body();
        assertTrue(body.contains("\"code\":\"engine_error\""), body);
        assertTrue(!body.contains("[DONE]"), body);
    }

    @Test
    void metricsCountTokensAndResponses() {
        running.assistant.says("A cat");
        running.ask(question("Hi there"));
        running.get("/nowhere");
        RunningServer.until(() -> running.log.size() == 2);
        var metrics = running.get("/metrics").body();
        assertTrue(metrics.contains("nunchi_tokens_total{kind=\"completion\"} 2\n"), metrics);
        assertTrue(metrics.contains("nunchi_responses_total{status=\"404\"} 1\n"), metrics);
        assertTrue(metrics.contains("nunchi_answer_seconds_count 1\n"), metrics);
    }

    @Test
    void logHoldsNothingOfWhatWasAsked() {
        running.assistant.says("an answer");
        running.ask(question("a secret"));
        RunningServer.until(() -> !running.log.isEmpty());
        var text = running.log.toString();
        assertTrue(text.contains("POST /v1/chat/completions"), text);
        assertTrue(!text.contains("secret") && !text.contains("an answer"), text);
    }

    private static byte[] png(int width, int height) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    private static String withPicture(byte[] png) {
        return "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What?\"},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,"
                + Base64.getEncoder().encodeToString(png)
                + "\"}}]}]}";
    }
}

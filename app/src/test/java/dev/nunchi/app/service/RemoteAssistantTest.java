package dev.nunchi.app.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.remote.Limits;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.remote.RemoteException;
import dev.nunchi.app.server.ChatServer;
import dev.nunchi.app.server.ServedModel;
import dev.nunchi.app.server.ServerException;
import dev.nunchi.app.server.ServerOptions;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.NetworkUse;
import dev.nunchi.app.settings.Secret;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.store.Answerer;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.testing.ScriptedServer;
import dev.nunchi.engine.chat.Answer;
import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.chat.AnswerOptions;
import dev.nunchi.engine.chat.Turn;
import dev.nunchi.engine.error.DeviceException;
import dev.nunchi.engine.error.PictureException;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.progress.CancelToken;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

import javax.imageio.ImageIO;

@Timeout(60)
class RemoteAssistantTest {
    private final ScriptedServer server = new ScriptedServer();
    private final RemoteClient remote = new RemoteClient(Limits.defaults());
    private final Endpoint endpoint = server.endpoint("");
    private Settings settings =
            Settings.defaults().withEndpoint(endpoint).allowing(NetworkUse.REMOTE_ANSWERS);
    private final RemoteAssistant assistant = new RemoteAssistant(endpoint, remote, () -> settings);

    @AfterEach
    void close() {
        remote.close();
        server.close();
    }

    @Test
    void serverAnswersTheWholeConversation() throws DeviceException {
        server.says("A cat ", "on a mat.");
        var answer =
                ask(Turn.system("Be brief."), Turn.user("Hi"), Turn.assistant("Hello"), question());
        assertEquals("A cat on a mat.", answer.text());
        String body = server.requests().getFirst().body();
        assertTrue(body.contains("\"system\"") && body.contains("Be brief."), body);
    }

    @Test
    void answersAreMarkedWithTheServer() {
        assertEquals(Answerer.remote("llava-34b", "lab"), assistant.answerer());
        assertEquals(endpoint.host(), assistant.info().device());
    }

    @Test
    void nothingLeavesWhenTheUseIsForbidden() {
        settings = settings.forbidding(NetworkUse.REMOTE_ANSWERS);
        assertThrows(IllegalStateException.class, () -> ask(question()));
        assertEquals(List.of(), server.requests());
    }

    @Test
    void nothingLeavesToAServerThatNobodyAgreedTo() {
        settings = settings.withEndpoint(endpoint.withConsent(Endpoint.Consent.ASK));
        assertThrows(IllegalStateException.class, () -> ask(question()));
        assertEquals(List.of(), server.requests());
    }

    @Test
    void failureOfTheServerKeepsItsReason() {
        server.responds(503, "application/json", "{\"error\":{\"message\":\"asleep\"}}");
        var failure = assertThrows(DeviceException.class, () -> ask(question()));
        var cause = assertInstanceOf(RemoteException.class, failure.getCause());
        assertEquals("asleep", cause.serverSays());
    }

    @Test
    void anotherNunchiAnswersAboutAPicture()
            throws ServerException, IOException, PictureException, DeviceException {
        var other = new ScriptedAssistant("strong").says("A cat ", "on a mat.");
        try (var serving =
                ChatServer.start(
                        ServerOptions.loopback(0),
                        ServedModel.of(other, Optional.empty()),
                        _ -> {})) {
            var strong =
                    new Endpoint(
                            "strong",
                            URI.create(serving.address() + "/v1"),
                            "strong",
                            Secret.none(),
                            Endpoint.Consent.GIVEN);
            settings = settings.withEndpoint(strong);
            var answer =
                    new RemoteAssistant(strong, remote, () -> settings)
                            .answer(
                                    List.of(Turn.user("What is it?", picture())),
                                    AnswerOptions.defaults(),
                                    AnswerListener.NONE,
                                    CancelToken.none());
            assertEquals("A cat on a mat.", answer.text());
            assertEquals(ScriptedAssistant.TOKENS_PER_PICTURE, answer.usage().imageTokens());
            assertEquals(1, other.asked().getFirst().getFirst().pictures().size());
        }
    }

    private static Picture picture() throws IOException, PictureException {
        var png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(30, 20, BufferedImage.TYPE_INT_RGB), "png", png);
        return PictureReader.read(png.toByteArray(), "picture");
    }

    private static Turn question() {
        return Turn.user("What is it?");
    }

    private Answer ask(Turn... turns) throws DeviceException {
        return assistant.answer(
                List.of(turns), AnswerOptions.defaults(), AnswerListener.NONE, CancelToken.none());
    }
}

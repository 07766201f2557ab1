package dev.nunchi.app.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.nunchi.app.settings.Endpoint.Consent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.util.List;
import java.util.Optional;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "https://api.example.com/v1, https://api.example.com/v1",
        "https://api.example.com, https://api.example.com/v1",
        "' https://api.example.com/v1/ ', https://api.example.com/v1",
        "https://api.example.com/v1/chat/completions, https://api.example.com/v1",
        "api.example.com, https://api.example.com/v1",
        "localhost:8080, http://localhost:8080/v1",
        "127.0.0.1:8080, http://127.0.0.1:8080/v1",
        "[::1]:8080, http://[::1]:8080/v1",
        "https://lab.example/openai/api, https://lab.example/openai/api",
    })
    void addressIsCompleted(String typed, URI meant) {
        assertEquals(Optional.of(meant), Endpoint.address(typed));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not an address",
                "ftp://example.com",
                "file:///etc/passwd",
                "https://user:secret@example.com",
                "https://example.com/v1?key=1",
                "https://"
            })
    void whatIsNoServerIsNoAddress(String typed) {
        assertEquals(Optional.empty(), Endpoint.address(typed));
    }

    @Test
    void keyIsInNoText() {
        var endpoint = endpoint("https://lab.example/v1", "sk-abc");
        var settings = Settings.defaults().withEndpoint(endpoint);

        assertFalse((endpoint + " " + settings).contains("sk-abc"));
        assertEquals(Secret.none(), settings.withoutKeys().endpoints().getFirst().key());
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:1/v1, true, false",
        "http://127.0.0.5:1/v1, true, false",
        "http://[::1]:1/v1, true, false",
        "http://192.168.0.7:1/v1, false, true",
        "https://localhost.example.com/v1, false, false",
    })
    void whoCouldReadAlongIsKnown(String address, boolean here, boolean openToOthers) {
        var endpoint = endpoint(address, "");

        assertEquals(
                List.of(here, openToOthers), List.of(endpoint.isHere(), endpoint.isOpenToOthers()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk\nX-Other: 1", "sk abc", "열쇠"})
    void keyThatWouldBreakAHeaderIsRefused(String key) {
        assertThrows(IllegalArgumentException.class, () -> new Secret(key));
    }

    @Test
    void endpointTakesThePlaceOfTheOneOfItsName() {
        var old = endpoint("https://old.example/v1", "");
        var other = new Endpoint("other", old.address(), "m", Secret.none(), Consent.ASK);
        var now = endpoint("https://new.example/v1", "");
        var settings = Settings.defaults().withEndpoint(old).withEndpoint(other).withEndpoint(now);

        assertEquals(List.of(now, other), settings.endpoints());
        assertEquals(List.of(now), settings.withoutEndpoint("other").endpoints());
    }

    private static Endpoint endpoint(String address, String key) {
        return new Endpoint("lab", URI.create(address), "llava", new Secret(key), Consent.ASK);
    }
}

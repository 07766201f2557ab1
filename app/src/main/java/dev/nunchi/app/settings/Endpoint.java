package dev.nunchi.app.settings;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// A server that answers in the way of OpenAI's chat API, and what is asked of it.
///
/// @param name what the person calls it; the names of endpoints differ
/// @param address what `/chat/completions` and `/models` are added to, e.g.
///   `http://127.0.0.1:8080/v1`: `http` or `https`, without a slash at its end
/// @param model by the name that the server knows it by
/// @param key for the server's `Authorization` header
/// @param consent whether the person has agreed that pictures go there
public record Endpoint(String name, URI address, String model, Secret key, Consent consent) {
    private static final String VERSION = "/v1";
    private static final String CALL = "/chat/completions";

    /// Whether a person knows that what they ask leaves the computer.
    public enum Consent {
        /// They are to be asked before the first picture or word is sent.
        ASK,
        GIVEN
    }

    public Endpoint {
        if (name.isBlank() || model.isBlank()) {
            throw new IllegalArgumentException("an endpoint has a name and a model");
        }
        if (!Mirrors.parse(address.toString()).equals(Optional.of(address))) {
            throw new IllegalArgumentException("no address of a server");
        }
    }

    public Endpoint withConsent(Consent value) {
        return new Endpoint(name, address, model, key, value);
    }

    public Endpoint withoutKey() {
        return withKey(Secret.none());
    }

    public Endpoint withKey(Secret value) {
        return new Endpoint(name, address, model, value, consent);
    }

    /// The computer that is asked, as a person would name it.
    public String host() {
        return address.getPort() < 0
                ? address.getHost()
                : address.getHost() + ":" + address.getPort();
    }

    /// Whether the server runs on this computer, so that nothing leaves it.
    public boolean isHere() {
        return isHere(address.getHost());
    }

    /// Whether others on the way can read what is sent.
    public boolean isOpenToOthers() {
        return !isHere() && "http".equalsIgnoreCase(address.getScheme());
    }

    /// The address that somebody meant: what they left out is added, and what belongs to a single
    /// call is taken off.
    ///
    /// @param typed e.g. `localhost:8080` or `https://api.example.com/v1/chat/completions`
    /// @return empty if it is no address of a server
    public static Optional<URI> address(String typed) {
        String text = typed.strip().replaceFirst(CALL + "/*$", "");
        return Mirrors.parse(text.contains("://") ? text : schemeOf(text) + text)
                .map(address ->
                        address.getRawPath().isEmpty() ? URI.create(address + VERSION) : address);
    }

    /// Servers of one's own seldom have a certificate, those of others always do.
    private static String schemeOf(String text) {
        String host = text.replaceFirst("[:/].*", "");
        return isHere(host) || text.startsWith("[::1]") ? "http://" : "https://";
    }

    private static boolean isHere(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.equals("[::1]")
                || name.matches("127(\\.[0-9]{1,3}){3}");
    }
}

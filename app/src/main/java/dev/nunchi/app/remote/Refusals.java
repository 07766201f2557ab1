package dev.nunchi.app.remote;

import dev.nunchi.app.remote.RemoteException.Reason;
import dev.nunchi.app.settings.Endpoint;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;

import javax.net.ssl.SSLException;

/// From what servers and connections do to what is wrong.
final class Refusals {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MAX_WORDS = 300;

    private Refusals() {}

    /// @param status of the response, not 2xx
    /// @param body what there is of it
    static RemoteException ofStatus(Endpoint endpoint, int status, String body) {
        return new RemoteException(
                reasonOf(status), endpoint, "HTTP status " + status, words(body, endpoint));
    }

    private static Reason reasonOf(int status) {
        return switch (status) {
            case 401, 403 -> Reason.NOT_ALLOWED;
            case 413 -> Reason.QUESTION_TOO_LARGE;
            case 429 -> Reason.BUSY;
            default -> {
                if (status == 404 || status < 400) {
                    // A redirection is not followed: it would take the key along.
                    yield Reason.NOT_FOUND;
                }
                yield status < 500 ? Reason.REJECTED : Reason.SERVER_FAILED;
            }
        };
    }

    /// @param cause why no response came
    static RemoteException ofConnection(Endpoint endpoint, Throwable cause) {
        return new RemoteException(reasonOf(cause), endpoint, chain(cause), "");
    }

    private static Reason reasonOf(Throwable problem) {
        for (var cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException
                    || cause instanceof UnresolvedAddressException) {
                return Reason.UNKNOWN_HOST;
            }
        }
        for (var cause = problem; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case HttpConnectTimeoutException _ -> {
                    return Reason.STALLED;
                }
                case ConnectException _ -> {
                    return Reason.REFUSED;
                }
                case SSLException _ -> {
                    return Reason.INSECURE;
                }
                default -> {}
            }
        }
        return Reason.CUT;
    }

    /// The names of an exception's causes; their messages may hold addresses.
    private static String chain(Throwable problem) {
        var names = new StringBuilder();
        for (var cause = problem; cause != null; cause = cause.getCause()) {
            names.append(names.isEmpty() ? "" : " < ").append(cause.getClass().getSimpleName());
        }
        return names.toString();
    }

    private static String words(String body, Endpoint endpoint) {
        try {
            return words(JSON.readTree(body), endpoint);
        } catch (JacksonException e) {
            // Pages for people help nobody here; short plain text does.
            return body.stripLeading().startsWith("<") ? "" : presentable(body, endpoint);
        }
    }

    /// What a server says about an error, without the key if it repeats that.
    static String words(JsonNode body, Endpoint endpoint) {
        for (String path : new String[] {"/error/message", "/error", "/message", "/detail"}) {
            var said = body.at(path);
            if (said.isString()) {
                return presentable(said.stringValue(), endpoint);
            }
        }
        return "";
    }

    private static String presentable(String words, Endpoint endpoint) {
        String key = Keys.of(endpoint).orElse("");
        String hidden = key.isEmpty() ? words : words.replace(key, "•••");
        String line = hidden.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return line.codePointCount(0, line.length()) <= MAX_WORDS
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MAX_WORDS)) + "…";
    }
}

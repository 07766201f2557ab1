package dev.nunchi.app.server;

import com.sun.net.httpserver.HttpExchange;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One request and its response over HTTP. Confined to the thread that makes it, but for [#tooSlow]
/// and [#leave].
final class HttpCall implements AutoCloseable {
    /// Why a call ended whose body did not come.
    static final String TOO_SLOW = "body_too_slow";

    private static final int PIECE = 64 << 10;

    /// Of a body that nobody wants, so much is still taken: a caller who is told off in the middle
    /// of sending never reads why.
    private static final long LINGER_BYTES = 512L << 20;

    private final HttpExchange exchange;
    private final long began = System.nanoTime();
    private final Thread thread = Thread.currentThread();
    private volatile int status;
    private boolean brokenOff;

    HttpCall(HttpExchange exchange) {
        this.exchange = exchange;
    }

    HttpExchange exchange() {
        return exchange;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    /// As it was sent: nothing is unescaped or shortened, so that no spelling leads round a check.
    String path() {
        return exchange.getRequestURI().getRawPath();
    }

    String address() {
        return exchange.getRemoteAddress().getAddress().getHostAddress();
    }

    long nanos() {
        return System.nanoTime() - began;
    }

    /// Of the response; 0 as long as there is none.
    int status() {
        return status;
    }

    /// The length that the caller has told; -1 if it has told none.
    long bodyLength() throws ApiException {
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            throw new ApiException(
                    ApiException.Kind.INVALID_REQUEST, "invalid_length", "a wrong Content-Length");
        }
    }

    /// Reads the body.
    byte[] body(int most) throws ApiException, IOException {
        if (bodyLength() > most) {
            throw tooLarge(most);
        }
        if (bodyLength() >= 0) {
            // Its own room and no more.
            byte[] whole = new byte[(int) bodyLength()];
            int read = exchange.getRequestBody().readNBytes(whole, 0, whole.length);
            return read == whole.length ? whole : Arrays.copyOf(whole, read);
        }
        try (var bytes = new ByteArrayOutputStream()) {
            var input = exchange.getRequestBody();
            var piece = new byte[PIECE];
            for (int read = input.read(piece); read >= 0; read = input.read(piece)) {
                bytes.write(piece, 0, read);
                if (bytes.size() > most) {
                    throw tooLarge(most);
                }
            }
            return bytes.toByteArray();
        }
    }

    private static ApiException tooLarge(int most) {
        return new ApiException(
                ApiException.Kind.TOO_LARGE,
                "body_too_large",
                "the body has more than %,d bytes: send smaller pictures".formatted(most));
    }

    /// Ends a call whose body does not come. Called on another thread while the call's reads.
    void tooSlow() {
        if (status == 0) {
            tellTooSlow();
        }
        leave();
    }

    /// Ends a call whose caller does not take what is sent. Called on another thread while the
    /// call's writes.
    void leave() {
        // Closes the connection under it; closing the exchange would wait for the body, too.
        thread.interrupt();
    }

    private void tellTooSlow() {
        var why = new ApiException(ApiException.Kind.TOO_SLOW, TOO_SLOW, "the body did not come");
        try {
            respond(why.status(), "application/json", why.json());
        } catch (IOException e) {
            // It has left.
            status = why.status();
        }
    }

    void header(String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    void respond(int code, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        header("Content-Type", type);
        boolean head = method().equals("HEAD");
        send(code, head || bytes.length == 0 ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
            exchange.getResponseBody().flush();
        }
    }

    /// Begins a response of unknown length.
    OutputStream begin(String type) throws IOException {
        header("Content-Type", type);
        send(200, 0);
        return exchange.getResponseBody();
    }

    private void send(int code, long length) throws IOException {
        header("Cache-Control", "no-store");
        header("X-Content-Type-Options", "nosniff");
        status = code;
        exchange.sendResponseHeaders(code, length);
    }

    /// Lets a caller finish sending, so that it reads the response.
    void linger() {
        try {
            InputStream rest = exchange.getRequestBody();
            var piece = new byte[PIECE];
            long taken = 0;
            for (int read = rest.read(piece); read >= 0; read = rest.read(piece)) {
                taken += read;
                if (taken > LINGER_BYTES) {
                    return;
                }
            }
        } catch (IOException e) {
            // It has left, or took too long.
            return;
        }
    }

    /// Leaves the response as it is: the caller must not take it for a whole one.
    void breakOff() {
        brokenOff = true;
    }

    boolean isBrokenOff() {
        return brokenOff;
    }

    /// Ends the response, unless it was broken off.
    @Override
    public void close() {
        if (!brokenOff) {
            exchange.close();
        }
    }
}

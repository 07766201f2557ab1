package dev.nunchi.app.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a server answers to one `GET` over HTTP/1.1 ([RFC
/// 9112](https://www.rfc-editor.org/rfc/rfc9112)), as far as pictures need it.
///
/// The JDK's own client looks up names itself: where it connects may be another place than the one
/// that was found to be public. This one is given a connection.
///
/// @param location where else to look, if the server says so
/// @param body not copied, never changed
@SuppressWarnings("ArrayRecordComponent")
record PictureResponse(int status, Optional<String> location, byte[] body) {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})( .*)?");
    private static final int MOST_HEAD_BYTES = 64 << 10;
    private static final int MOST_INTERIM = 8;
    private static final int MOST_CHUNK_DIGITS = 8;
    private static final int HEXADECIMAL = 16;

    /// Asks, and reads the answer to its end.
    ///
    /// @param at names the picture; its host was looked up and connected to by the caller
    /// @param most bytes that are taken
    static PictureResponse get(URI at, Socket connection, int most) throws IOException {
        var out = connection.getOutputStream();
        out.write(request(URI.create(at.toASCIIString())).getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return new Reading(new BufferedInputStream(connection.getInputStream()), most).response();
    }

    private static String request(URI at) {
        String path = at.getRawPath().isEmpty() ? "/" : at.getRawPath();
        String query = at.getRawQuery() == null ? "" : "?" + at.getRawQuery();
        String port = at.getPort() < 0 ? "" : ":" + at.getPort();
        return String.join(
                "\r\n",
                "GET " + path + query + " HTTP/1.1",
                "Host: " + at.getHost() + port,
                "User-Agent: Nunchi",
                "Accept: image/*",
                "Accept-Encoding: identity",
                "Connection: close",
                "",
                "");
    }

    private static final class Reading {
        private final InputStream in;
        private final int most;
        private int headBytes;

        Reading(InputStream in, int most) {
            this.in = in;
            this.most = most;
        }

        PictureResponse response() throws IOException {
            for (int i = 0; i < MOST_INTERIM; i++) {
                int status = status();
                var headers = headers();
                if (status >= 200) {
                    boolean other = status / 100 == 3;
                    return new PictureResponse(
                            status,
                            Optional.ofNullable(headers.get("location")),
                            other ? new byte[0] : body(headers));
                }
            }
            throw new IOException("too many interim responses");
        }

        private int status() throws IOException {
            var line = STATUS.matcher(line());
            if (!line.matches()) {
                throw new IOException("no HTTP/1.1");
            }
            return Integer.parseInt(line.group(1));
        }

        private Map<String, String> headers() throws IOException {
            var headers = new HashMap<String, String>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                if (colon <= 0) {
                    throw new IOException("no header");
                }
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            return headers;
        }

        private byte[] body(Map<String, String> headers) throws IOException {
            if (!headers.getOrDefault("content-encoding", "identity").equals("identity")) {
                throw new IOException("a body in an encoding that was not asked for");
            }
            String transfer = headers.getOrDefault("transfer-encoding", "");
            if (transfer.equalsIgnoreCase("chunked")) {
                return chunks();
            }
            if (!transfer.isEmpty()) {
                throw new IOException("a transfer in an encoding that is not known");
            }
            String length = headers.get("content-length");
            return length == null ? rest() : exactly(number(length, 10));
        }

        private byte[] chunks() throws IOException {
            var body = new ByteArrayOutputStream();
            for (long length = chunk(); length > 0; length = chunk()) {
                body.writeBytes(exactly(length + body.size(), length));
                if (!line().isEmpty()) {
                    throw new IOException("a chunk is longer than it says");
                }
            }
            return body.toByteArray();
        }

        private long chunk() throws IOException {
            String line = line();
            int end = line.indexOf(';');
            return number(end < 0 ? line : line.substring(0, end), HEXADECIMAL);
        }

        private static long number(String text, int radix) throws IOException {
            String digits = text.strip();
            if (!digits.matches("[0-9a-fA-F]{1," + MOST_CHUNK_DIGITS + "}")) {
                throw new IOException("no length");
            }
            try {
                return Long.parseLong(digits, radix);
            } catch (NumberFormatException e) {
                throw new IOException("no length", e);
            }
        }

        private byte[] exactly(long length) throws IOException {
            return exactly(length, length);
        }

        /// @param whole length of the body so far
        private byte[] exactly(long whole, long length) throws IOException {
            if (whole > most) {
                throw tooLarge();
            }
            byte[] bytes = in.readNBytes((int) length);
            if (bytes.length < length) {
                throw new EOFException("the body ends early");
            }
            return bytes;
        }

        private byte[] rest() throws IOException {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw tooLarge();
            }
            return bytes;
        }

        private IOException tooLarge() {
            return new IOException("more than %,d bytes".formatted(most));
        }

        private String line() throws IOException {
            var line = new StringBuilder();
            while (true) {
                int next = in.read();
                if (next < 0) {
                    throw new EOFException("the answer ends early");
                }
                if (++headBytes > MOST_HEAD_BYTES) {
                    throw new IOException("a head without end");
                }
                if (next == '\n') {
                    int last = line.length() - 1;
                    return last >= 0 && line.charAt(last) == '\r'
                            ? line.substring(0, last)
                            : line.toString();
                }
                line.append((char) next);
            }
        }
    }
}

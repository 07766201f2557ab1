package dev.nunchi.app.download;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A web server on this machine that may break every rule: what it writes is written as it is.
final class TestServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Map<String, List<Script>> scripts = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /// What is answered to a request.
    @FunctionalInterface
    interface Script {
        void run(Request request, Reply reply) throws IOException;
    }

    /// @param headers by lower-case name
    record Request(String path, Map<String, String> headers) {
        /// Where a range begins that has no end.
        OptionalInt from() {
            String range = headers.getOrDefault("range", "");
            return range.matches("bytes=[0-9]+-")
                    ? OptionalInt.of(Integer.parseInt(range.substring(6, range.length() - 1)))
                    : OptionalInt.empty();
        }
    }

    /// The connection, to be written to as a test wants.
    static final class Reply {
        private final Socket connection;
        private final OutputStream out;

        private Reply(Socket connection) throws IOException {
            this.connection = connection;
            this.out = connection.getOutputStream();
        }

        /// @param headers whole lines
        Reply head(String status, String... headers) throws IOException {
            var lines = new StringBuilder("HTTP/1.1 " + status + "\r\n");
            for (String header : headers) {
                lines.append(header).append("\r\n");
            }
            return bytes(
                    (lines + "Connection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }

        Reply bytes(byte[] content) throws IOException {
            return bytes(content, 0, content.length);
        }

        Reply bytes(byte[] content, int from, int to) throws IOException {
            out.write(content, from, to - from);
            out.flush();
            return this;
        }

        /// Breaks off.
        void cut() throws IOException {
            connection.close();
        }

        /// Says nothing more and keeps the connection, until the other side gives up.
        void stall() throws IOException {
            while (connection.getInputStream().read() >= 0) {
                // Nothing is expected to come.
            }
        }
    }

    TestServer() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /// What the first, second … request of a path gets; the last one's also all that follow.
    TestServer on(String path, Script... answers) {
        scripts.put(path, new ArrayList<>(List.of(answers)));
        return this;
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
    }

    /// The requests of a path so far.
    List<Request> requests(String path) {
        return requests.stream().filter(request -> request.path().equals(path)).toList();
    }

    /// All requests so far.
    List<Request> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                open.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    connection.getInputStream(), StandardCharsets.ISO_8859_1));
            String first = in.readLine();
            if (first == null) {
                return;
            }
            var headers = new HashMap<String, String>();
            for (String line = in.readLine(); line != null && !line.isEmpty(); ) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
                line = in.readLine();
            }
            var request = new Request(first.split(" ")[1], headers);
            requests.add(request);
            next(request.path()).run(request, new Reply(connection));
        } catch (IOException _) {
            // The other side gave up, as some tests want it to.
        }
    }

    private Script next(String path) {
        var left = scripts.getOrDefault(path, List.of(status("404 Not Found")));
        synchronized (left) {
            return left.size() > 1 ? left.removeFirst() : left.getFirst();
        }
    }

    /// An answer without a body.
    static Script status(String status, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.add("Content-Length: 0");
        return (_, reply) -> reply.head(status, all.toArray(String[]::new));
    }

    /// Serves a file as it should be: whole, or the rest that is asked for if its tag is right.
    static Script file(byte[] content, String etag, String... headers) {
        return (request, reply) -> {
            var all = new ArrayList<>(List.of(headers));
            all.add("ETag: " + etag);
            int from = request.from().orElse(0);
            boolean same = request.headers().getOrDefault("if-range", etag).equals(etag);
            if (request.from().isPresent() && from >= content.length && same) {
                status("416 Range Not Satisfiable", "Content-Range: bytes */" + content.length)
                        .run(request, reply);
                return;
            }
            boolean part = request.from().isPresent() && same;
            if (part) {
                all.add(
                        "Content-Range: bytes %d-%d/%d"
                                .formatted(from, content.length - 1, content.length));
            }
            int begin = part ? from : 0;
            all.add("Content-Length: " + (content.length - begin));
            reply.head(part ? "206 Partial Content" : "200 OK", all.toArray(String[]::new))
                    .bytes(content, begin, content.length);
        };
    }

    /// Begins to answer with a file, or with its rest, as whoever asked expects it.
    static void head(Reply reply, int length, int from, String etag) throws IOException {
        String tag = "ETag: " + etag;
        String left = "Content-Length: " + (length - from);
        if (from > 0) {
            String range = "Content-Range: bytes %d-%d/%d".formatted(from, length - 1, length);
            reply.head("206 Partial Content", tag, range, left);
        } else {
            reply.head("200 OK", tag, left);
        }
    }

    /// Serves a file's beginning and breaks off, whatever is asked for.
    static Script cutAfter(int bytes, byte[] content, String etag) {
        return (_, reply) ->
                reply.head("200 OK", "ETag: " + etag, "Content-Length: " + content.length)
                        .bytes(content, 0, bytes)
                        .cut();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (var connection : open) {
            connection.close();
        }
    }
}

package dev.nunchi.app.server;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A network whose names and answers a test gives out: all addresses lead to one server on this
/// computer. Remembers what was looked up, connected to and asked.
final class PretendedNetwork implements OpenNetwork, AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Deque<List<InetAddress>>> names = new HashMap<>();
    private final Deque<Answering> answers = new ArrayDeque<>();
    private final List<String> lookUps = new ArrayList<>();
    private final List<String> connections = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    private interface Answering {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    PretendedNetwork() throws IOException {
        var _ = threads.submit(this::serve);
    }

    /// Where a name leads the next time that it is looked up; the last time stands for all after
    /// it.
    void leads(String host, String... addresses) {
        var places = new ArrayList<InetAddress>();
        for (String address : addresses) {
            places.add(InetAddress.ofLiteral(address));
        }
        names.computeIfAbsent(host, _ -> new ArrayDeque<>()).add(List.copyOf(places));
    }

    void answers(String response) {
        add(out -> out.write(response.getBytes(StandardCharsets.ISO_8859_1)));
    }

    /// Sends the beginning, and then bytes for ever.
    void answersWithoutEnd(String beginning, Duration between) {
        add(out -> {
            out.write(beginning.getBytes(StandardCharsets.ISO_8859_1));
            byte[] piece = new byte[between.isZero() ? 1 << 16 : 1];
            while (true) {
                out.write(piece);
                out.flush();
                Thread.sleep(between);
            }
        });
    }

    private synchronized void add(Answering answer) {
        answers.add(answer);
    }

    private synchronized Answering next(String request) {
        requests.add(request);
        return answers.remove();
    }

    private Void serve() throws IOException {
        while (true) {
            try (var socket = server.accept()) {
                String request = head(socket);
                next(request).write(socket.getOutputStream());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                if (server.isClosed()) {
                    throw e;
                }
                // The caller has heard enough.
            }
        }
    }

    private static String head(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Override
    public List<InetAddress> lookUp(String host) throws UnknownHostException {
        lookUps.add(host);
        var places = names.getOrDefault(host, new ArrayDeque<>());
        if (places.isEmpty()) {
            throw new UnknownHostException(host);
        }
        return places.size() > 1 ? places.removeFirst() : places.getFirst();
    }

    @Override
    public Socket connect(InetSocketAddress at, Duration longest) throws IOException {
        connections.add(at.getAddress().getHostAddress() + ":" + at.getPort());
        return new Socket(server.getInetAddress(), server.getLocalPort());
    }

    List<String> lookUps() {
        return List.copyOf(lookUps);
    }

    List<String> connections() {
        return List.copyOf(connections);
    }

    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}

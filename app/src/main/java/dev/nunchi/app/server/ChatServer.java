package dev.nunchi.app.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.nunchi.app.server.ServerOptions.RemotePictures;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

/// A server that speaks OpenAI's chat API and answers with one model: `/v1/models`,
/// `/v1/chat/completions`, `/health`, `/metrics`. Listens from the moment it is there until it is
/// closed.
public final class ChatServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChatServer.class);

    /// Connections that wait to be taken.
    private static final int BACKLOG = 512;

    private static final Duration LOOK = Duration.ofMillis(500);

    static {
        // Read once, when the library's server is first used. In seconds: a request with all its
        // headers and its body, which has a shorter limit of its own; and a connection that nobody
        // uses.
        setIfAbsent("sun.net.httpserver.maxReqTime", "90");
        setIfAbsent("sun.net.httpserver.idleInterval", "60");
        setIfAbsent("sun.net.httpserver.maxIdleConnections", "256");
        setIfAbsent("jdk.httpserver.maxConnections", "1024");
        setIfAbsent("sun.net.httpserver.maxReqHeaders", "100");
        // Words are small packets, and wait for nothing.
        setIfAbsent("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final CallExecutor callers = new CallExecutor();
    private final AnsweringExecutor answering;
    private final Deadlines deadlines = new Deadlines();
    private final Routes routes;

    private ChatServer(
            HttpServer server,
            ServerOptions options,
            ServedModel model,
            Consumer<ServedRequest> log) {
        this.server = server;
        var batches = new BatchMetrics();
        answering = new AnsweringExecutor(model, options.limits(), batches);
        PictureFetcher pictures =
                options.pictures() == RemotePictures.FETCHED
                        ? PublicPictures.within(deadlines)
                        : PictureFetcher.REFUSES;
        routes =
                new Routes(
                        options,
                        new Routes.Parts(model, answering, batches, pictures, deadlines),
                        log);
        callers.every(LOOK, deadlines::look);
        server.setExecutor(callers);
        server.createContext("/", this::handle);
        server.start();
    }

    /// Begins to listen.
    ///
    /// @param log hears of each request when it is over, on threads of the server
    public static ChatServer start(
            ServerOptions options, ServedModel model, Consumer<ServedRequest> log)
            throws ServerException {
        String place = options.host() + ":" + options.port();
        if (!Gate.isLoopback(options.host()) && options.keys().isEmpty()) {
            throw new ServerException(
                    ServerException.Reason.KEY_MISSING, place, "no key for " + place);
        }
        return new ChatServer(bound(options, place), options, model, log);
    }

    private static HttpServer bound(ServerOptions options, String place) throws ServerException {
        var address = new InetSocketAddress(options.host(), options.port());
        if (address.isUnresolved()) {
            throw new ServerException(
                    ServerException.Reason.NO_ADDRESS, place, "the host is not known");
        }
        try {
            return HttpServer.create(address, BACKLOG);
        } catch (BindException e) {
            boolean taken = String.valueOf(e.getMessage()).contains("in use");
            throw new ServerException(
                    taken ? ServerException.Reason.PORT_TAKEN : ServerException.Reason.NO_ADDRESS,
                    place,
                    e.toString());
        } catch (IOException e) {
            throw new ServerException(ServerException.Reason.NO_ADDRESS, place, e.toString());
        }
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /// What `/v1` is added to by clients that want no more than an address.
    public URI address() {
        var at = server.getAddress();
        String host = at.getAddress().getHostAddress();
        return URI.create(
                "http://%s:%d"
                        .formatted(host.contains(":") ? "[" + host + "]" : host, at.getPort()));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (var call = new HttpCall(exchange)) {
            routes.serve(call);
            if (call.isBrokenOff()) {
                // The library then closes the connection without ending the response.
                throw new IOException("broken off");
            }
        } catch (RuntimeException e) {
            // The library would say nothing of it.
            LOG.error("A request ended unexpectedly", e);
        }
    }

    /// Stops to listen, ends what runs, and waits until the model is free.
    @Override
    public void close() {
        answering.close();
        server.stop(0);
        callers.close();
    }
}

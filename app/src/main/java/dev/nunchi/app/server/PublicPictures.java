package dev.nunchi.app.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLSocket;

/// Fetches pictures from the open network, and from nowhere else: an address that leads to this
/// computer or its network would let a caller look where he cannot reach himself.
///
/// A name is looked up once for each connection, and the address that was found to be public is the
/// one that is connected to: a name that leads elsewhere a moment later (DNS rebinding) gains
/// nothing. Every redirection is held to the same rules.
///
/// @param deadlines that the time is kept by
/// @param time for one picture, with all redirections
record PublicPictures(OpenNetwork network, Deadlines deadlines, Duration time)
        implements PictureFetcher {
    static final int MOST_BYTES = 20 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(PublicPictures.class);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int MOST_REDIRECTIONS = 3;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    static PublicPictures within(Deadlines deadlines) {
        return new PublicPictures(OpenNetwork.real(), deadlines, Duration.ofSeconds(15));
    }

    @Override
    public byte[] fetch(String address) throws ApiException {
        long end = System.nanoTime() + time.toNanos();
        var at = uri(address);
        for (int hop = 0; hop <= MOST_REDIRECTIONS; hop++) {
            var response = get(at, end);
            if (response.status() == 200) {
                return response.body();
            }
            if (response.status() / 100 != 3 || response.location().isEmpty()) {
                throw refused("its server answered with status " + response.status());
            }
            at = at.resolve(uri(response.location().get()));
        }
        throw refused("more than " + MOST_REDIRECTIONS + " redirections");
    }

    private static URI uri(String address) throws ApiException {
        try {
            return URI.create(address);
        } catch (IllegalArgumentException e) {
            throw refused("no address: it is not spelt like one");
        }
    }

    private PictureResponse get(URI at, long end) throws ApiException {
        requireWeb(at);
        var places = lookUp(at);
        try (var socket = connect(places, port(at), end);
                var _ = deadlines.within(left(end), () -> close(socket));
                var connection = isSafe(at) ? secured(socket, at.getHost(), port(at)) : socket) {
            return PictureResponse.get(at, connection, MOST_BYTES);
        } catch (IOException e) {
            LOG.debug("A picture could not be fetched", e);
            throw left(end).isZero()
                    ? refused("it took more than " + time.toSeconds() + " s")
                    : refused(
                            "its server cannot be reached, or does not send a picture of at most"
                                    + " 20 MB");
        }
    }

    private static void requireWeb(URI at) throws ApiException {
        boolean web = isSafe(at) || "http".equalsIgnoreCase(at.getScheme());
        if (!web || at.getHost() == null || at.getUserInfo() != null) {
            throw refused("addresses of pictures begin with https:// or http://, or are data:");
        }
    }

    private static boolean isSafe(URI at) {
        return "https".equalsIgnoreCase(at.getScheme());
    }

    private static int port(URI at) {
        return at.getPort() >= 0 ? at.getPort() : isSafe(at) ? HTTPS_PORT : HTTP_PORT;
    }

    /// @return all of them public
    private List<InetAddress> lookUp(URI at) throws ApiException {
        try {
            var places = network.lookUp(at.getHost());
            if (!places.stream().allMatch(PublicPictures::isPublic)) {
                throw refused("it leads to this computer or its network");
            }
            return places;
        } catch (UnknownHostException e) {
            throw refused("nobody knows its host");
        }
    }

    private Socket connect(List<InetAddress> places, int port, long end) throws IOException {
        var failure = new IOException("nowhere to connect to");
        for (var place : places) {
            try {
                var longest = left(end).compareTo(CONNECT) < 0 ? left(end) : CONNECT;
                if (longest.isZero()) {
                    break;
                }
                return network.connect(new InetSocketAddress(place, port), longest);
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    /// @return whole milliseconds; never negative
    private static Duration left(long end) {
        return Duration.ofMillis(Math.max(0, (end - System.nanoTime()) / 1_000_000));
    }

    private Socket secured(Socket socket, String host, int port) throws IOException {
        var secured = (SSLSocket) network.encryption().createSocket(socket, host, port, true);
        var parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        secured.startHandshake();
        return secured;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("A connection did not close", e);
        }
    }

    /// Whether an address is one of the open network.
    static boolean isPublic(InetAddress place) {
        byte[] bytes = place.getAddress();
        return !(place.isLoopbackAddress()
                || place.isAnyLocalAddress()
                || place.isLinkLocalAddress()
                || place.isSiteLocalAddress()
                || place.isMulticastAddress()
                || (bytes.length == 4 ? isSpecial4(bytes) : isSpecial6(bytes)));
    }

    /// [RFC 6890](https://www.rfc-editor.org/rfc/rfc6890): this network, shared, protocols,
    /// documentation, benchmarks, reserved.
    private static boolean isSpecial4(byte[] bytes) {
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        int third = bytes[2] & 0xff;
        return first == 0
                || (first == 100 && second >= 64 && second < 128)
                || (first == 192 && second == 0 && (third == 0 || third == 2))
                || (first == 198 && (second == 18 || second == 19))
                || (first == 198 && second == 51 && third == 100)
                || (first == 203 && second == 0 && third == 113)
                || first >= 240;
    }

    /// All but 2000::/3, and there what holds an IPv4 address (6to4, Teredo) or documents.
    private static boolean isSpecial6(byte[] bytes) {
        int first = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        int second = ((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff);
        return (first & 0xe000) != 0x2000
                || first == 0x2002
                || (first == 0x2001 && (second < 0x0200 || second == 0x0db8));
    }

    private static ApiException refused(String why) {
        return ApiException.of(
                "messages", "remote_image_failed", "a picture was not fetched: " + why);
    }
}

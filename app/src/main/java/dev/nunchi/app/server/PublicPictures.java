package dev.nunchi.app.server;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Fetches pictures from the open network, and from nowhere else: an address that leads to this
/// computer or its network would let a caller look where he cannot reach himself. Every redirection
/// is held to the same rules.
final class PublicPictures implements PictureFetcher, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PublicPictures.class);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration TIME = Duration.ofSeconds(15);
    private static final int MOST_BYTES = 20 << 20;
    private static final int MOST_REDIRECTIONS = 3;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .connectTimeout(CONNECT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();

    @Override
    public byte[] fetch(String address) throws ApiException {
        var at = uri(address);
        for (int hop = 0; hop <= MOST_REDIRECTIONS; hop++) {
            requirePublic(at);
            var response = get(at);
            if (response.statusCode() / 100 != 3) {
                return picture(response);
            }
            at = at.resolve(uri(response.headers().firstValue("Location").orElse("")));
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

    /// The Java library keeps what a name leads to for thirty seconds, so that the connection that
    /// follows goes where this has looked.
    private static void requirePublic(URI at) throws ApiException {
        boolean web =
                "http".equalsIgnoreCase(at.getScheme()) || "https".equalsIgnoreCase(at.getScheme());
        if (!web || at.getHost() == null || at.getUserInfo() != null) {
            throw refused("addresses of pictures begin with https:// or http://, or are data:");
        }
        try {
            for (var place : InetAddress.getAllByName(at.getHost())) {
                if (!isPublic(place)) {
                    throw refused("it leads to this computer or its network");
                }
            }
        } catch (UnknownHostException e) {
            throw refused("nobody knows its host");
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

    private HttpResponse<byte[]> get(URI at) throws ApiException {
        var request = HttpRequest.newBuilder(at).header("Accept", "image/*").build();
        var coming =
                client.sendAsync(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            return coming.get(TIME.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            LOG.debug("A picture could not be fetched", e);
            throw refused("its server cannot be reached, or it has more than 20 MB");
        } catch (TimeoutException e) {
            throw refused("it took more than " + TIME.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused("the server is ending");
        } finally {
            coming.cancel(true);
        }
    }

    private static byte[] picture(HttpResponse<byte[]> response) throws ApiException {
        if (response.statusCode() != 200) {
            throw refused("its server answered with status " + response.statusCode());
        }
        return response.body();
    }

    private static ApiException refused(String why) {
        return ApiException.of(
                "messages", "remote_image_failed", "a picture was not fetched: " + why);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}

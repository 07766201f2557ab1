package dev.nunchi.app.download;

import dev.nunchi.app.download.DownloadException.Reason;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Asks web servers. Follows redirects itself: the headers on the way tell checksums, and none may
/// lead from `https` to `http`. To be closed.
final class Web implements AutoCloseable {
    private static final int MOST_REDIRECTS = 10;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Duration CONNECT = Duration.ofSeconds(20);

    /// Made when it is first asked for: most starts of the program download nothing.
    private Optional<HttpClient> client = Optional.empty();

    /// Asks for a file. The caller closes the answer.
    ///
    /// @param headers what is asked besides; goes along every redirect
    /// @throws IOException if no answer comes
    Answer get(URI address, Map<String, String> headers, Patience patience)
            throws IOException, DownloadException, StoppedException {
        var hops = new ArrayList<HttpHeaders>();
        URI now = address;
        while (true) {
            var response = ask(now, headers, patience);
            hops.add(response.headers());
            if (!REDIRECTS.contains(response.statusCode())) {
                return new Answer(now, response.statusCode(), hops, response.body());
            }
            response.body().close();
            if (hops.size() > MOST_REDIRECTS) {
                throw badRedirect(address, "is redirected without end");
            }
            now = target(now, response.headers().firstValue("Location"));
        }
    }

    private HttpResponse<Body> ask(URI address, Map<String, String> headers, Patience patience)
            throws IOException, StoppedException {
        var request = HttpRequest.newBuilder(address).header("Accept-Encoding", "identity");
        headers.forEach(request::header);
        var response = client().sendAsync(request.build(), _ -> new Body());
        boolean answered = false;
        try {
            var come = patience.await(response);
            answered = true;
            return come;
        } finally {
            if (!answered) {
                response.cancel(true);
            }
        }
    }

    /// Where a redirect leads.
    static URI target(URI from, Optional<String> location) throws DownloadException {
        URI to;
        try {
            to = from.resolve(location.orElse(""));
        } catch (IllegalArgumentException _) {
            throw badRedirect(from, "redirects to what is no address");
        }
        if (location.isEmpty() || to.getHost() == null) {
            throw badRedirect(from, "redirects to nowhere");
        }
        boolean secure = "https".equalsIgnoreCase(to.getScheme());
        boolean open = "http".equalsIgnoreCase(to.getScheme());
        if (!secure && !(open && "http".equalsIgnoreCase(from.getScheme()))) {
            throw badRedirect(from, "redirects to a place that is less safe: " + to.getScheme());
        }
        return to;
    }

    private static DownloadException badRedirect(URI from, String problem) {
        return new DownloadException(
                Reason.BAD_REDIRECT,
                String.valueOf(from.getHost()),
                from.getPath() + " " + problem);
    }

    private synchronized HttpClient client() {
        if (client.isEmpty()) {
            client =
                    Optional.of(
                            HttpClient.newBuilder()
                                    .followRedirects(HttpClient.Redirect.NEVER)
                                    // One connection takes one file: HTTP/2 would only add its
                                    // flow control.
                                    .version(HttpClient.Version.HTTP_1_1)
                                    .connectTimeout(CONNECT)
                                    .build());
        }
        return client.get();
    }

    @Override
    public synchronized void close() {
        client.ifPresent(HttpClient::shutdownNow);
    }
}

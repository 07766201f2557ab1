package dev.nunchi.app.server;

import com.sun.net.httpserver.Headers;

import dev.nunchi.app.settings.Secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Who may ask.
///
/// A web page that somebody visits can send requests to servers on his computer. Its `Origin` gives
/// it away, and so does the `Host` of a name that was made to lead here: names other than those of
/// this computer are refused. Addresses in numbers cannot be made to lead elsewhere.
///
/// @param keys of the callers; empty where none is needed
/// @param hosts in lower case, without ports
/// @param origins as browsers write them
record Gate(List<Secret> keys, Set<String> hosts, Set<String> origins) {
    private static final Pattern HOST =
            Pattern.compile("(\\[[0-9a-fA-F:.]+\\]|[0-9A-Za-z._-]+)(:[0-9]{1,5})?");
    private static final Pattern NUMBERS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+\\]");
    private static final String BEARER = "bearer ";

    static Gate of(ServerOptions options) {
        var hosts = new HashSet<>(Set.of("localhost"));
        hosts.add(options.host().toLowerCase(Locale.ROOT));
        options.hosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        return new Gate(options.keys(), Set.copyOf(hosts), options.origins());
    }

    /// Whether a request comes from a program that may ask.
    void check(Headers headers) throws ApiException {
        var found = headers.getOrDefault("Host", List.of());
        if (found.size() != 1 || !isOurs(found.getFirst())) {
            throw new ApiException(
                    ApiException.Kind.FORBIDDEN,
                    "unknown_host",
                    "this server is not known by the name in 'Host'; --allow-host adds names");
        }
        String origin = headers.getFirst("Origin");
        if (origin != null && !isAllowed(origin)) {
            throw new ApiException(
                    ApiException.Kind.FORBIDDEN,
                    "unknown_origin",
                    "pages of this origin may not ask; --allow-origin adds origins");
        }
    }

    private boolean isOurs(String header) {
        var host = HOST.matcher(header.strip());
        if (!host.matches()) {
            return false;
        }
        String name = host.group(1).toLowerCase(Locale.ROOT);
        return hosts.contains(name) || NUMBERS.matcher(name).matches();
    }

    private boolean isAllowed(String origin) {
        return origins.contains(origin);
    }

    /// The origin of a page that may ask, for the answer's headers.
    Optional<String> page(Headers headers) {
        return Optional.ofNullable(headers.getFirst("Origin")).filter(this::isAllowed);
    }

    /// Which key a request shows. Takes equally long for every wrong one.
    ///
    /// @return its number, from 1; empty where none is needed
    String keyOf(Headers headers) throws ApiException {
        if (keys.isEmpty()) {
            return "";
        }
        String shown = headers.getFirst("Authorization");
        boolean bearer = shown != null && shown.toLowerCase(Locale.ROOT).startsWith(BEARER);
        int number = bearer ? numberOf(shown.substring(BEARER.length()).strip()) : 0;
        if (number == 0) {
            throw new ApiException(
                    ApiException.Kind.NO_KEY,
                    "invalid_api_key",
                    "this server asks for its key: 'Authorization: Bearer ...'");
        }
        return String.valueOf(number);
    }

    /// @return 0 for none
    private int numberOf(String shown) {
        int number = 0;
        for (int i = 0; i < keys.size(); i++) {
            // All are compared, whichever it is.
            if (MessageDigest.isEqual(bytes(shown), bytes(keys.get(i).value()))) {
                number = i + 1;
            }
        }
        return number;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Whether nobody but this computer reaches an address.
    static boolean isLoopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.equals("::1")
                || name.equals("[::1]")
                || name.matches("127(\\.[0-9]{1,3}){3}");
    }
}

package dev.nunchi.app.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// Addresses that models can be downloaded from.
public final class Mirrors {
    private Mirrors() {}

    /// What a person typed, as an address without a slash at its end; empty if it is none that can
    /// be used: it must begin with `http://` or `https://`, name a host, and hold no query,
    /// fragment or password.
    public static Optional<URI> parse(String typed) {
        try {
            var address = new URI(typed.strip().replaceFirst("/+$", ""));
            boolean web =
                    "https".equalsIgnoreCase(address.getScheme())
                            || "http".equalsIgnoreCase(address.getScheme());
            boolean bare =
                    address.getRawQuery() == null
                            && address.getRawFragment() == null
                            && address.getRawUserInfo() == null;
            return Optional.of(address).filter(_ -> web && bare && address.getHost() != null);
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}

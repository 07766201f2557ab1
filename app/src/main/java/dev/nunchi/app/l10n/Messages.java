package dev.nunchi.app.l10n;

import dev.nunchi.app.settings.Language;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.PropertyResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;

/// The program's texts in one language, which can be switched while it runs. Thread-safe.
public final class Messages {
    static final List<String> BUNDLES =
            List.of(
                    "messages",
                    "catalogue",
                    "chat",
                    "checks",
                    "command",
                    "evaluate",
                    "evaluation",
                    "inspect",
                    "settings",
                    "shell",
                    "support",
                    "train",
                    "generate",
                    "compare",
                    "curate",
                    "cli");

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Texts texts;

    private record Texts(Locale locale, Map<String, String> byKey) {}

    private Messages(Locale locale) {
        texts = load(locale);
    }

    /// @param locale Korean for Korean texts, English for all others; numbers and dates follow the
    ///   locale itself
    public static Messages of(Locale locale) {
        return new Messages(locale);
    }

    public static Messages of(Language language) {
        return new Messages(localeOf(language));
    }

    /// The text of a key.
    ///
    /// @param arguments for `{0}`, `{1}`…; numbers are written as the locale writes them
    /// @throws MissingResourceException if no bundle has the key
    public String text(String key, Object... arguments) {
        Texts now = texts;
        String pattern = now.byKey.get(key);
        if (pattern == null) {
            throw new MissingResourceException("no text", Messages.class.getName(), key);
        }
        return arguments.length == 0
                ? pattern
                : new MessageFormat(pattern, now.locale).format(arguments);
    }

    public Locale locale() {
        return texts.locale;
    }

    /// Numbers, sizes and durations as the language in use writes them.
    public Formats formats() {
        return new Formats(this);
    }

    /// Switches the language and tells the listeners, on the calling thread.
    public void use(Language language) {
        texts = load(localeOf(language));
        listeners.forEach(Runnable::run);
    }

    /// Hears of every switch of the language, for the life of the program.
    public void onLanguageChange(Runnable listener) {
        listeners.add(listener);
    }

    private static Locale localeOf(Language language) {
        return switch (language) {
            case SYSTEM -> Locale.getDefault();
            case EN -> Locale.ENGLISH;
            case KO -> Locale.KOREAN;
        };
    }

    private static Texts load(Locale locale) {
        Locale written =
                locale.getLanguage().equals(Locale.KOREAN.getLanguage())
                        ? Locale.KOREAN
                        : Locale.ROOT;
        var byKey = new HashMap<String, String>();
        for (String bundle : BUNDLES) {
            bundle(bundle, written)
                    .forEach((key, text) -> {
                        if (byKey.put(key, text) != null) {
                            throw new IllegalStateException("'" + key + "' stands in two bundles");
                        }
                    });
        }
        return new Texts(locale, Map.copyOf(byKey));
    }

    /// One bundle alone.
    static Map<String, String> bundle(String name, Locale written) {
        String suffix = written.getLanguage().isEmpty() ? "" : "_" + written.getLanguage();
        String file = name + suffix + ".properties";
        try (InputStream in = Messages.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no bundle " + file);
            }
            var bundle =
                    new PropertyResourceBundle(new InputStreamReader(in, StandardCharsets.UTF_8));
            var texts = new HashMap<String, String>();
            bundle.keySet().forEach(key -> texts.put(key, bundle.getString(key)));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException("the program's own files cannot be read", e);
        }
    }
}

package dev.nunchi.app.ui.theme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import javafx.scene.paint.Color;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

class TokensTest {
    /// WCAG 2.2, success criteria 1.4.3 (text) and 1.4.11 (edges of controls).
    private static final double TEXT_CONTRAST = 4.5;

    private static final double EDGE_CONTRAST = 3;
    private static final Pattern TOKEN = Pattern.compile("(-n-[a-z-]+): (#[0-9A-F]{6});");
    private static final Pattern TOKEN_NAME = Pattern.compile("(-n-[a-z-]+): #");
    private static final Pattern COLOUR = Pattern.compile("#[0-9A-Fa-f]{6,8}\\b");
    private static final Set<String> THEMES = Set.of("light.css", "dark.css", "contrast.css");
    private static final List<String> GROUNDS =
            List.of("-n-bg", "-n-surface", "-n-sunken", "-n-hover");

    private static final List<String> TEXTS =
            List.of("-n-text", "-n-muted", "-n-danger", "-n-warn", "-n-ok", "-n-accent");

    /// Marks that no text of a theme stands on: the shade over a window that is covered, and what
    /// the model did not see of a picture.
    private static final Set<String> SHADES = Set.of("#00000059", "#000000");

    @Test
    void everyThemeHasTheSameTokens() throws IOException {
        var light = TOKEN_NAME.matcher(sheet("light.css")).results().map(m -> m.group(1)).toList();
        for (var other : List.of("dark.css", "contrast.css")) {
            assertEquals(
                    light,
                    TOKEN_NAME.matcher(sheet(other)).results().map(m -> m.group(1)).toList(),
                    other);
        }
    }

    @Test
    void coloursStandInTheTokensAlone() throws IOException, URISyntaxException {
        var sheets = Path.of(TokensTest.class.getResource("theme.css").toURI()).getParent();
        var literal = new ArrayList<String>();
        try (var files = Files.walk(sheets.getParent())) {
            for (var file : files.filter(f -> f.toString().endsWith(".css")).toList()) {
                if (!THEMES.contains(file.getFileName().toString())) {
                    COLOUR.matcher(Files.readString(file))
                            .results()
                            .map(m -> m.group())
                            .filter(colour -> !SHADES.contains(colour))
                            .forEach(colour -> literal.add(file.getFileName() + ": " + colour));
                }
            }
        }
        assertEquals(List.of(), literal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light.css", "dark.css", "contrast.css"})
    void textIsLegibleOnEveryGround(String sheet) throws IOException {
        var tokens = tokens(sheet);
        var faint = new ArrayList<String>();
        for (var ground : GROUNDS) {
            for (var text : TEXTS) {
                check(tokens, text, ground, TEXT_CONTRAST, faint);
            }
            check(tokens, "-n-edge", ground, EDGE_CONTRAST, faint);
        }
        for (var text : TEXTS) {
            check(tokens, text, "-n-select", TEXT_CONTRAST, faint);
        }
        check(tokens, "-n-on-accent", "-n-accent", TEXT_CONTRAST, faint);
        check(tokens, "-n-on-accent", "-n-accent-hover", TEXT_CONTRAST, faint);
        check(tokens, "-n-on-danger", "-n-danger", TEXT_CONTRAST, faint);
        check(tokens, "-n-on-picture", "-n-picture-label", TEXT_CONTRAST, faint);
        check(tokens, "-n-on-picture-forward", "-n-picture-label", TEXT_CONTRAST, faint);
        assertEquals(List.of(), faint);
    }

    private static void check(
            Map<String, Color> tokens,
            String over,
            String ground,
            double least,
            List<String> faint) {
        double contrast = contrast(tokens.get(over), tokens.get(ground));
        if (contrast < least) {
            faint.add("%s on %s: %.2f".formatted(over, ground, contrast));
        }
    }

    private static double contrast(Color one, Color other) {
        double light = Math.max(luminance(one), luminance(other));
        double dark = Math.min(luminance(one), luminance(other));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed())
                + 0.7152 * linear(color.getGreen())
                + 0.0722 * linear(color.getBlue());
    }

    private static double linear(double level) {
        return level <= 0.04045 ? level / 12.92 : Math.pow((level + 0.055) / 1.055, 2.4);
    }

    private static Map<String, Color> tokens(String sheet) throws IOException {
        var matcher = TOKEN.matcher(sheet(sheet));
        var tokens = new HashMap<String, Color>();
        while (matcher.find()) {
            tokens.put(matcher.group(1), Color.web(matcher.group(2)));
        }
        return tokens;
    }

    private static String sheet(String name) throws IOException {
        try (var css = TokensTest.class.getResourceAsStream(name)) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

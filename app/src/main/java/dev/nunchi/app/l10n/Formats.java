package dev.nunchi.app.l10n;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;

/// Numbers, sizes and durations as a language writes them.
public final class Formats {
    private static final long BYTES_STEP = 1000;

    private final Messages messages;

    Formats(Messages messages) {
        this.messages = messages;
    }

    /// @param fractionDigits exactly so many, rounded half even
    public String decimal(double value, int fractionDigits) {
        var format = NumberFormat.getNumberInstance(messages.locale());
        format.setMinimumFractionDigits(fractionDigits);
        format.setMaximumFractionDigits(fractionDigits);
        return format.format(value);
    }

    /// @param share `0..1`
    public String percent(double share) {
        return NumberFormat.getPercentInstance(messages.locale()).format(share);
    }

    /// Day and minute, in this computer's time zone; not broken between its parts.
    public String moment(Instant moment) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                .withLocale(messages.locale())
                .withZone(ZoneId.systemDefault())
                .format(moment)
                .replace(' ', '\u00a0');
    }

    /// A size in decimal units, as file managers show it: `98.7 MB`.
    public String bytes(long bytes) {
        if (bytes < BYTES_STEP) {
            return messages.text("size.bytes", bytes);
        }
        double value = bytes;
        String unit = "size.kilobytes";
        for (String larger : new String[] {"size.megabytes", "size.gigabytes"}) {
            if (value < BYTES_STEP * BYTES_STEP) {
                break;
            }
            value /= BYTES_STEP;
            unit = larger;
        }
        value /= BYTES_STEP;
        return messages.text(unit, decimal(value, value < 100 ? 1 : 0));
    }

    /// A length of time in its two largest units: `2 min 5 s`; tenths below ten seconds.
    public String duration(Duration length) {
        long seconds = length.toSeconds();
        if (seconds < 10) {
            return messages.text("time.seconds", decimal(length.toMillis() / 1000.0, 1));
        }
        if (seconds < 60) {
            return messages.text("time.seconds", seconds);
        }
        return seconds < 3600
                ? messages.text("time.minutesSeconds", length.toMinutes(), length.toSecondsPart())
                : messages.text("time.hoursMinutes", length.toHours(), length.toMinutesPart());
    }
}

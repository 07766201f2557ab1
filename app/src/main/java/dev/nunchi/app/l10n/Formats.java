package dev.nunchi.app.l10n;

import java.text.NumberFormat;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;

/// Numbers, sizes, durations and dates as a language writes them.
public final class Formats {
    private static final long BYTES_STEP = 1000;

    private final Messages messages;

    Formats(Messages messages) {
        this.messages = messages;
    }

    public String number(long value) {
        return NumberFormat.getIntegerInstance(messages.locale()).format(value);
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
            return messages.text("time.seconds", number(seconds));
        }
        return seconds < 3600
                ? messages.text("time.minutesSeconds", length.toMinutes(), length.toSecondsPart())
                : messages.text("time.hoursMinutes", length.toHours(), length.toMinutesPart());
    }

    /// A day as people speak of it: today, yesterday, the weekday within a week, else the date.
    public String day(LocalDate day, LocalDate today) {
        long ago = ChronoUnit.DAYS.between(day, today);
        if (ago == 0) {
            return messages.text("day.today");
        }
        if (ago == 1) {
            return messages.text("day.yesterday");
        }
        if (ago > 1 && ago < 7) {
            return day.getDayOfWeek().getDisplayName(TextStyle.FULL_STANDALONE, messages.locale());
        }
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(messages.locale())
                .format(day);
    }

    /// A time of day to the minute.
    public String time(LocalTime time) {
        return DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)
                .withLocale(messages.locale())
                .format(time);
    }
}

package dev.nunchi.app.curate;

import dev.nunchi.app.teach.Box;
import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.engine.text.Role;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/// Numbers of boxes in a text: lists in brackets, several parts of one, names of axes, or a number
/// that a box of the row has.
final class LeakedCoordinates implements RowCheck {
    private static final String NUMBER = "-?\\d*\\.?\\d+";

    /// Two numbers or more in brackets.
    private static final Pattern LIST =
            Pattern.compile(
                    "[\\[({<]\\s*%s(?:\\s*[,;]\\s*%s)+\\s*[\\])}>]".formatted(NUMBER, NUMBER));

    /// Numbers between 0 and 1 with two decimals or more, unless they are money or parts of others.
    private static final Pattern PART_OF_ONE =
            Pattern.compile("(?<![\\d.,$€£₩])(?:0?\\.\\d{2,}|1\\.0{2,})(?![\\d%])");

    private static final Pattern AXIS =
            Pattern.compile(
                    "\\bbbox\\b|\\b[xy](?:_?(?:min|max|center|[0-2]))\\b"
                            + "|(?<![\\p{L}])[xy]\\s*[=:]\\s*\\d|\\bcoordinates?\\b\\D{0,30}\\d"
                            + "|좌표\\D{0,15}\\d",
                    Pattern.CASE_INSENSITIVE);

    private static final double CERTAIN = 0;
    private static final double PROBABLE = 0.2;

    /// Shorter lists may also be scores of games or dates.
    private static final int BOX = 4;

    @Override
    public List<Finding> check(InstructionRow row) {
        var findings = new ArrayList<Finding>();
        for (int i = 0; i < row.turns().size(); i++) {
            var turn = row.turns().get(i);
            if (turn.role() != Role.SYSTEM) {
                check(i, turn.text(), row.scene().boxes()).ifPresent(findings::add);
            }
        }
        return findings;
    }

    private static Optional<Finding> check(int turn, String text, List<Box> boxes) {
        var axis = AXIS.matcher(text);
        if (axis.find()) {
            return found(turn, CERTAIN, axis.group());
        }
        var list = LIST.matcher(text);
        while (list.find()) {
            int numbers = list.group().split("[,;]").length;
            if (numbers >= BOX || list.group().contains(".")) {
                return found(turn, CERTAIN, list.group());
            }
        }
        var parts = PART_OF_ONE.matcher(text).results().toList();
        if (parts.size() > 1) {
            return found(turn, CERTAIN, parts.get(0).group() + ", " + parts.get(1).group());
        }
        return parts.stream()
                .map(part -> part.group())
                .filter(part -> boxes.stream().anyMatch(box -> isCorner(part, box)))
                .findFirst()
                .flatMap(part -> found(turn, PROBABLE, part));
    }

    private static boolean isCorner(String written, Box box) {
        int decimals = written.length() - written.indexOf('.') - 1;
        double half = 0.5 * Math.pow(10, -decimals) * (1 + 1e-9);
        double value = Double.parseDouble(written);
        return DoubleStream.of(box.x0(), box.y0(), box.x1(), box.y1())
                .anyMatch(corner -> Math.abs(corner - value) <= half);
    }

    private static Optional<Finding> found(int turn, double score, String detail) {
        return Optional.of(Finding.in(turn, CheckName.LEAKED_COORDINATES, score, detail));
    }
}

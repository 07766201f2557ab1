package dev.nunchi.app.curate;

import dev.nunchi.app.teach.InstructionRow;
import dev.nunchi.engine.data.SampleType;
import dev.nunchi.engine.text.Role;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Questions and answers that are too short or too long for their kind, and long answers that end
/// within a sentence.
///
/// Lengths are words between blanks. Korean says the same in about six tenths as many.
final class LengthCheck implements RowCheck {
    /// Words, both ends included.
    private record Limits(int least, int most) {}

    private static final Limits QUESTION = new Limits(2, 80);
    private static final double KOREAN_WORDS = 0.6;

    /// At the edge of what is allowed a row is as good as bad.
    private static final double AT_LIMIT = 0.5;

    private static final double CUT_OFF = 0.3;
    private static final Pattern END =
            Pattern.compile("(?s).*[.!?…。！？:)\\]\"'”’%*\\d다요죠까네음임됨]\\s*");

    @Override
    public List<Finding> check(InstructionRow row) {
        var findings = new ArrayList<Finding>();
        for (int i = 0; i < row.turns().size(); i++) {
            var turn = row.turns().get(i);
            var limits = limits(turn.role(), row.type());
            if (turn.role() != Role.SYSTEM) {
                double score = score(turn.text(), limits);
                int words = TextWords.count(turn.text());
                if (score < 1) {
                    findings.add(Finding.in(i, CheckName.LENGTH, score, Integer.toString(words)));
                }
                if (isCutOff(turn.role(), row.type(), turn.text())) {
                    findings.add(
                            Finding.in(i, CheckName.CUT_OFF, CUT_OFF, TextWords.last(turn.text())));
                }
            }
        }
        return findings;
    }

    private static Limits limits(Role role, SampleType type) {
        if (role != Role.ASSISTANT) {
            return QUESTION;
        }
        return switch (type) {
            case CONVERSATION -> new Limits(1, 120);
            case DETAIL, COMPLEX -> new Limits(12, 350);
            case CAPTION -> new Limits(2, 80);
        };
    }

    private static double score(String text, Limits limits) {
        double scale = TextLanguage.of(text) == TextLanguage.KOREAN ? KOREAN_WORDS : 1;
        double words = TextWords.count(text);
        double least = Math.floor(limits.least() * scale);
        if (words < least) {
            return AT_LIMIT * words / least;
        }
        return words > limits.most() ? AT_LIMIT * limits.most() / words : 1;
    }

    private static boolean isCutOff(Role role, SampleType type, String text) {
        boolean prose = type == SampleType.DETAIL || type == SampleType.COMPLEX;
        return role == Role.ASSISTANT && prose && !END.matcher(text).matches();
    }
}

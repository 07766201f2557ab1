package dev.nunchi.app.curate;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A part of a text that claims, denies or supposes one thing.
record Clause(String text, Mood mood) {
    /// What a clause does with the things that it names.
    enum Mood {
        CLAIM,
        DENIAL,
        SUPPOSITION
    }

    /// What a question is after.
    enum Question {
        YES_OR_NO,
        /// One of several, which are not claimed.
        CHOICE,
        /// Anything else, which takes what it names for granted.
        OPEN
    }

    /// The last one makes a word's boundary one in Korean too.
    private static final int FLAGS =
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;

    private static final Pattern END =
            Pattern.compile(
                    "(?<=[.!?;。])\\s+|\\n+|,?\\s+\\b(?:but|however|although|though|whereas|while"
                            + "|except for|only)\\b|(?<=[가-힣](?:고|며|지만|는데|은데|인데)),?\\s+"
                            + "|(?<=(?:대신|반면)),?\\s+",
                    FLAGS);

    private static final Pattern YES =
            Pattern.compile("^\\W*(?:yes|yeah|yep|correct|right|true|네|예|맞아|그래|응)\\b.*", flags());
    private static final Pattern NO =
            Pattern.compile("^\\W*(?:no|nope|false|아니요|아니오|아뇨|아니에요|아닙니다)\\b[,.!]?\\s*", FLAGS);

    private static final Pattern DENIAL =
            Pattern.compile(
                    "\\b(?:no|not|none|never|neither|nor|without|cannot|absent|absence|lacks?|lacking"
                            + "|missing|nothing|zero|false|nobody|instead of|rather than|free of"
                            + "|devoid|0)\\b|n['’]t\\b|없|않|아니|아닌|아닙|못\\s|지 못|영 (?:개|명|마리)",
                    FLAGS);

    private static final Pattern SUPPOSITION =
            Pattern.compile(
                    "\\b(?:could|might|may|would|if|should|perhaps|possibly|probably|maybe|likely"
                            + "|suggest\\w*|such as|like|for example|for instance|e\\.g|imagine"
                            + "|potential\\w*|or|unless|whether|consider\\w*|recommend\\w*|resembl\\w*"
                            + "|imply|implies)\\b|수도 있|것 같|듯|아마|만약|만일|려면|[가-힣]면[, ]"
                            + "|처럼|예를 들|가능성|어쩌면|혹시|좋겠|좋을",
                    FLAGS);

    private static final Pattern YES_OR_NO =
            Pattern.compile(
                    "^\\W*(?:is|are|was|were|do|does|did|can|could|has|have|will|would)\\b.*"
                            + "|.*(?:나요|습니까|ㅂ니까|입니까|있어요|있어|보여요|맞아요|인가요|는지요|은가요"
                            + "|까요|이에요|예요)\\s*\\?*\\s*$|.*\\b(?:true|yes or no)\\b.*",
                    flags());
    private static final Pattern KOREAN_OPEN =
            Pattern.compile(".*(?:무엇|뭐|뭘|무슨|어디|누구|누가|언제|왜|어떻|어떤|몇|얼마).*", flags());
    private static final Pattern CHOICE = Pattern.compile("\\bor\\b|아니면|혹은|또는", FLAGS);
    private static final Pattern PLAIN_YES_OR_NO = Pattern.compile("(?i)answer\\s+\\W*yes or no.*");

    private static int flags() {
        return FLAGS | Pattern.DOTALL;
    }

    /// The clauses of an answer, in order.
    static List<Clause> of(String answer) {
        var clauses = new ArrayList<Clause>();
        for (String part : END.split(answer)) {
            String rest = NO.matcher(part).replaceFirst("");
            if (!rest.isBlank()) {
                clauses.add(new Clause(rest, mood(rest)));
            }
        }
        return clauses;
    }

    private static Mood mood(String clause) {
        if (DENIAL.matcher(clause).find()) {
            return Mood.DENIAL;
        }
        return SUPPOSITION.matcher(clause).find() ? Mood.SUPPOSITION : Mood.CLAIM;
    }

    static Question questionOf(String question) {
        String asked = PLAIN_YES_OR_NO.matcher(question).replaceAll("");
        if (CHOICE.matcher(asked).find()) {
            return Question.CHOICE;
        }
        boolean closed =
                YES_OR_NO.matcher(question).matches() && !KOREAN_OPEN.matcher(question).matches();
        return closed ? Question.YES_OR_NO : Question.OPEN;
    }

    /// Whether an answer begins with a yes.
    static boolean isYes(String answer) {
        return YES.matcher(answer).matches();
    }

    /// Whether an answer begins with a no.
    static boolean isNo(String answer) {
        return NO.matcher(answer).find();
    }

    /// Whether an answer denies something first, as "no" does and "there are none".
    static boolean denies(String answer) {
        String first = END.split(answer, 2)[0];
        return isNo(answer) || DENIAL.matcher(first).find();
    }
}

package dev.nunchi.app.judge;

/// How a judge did when it was known which answer is right.
///
/// @param trials pairs of the right picture's answer and another picture's; fewer than planned if
///   the judge could not pass any more
/// @param preferred trials in which the right answer got the higher score
/// @param ties trials in which both got the same
/// @param firstPreferred trials in which the answer shown first got the higher score, right or
///   wrong; it was the right one in half of all trials
/// @param unreadable trials without readable scores
public record TrustResult(int trials, int preferred, int ties, int firstPreferred, int unreadable) {
    /// What a judge must reach, as a share of all trials; ties and unreadable replies do not count
    /// for it.
    public static final double REQUIRED = 0.8;

    /// From this share of trials on, a habit explains a judge that fails.
    private static final double HABIT = 0.7;

    /// What is the matter with a judge.
    public enum Finding {
        TRUSTED,
        /// Gives most pairs equal scores.
        DEAF,
        /// Prefers most often the answer in one place, whichever it is.
        BIASED,
        /// Most replies cannot be read.
        UNREADABLE,
        /// Looks at the answers, but is wrong too often.
        WEAK
    }

    /// Whether it has failed so often that it cannot pass, whatever it says of the other pairs.
    public boolean isLost() {
        return trials - preferred > TrustTest.TRIALS - REQUIRED * TrustTest.TRIALS;
    }

    /// Whether the test ended before all pairs were shown.
    public boolean isCutShort() {
        return trials < TrustTest.TRIALS;
    }

    /// How many pairs are shown to a judge that may still pass.
    public static int planned() {
        return TrustTest.TRIALS;
    }

    public double share() {
        return (double) preferred / trials;
    }

    public Interval interval() {
        return Interval.wilson(preferred, trials);
    }

    public boolean isTrusted() {
        return finding() == Finding.TRUSTED;
    }

    public Finding finding() {
        if (preferred >= REQUIRED * trials) {
            return Finding.TRUSTED;
        }
        if (unreadable >= HABIT * trials) {
            return Finding.UNREADABLE;
        }
        if (ties >= HABIT * trials) {
            return Finding.DEAF;
        }
        int secondPreferred = trials - unreadable - ties - firstPreferred;
        return Math.max(firstPreferred, secondPreferred) >= HABIT * trials
                ? Finding.BIASED
                : Finding.WEAK;
    }
}

package dev.nunchi.bench.peers;

/// What contenders are timed at.
sealed interface Work {
    /// As rows of the table call it.
    String title();

    /// Whether more is better.
    enum Unit {
        TOKENS_PER_SECOND("tokens/s"),
        MILLISECONDS("ms");

        private final String text;

        Unit(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }

        /// How many times as fast a figure is as another.
        double ratio(double figure, double other) {
            return this == TOKENS_PER_SECOND ? figure / other : other / figure;
        }
    }

    default Unit unit() {
        return Unit.TOKENS_PER_SECOND;
    }

    /// Reads a prompt into an empty cache.
    ///
    /// @param tokens of the prompt
    record Prefill(int tokens) implements Work {
        @Override
        public String title() {
            return "prefill of " + tokens;
        }
    }

    /// Writes [#TOKENS] tokens.
    ///
    /// @param context tokens that are in the cache before
    record Decode(int context) implements Work {
        static final int TOKENS = 32;

        @Override
        public String title() {
            return "decode at context " + context;
        }
    }

    /// Turns pixels into the language model's rows.
    record Encode() implements Work {
        @Override
        public String title() {
            return "picture, tower and projector";
        }

        @Override
        public Unit unit() {
            return Unit.MILLISECONDS;
        }
    }
}

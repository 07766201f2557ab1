package dev.nunchi.app.judge;

import dev.nunchi.app.teach.Scene;

/// What a judge is asked, after the paper's evaluation: the picture in symbols, the question, both
/// answers, and how to score.
///
/// [Visual Instruction Tuning](https://arxiv.org/abs/2304.08485), section 5.1.
final class JudgePrompt {
    /// Name and version of these words; reviews say which they were made with.
    static final String VERSION = "judge@1";

    /// Enough for the scores and an explanation.
    static final int LONGEST_REPLY = 400;

    private static final String RULE =
            """
            Two assistants have answered a question about a picture. You cannot see the picture. What is in it is described \
            above under Picture: sentences about it first, then objects with their places as [left, top, right, bottom], in \
            parts of the width and height.
            Compare the two answers in four respects: helpfulness, relevance, accuracy (does the answer agree with the \
            picture?) and level of detail.
            Give each assistant one overall score from 1 to 10; higher is better.
            First write a line with nothing but the two scores, the first assistant's first, separated by a space. Then \
            explain them. Do not let yourself be influenced by the order of the answers.\
            """;

    private JudgePrompt() {}

    /// @param first the answer of "Assistant 1"
    static Prompt of(Scene scene, String question, String first, String second) {
        String text =
                String.join(
                        "\n\n",
                        "[Picture]\n" + SymbolText.of(scene),
                        "[Question]\n" + question.strip(),
                        "[Assistant 1]\n" + first.strip() + "\n[End of Assistant 1]",
                        "[Assistant 2]\n" + second.strip() + "\n[End of Assistant 2]",
                        "[Task]\n" + RULE);
        return Prompt.of(text, LONGEST_REPLY);
    }
}

package dev.nunchi.engine.chat;

import dev.nunchi.engine.error.TemplateException;
import dev.nunchi.engine.generate.Prompt;

import java.util.ArrayList;
import java.util.List;

/// Puts features into a prompt and counts afterwards: no picture gets lost unnoticed.
final class PicturePrompt {
    private PicturePrompt() {}

    /// @param looked the layout's pictures, in its order
    /// @throws TemplateException if a picture is not in the prompt with all of its tokens
    static Prompt of(PromptLayout.Layout layout, List<VisionEncoder.Looked> looked)
            throws TemplateException {
        var features = looked.stream().map(VisionEncoder.Looked::features).toList();
        var prompt = new Prompt(layout.prompt(), features);
        int[] counted = prompt.pictureTokens();
        for (int i = 0; i < layout.pictures().size(); i++) {
            int expected = features.get(i).tokens();
            if (i >= counted.length || counted[i] != expected || expected == 0) {
                throw TemplateException.picturesLost(
                        "picture %d has %d tokens, of which %d are in the prompt"
                                .formatted(i + 1, expected, i < counted.length ? counted[i] : 0));
            }
        }
        return prompt;
    }

    /// What each picture of a prompt took.
    static List<PictureUse> uses(
            PromptLayout.Layout layout, Prompt prompt, List<VisionEncoder.Looked> looked) {
        var uses = new ArrayList<PictureUse>();
        int[] tokens = prompt.pictureTokens();
        for (int i = 0; i < looked.size(); i++) {
            var cost = looked.get(i).cost();
            uses.add(
                    new PictureUse(
                            layout.pictures().get(i).contentHash(),
                            tokens[i],
                            cost.prepare(),
                            cost.encode(),
                            looked.get(i).reused()));
        }
        return uses;
    }
}

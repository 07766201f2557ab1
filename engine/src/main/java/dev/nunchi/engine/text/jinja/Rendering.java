package dev.nunchi.engine.text.jinja;

import dev.nunchi.engine.error.TemplateException;

/// One run of a template: where it is, and how much more it may do.
///
/// The limits are far above what chat templates need. They keep a hostile one from filling the
/// memory or the stack, or from running on for ever.
public final class Rendering {
    private static final int MAX_DEPTH = 200;
    private static final int MAX_ITERATIONS = 1_000_000;
    private static final long MAX_WORK = 20_000_000;
    private static final long MIN_CHARACTERS = 4_000_000;

    /// How often the characters of a long conversation may be copied.
    private static final int COPIES = 32;

    /// What an element of a list costs, so that lists are limited as texts are.
    private static final int CHARACTERS_PER_ELEMENT = 16;

    private final long maxCharacters;
    private int line = 1;
    private int depth;
    private int iterations;
    private long work;
    private long characters;

    /// @param inputCharacters how long the conversation is
    Rendering(long inputCharacters) {
        maxCharacters = MIN_CHARACTERS + COPIES * inputCharacters;
    }

    /// An error at the statement that is being run.
    TemplateException problem(String problem) {
        return new TemplateException(line, problem);
    }

    void at(int statementLine) {
        line = statementLine;
    }

    /// Called where evaluation goes one level deeper; [#leave] on the way back.
    void enter() throws TemplateException {
        countWork(1);
        if (++depth > MAX_DEPTH) {
            throw problem("nested deeper than " + MAX_DEPTH + " levels");
        }
    }

    void leave() {
        depth--;
    }

    void countIteration() throws TemplateException {
        if (++iterations > MAX_ITERATIONS) {
            throw problem("more than " + MAX_ITERATIONS + " loop iterations");
        }
    }

    void countWork(long steps) throws TemplateException {
        work += steps;
        if (work > MAX_WORK) {
            throw problem("more than " + MAX_WORK + " steps");
        }
    }

    void countCharacters(long made) throws TemplateException {
        characters += made;
        if (made < 0 || characters > maxCharacters) {
            throw problem("more than " + maxCharacters + " characters of text");
        }
    }

    void countElements(long made) throws TemplateException {
        countCharacters(Math.multiplyExact(Math.min(made, maxCharacters), CHARACTERS_PER_ELEMENT));
    }
}

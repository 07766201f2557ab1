package dev.nunchi.app.server.schema;

import dev.nunchi.engine.generate.TextRule;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Where in a grammar a text is: all the ways in which it may go on, as stacks of what is still to
/// come. A pushdown automaton that need not decide.
///
/// @param ways each begins with a piece that takes a character; an empty one is the end
/// @param ended whether one of the ways is at its end
record GrammarState(Set<Way> ways, boolean ended) implements TextRule {
    /// What is still to come.
    ///
    /// @param piece [Grammar.One] or [Grammar.Literal] at the top of a settled way
    /// @param at how many characters of a literal have come
    /// @param rest what follows; null for the end
    record Way(Grammar piece, int at, @Nullable Way rest) {}

    static GrammarState of(Grammar grammar) {
        var settled = new Settled();
        settled.add(new Way(grammar, 0, null));
        return settled.state();
    }

    @Override
    public Optional<TextRule> after(char next) {
        var settled = new Settled();
        for (var way : ways) {
            switch (way.piece()) {
                case Grammar.One one when one.kind.test(next) -> settled.add(way.rest());
                case Grammar.Literal literal when literal.characters.charAt(way.at()) == next ->
                        settled.add(
                                way.at() + 1 < literal.characters.length()
                                        ? new Way(literal, way.at() + 1, way.rest())
                                        : way.rest());
                default -> {}
            }
        }
        return settled.isEmpty() ? Optional.empty() : Optional.of(settled.state());
    }

    @Override
    public boolean mayEnd() {
        return ended;
    }

    /// Ways whose first pieces take characters.
    private static final class Settled {
        private final Set<Way> ways = new LinkedHashSet<>();
        private boolean ended;

        void add(@Nullable Way way) {
            if (way == null) {
                ended = true;
                return;
            }
            var rest = way.rest();
            switch (way.piece()) {
                case Grammar.One _, Grammar.Literal _ -> ways.add(way);
                case Grammar.Sequence sequence -> {
                    var all = rest;
                    for (var part : sequence.parts.reversed()) {
                        all = new Way(part, 0, all);
                    }
                    add(all);
                }
                case Grammar.Choice choice ->
                        choice.options.forEach(option -> add(new Way(option, 0, rest)));
                case Grammar.Repeated repeated -> {
                    add(rest);
                    add(new Way(repeated.part, 0, way));
                }
                case Grammar.Later later -> add(new Way(later.piece.get(), 0, rest));
            }
        }

        boolean isEmpty() {
            return ways.isEmpty() && !ended;
        }

        GrammarState state() {
            return new GrammarState(Set.copyOf(ways), ended);
        }
    }
}

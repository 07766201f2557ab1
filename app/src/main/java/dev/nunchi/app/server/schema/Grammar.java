package dev.nunchi.app.server.schema;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;

/// A piece of a grammar. Pieces are compared by identity: each is made once.
sealed interface Grammar {
    /// One character of a kind.
    final class One implements Grammar {
        final IntPredicate kind;

        One(IntPredicate kind) {
            this.kind = kind;
        }
    }

    /// These characters in this order; at least one.
    final class Literal implements Grammar {
        final String characters;

        Literal(String characters) {
            this.characters = characters;
        }
    }

    /// One after the other; none for nothing at all.
    final class Sequence implements Grammar {
        final List<Grammar> parts;

        Sequence(Grammar... parts) {
            this.parts = List.of(parts);
        }
    }

    /// Any of these.
    final class Choice implements Grammar {
        final List<Grammar> options;

        Choice(List<Grammar> options) {
            this.options = List.copyOf(options);
        }

        Choice(Grammar... options) {
            this(List.of(options));
        }
    }

    /// Any number of times, which is never nothing by itself.
    final class Repeated implements Grammar {
        final Grammar part;

        Repeated(Grammar part) {
            this.part = part;
        }
    }

    /// A piece that is known later, for grammars that hold themselves.
    final class Later implements Grammar {
        final Supplier<Grammar> piece;

        Later(Supplier<Grammar> piece) {
            this.piece = piece;
        }
    }

    static Grammar nothing() {
        return new Sequence();
    }

    static Grammar optional(Grammar part) {
        return new Choice(part, nothing());
    }
}

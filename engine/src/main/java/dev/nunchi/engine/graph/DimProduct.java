package dev.nunchi.engine.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A product of extents: the count of elements of axes that are taken as one.
///
/// @param factor of the known extents
/// @param symbols the others, sorted; as often as they occur
record DimProduct(long factor, List<String> symbols) {
    private static final String TIMES = " * ";

    DimProduct {
        symbols = symbols.stream().sorted().toList();
    }

    static DimProduct of(List<Dim> dims) {
        long factor = 1;
        var symbols = new ArrayList<String>();
        for (var dim : dims) {
            switch (dim) {
                case Dim.Known(long size) -> factor *= size;
                case Dim.Symbol(String name) -> {
                    for (String part : Arrays.asList(name.split(" \\* ", -1))) {
                        boolean isNumber = Character.isDigit(part.charAt(0));
                        factor *= isNumber ? Long.parseLong(part) : 1;
                        symbols.addAll(isNumber ? List.of() : List.of(part));
                    }
                }
            }
        }
        return new DimProduct(factor, symbols);
    }

    /// @return empty if it cannot be told
    Optional<Dim> dividedBy(DimProduct other) {
        var rest = new ArrayList<>(symbols);
        boolean allThere = other.symbols.stream().allMatch(rest::remove);
        if (!allThere || other.factor == 0 || factor % other.factor != 0) {
            return Optional.empty();
        }
        return Optional.of(new DimProduct(factor / other.factor, rest).dim());
    }

    Dim dim() {
        if (symbols.isEmpty()) {
            return Dim.of(factor);
        }
        var number = factor == 1 ? Stream.<String>empty() : Stream.of(Long.toString(factor));
        return Dim.of(Stream.concat(number, symbols.stream()).collect(Collectors.joining(TIMES)));
    }
}

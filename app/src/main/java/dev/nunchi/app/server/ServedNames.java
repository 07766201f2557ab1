package dev.nunchi.app.server;

import dev.nunchi.engine.chat.ModelInfo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The names that an open model is asked by: its own, and with a `+` those of the adapters that it
/// was opened with.
///
/// @param usual the adapter that answers where a request names none
record ServedNames(ModelInfo info, Optional<String> usual) {
    private static final String WITH = "+";

    /// What is answered with if nothing is named, first.
    List<String> all() {
        var names = new ArrayList<String>();
        usual.ifPresent(adapter -> names.add(with(adapter)));
        names.add(info.name());
        info.adapters().stream()
                .map(this::with)
                .filter(n -> !names.contains(n))
                .forEach(names::add);
        return names;
    }

    /// The name that a request means.
    String usual(String asked) {
        return asked.isEmpty() ? all().getFirst() : asked;
    }

    /// @param asked empty for the usual one
    /// @return empty for the model's own way
    Optional<String> adapterOf(String asked) throws ApiException {
        String name = usual(asked);
        if (name.equals(info.name())) {
            return Optional.empty();
        }
        for (String adapter : info.adapters()) {
            if (name.equals(with(adapter))) {
                return Optional.of(adapter);
            }
        }
        throw unknown(asked);
    }

    private String with(String adapter) {
        return info.name() + WITH + adapter;
    }

    private ApiException unknown(String asked) {
        return new ApiException(
                ApiException.Kind.NOT_FOUND,
                "model_not_found",
                "there is no model '%s' here; there is %s"
                        .formatted(asked, String.join(", ", all())));
    }
}

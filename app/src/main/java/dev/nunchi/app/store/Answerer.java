package dev.nunchi.app.store;

import java.util.Optional;

/// Who gives an answer.
///
/// @param model name of the model, in the library or on the server
/// @param adapter that the model answers with; empty for the model as it is
/// @param endpoint name of the server that the model runs on; empty for this computer
public record Answerer(String model, Optional<String> adapter, Optional<String> endpoint) {
    public Answerer {
        if (adapter.isPresent() && endpoint.isPresent()) {
            throw new IllegalArgumentException("a server has its adapters to itself");
        }
    }

    /// A model of this computer.
    public static Answerer local(String model, Optional<String> adapter) {
        return new Answerer(model, adapter, Optional.empty());
    }

    /// A model behind an endpoint.
    public static Answerer remote(String model, String endpoint) {
        return new Answerer(model, Optional.empty(), Optional.of(endpoint));
    }

    public boolean isRemote() {
        return endpoint.isPresent();
    }

    /// Whether both answer with the same weights, which need to be in memory once.
    public boolean sharesWeightsWith(Answerer other) {
        return !isRemote() && !other.isRemote() && model.equals(other.model);
    }
}

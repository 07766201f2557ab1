package dev.nunchi.app.cli;

import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.ModelForm;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.runtime.Device;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.util.List;
import java.util.Optional;

/// The options that say who answers, of all verbs that ask a model.
final class AnswererOptions {
    @Option(
            names = "--model",
            paramLabel = "NAME",
            description =
                    "The model that answers; see 'nunchi models list'. Default: the one that the"
                            + " adapter was made for, else the first there.")
    private @Nullable String modelName;

    @Option(
            names = "--adapter",
            paramLabel = "NAME",
            description =
                    "Answer with what was learnt; see 'nunchi adapters list'. A folder does, too.")
    private @Nullable String adapterName;

    @Option(
            names = "--bare",
            description =
                    "Answer by the model's weights alone, without the adapter that it may come"
                            + " with.")
    private boolean bare;

    @Option(
            names = "--device",
            paramLabel = "D",
            defaultValue = Device.AUTO,
            description =
                    "Where the model runs: auto, cpu, webgpu, cuda or directml, with :N for the"
                            + " N-th card; see 'nunchi devices' (default: ${DEFAULT-VALUE}).")
    private String device = "";

    /// Where it is to run.
    Device device(CliContext context, CommandSpec spec) {
        return context.device(spec, device);
    }

    /// Looks up what was chosen; a name that nothing has is a mistake on the command line.
    Answerer choose(CliContext context, CommandSpec spec) throws EngineException {
        var target = device(context, spec);
        Optional<Adapter> adapter =
                adapterName == null
                        ? Optional.empty()
                        : Optional.of(context.adapter(spec, adapterName));
        var model =
                context.modelOrFirst(spec, modelName, adapter.map(List::of).orElseGet(List::of));
        return new Answerer(model, adapter, bare ? ModelForm.BARE : ModelForm.AS_SHIPPED, target);
    }
}

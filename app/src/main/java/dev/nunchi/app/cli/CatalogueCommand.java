package dev.nunchi.app.cli;

import dev.nunchi.app.download.CatalogueModel;
import dev.nunchi.engine.error.EngineException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tools.jackson.databind.json.JsonMapper;

import java.util.Locale;
import java.util.concurrent.Callable;

/// `nunchi models catalogue`: what can be downloaded. Asks nothing of the network.
@Command(
        name = "catalogue",
        description = "Lists models that can be downloaded; sizes are approximate.")
final class CatalogueCommand implements Callable<Integer> {
    private static final double BILLION = 1e9;

    private final CliContext context;

    @Option(names = "--json", description = "Print an array of objects.")
    private boolean json;

    CatalogueCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws EngineException {
        var out = context.terminal().out();
        var models = context.models().downloads().catalogue().models();
        if (json) {
            var mapper = new JsonMapper();
            var array = mapper.createArrayNode();
            for (var model : models) {
                var node = array.addObject();
                node.put("id", model.id()).put("name", model.name());
                node.put("repository", model.repository());
                node.put("parameters", model.parameters()).put("bytes", model.bytes());
                node.put("memory", model.memory()).put("packedMemory", model.packedMemory());
                node.put("licence", model.licence());
                var languages = node.putArray("languages");
                model.languages().forEach(languages::add);
            }
            out.println(mapper.writeValueAsString(array));
        } else {
            models.forEach(this::print);
        }
        out.flush();
        return ExitCode.OK;
    }

    private void print(CatalogueModel model) {
        var formats = context.messages().formats();
        context.terminal()
                .out()
                .printf(
                        Locale.ROOT,
                        "%-24s %8s  %4sB  %-28s %s%n",
                        model.id(),
                        formats.bytes(model.bytes()),
                        formats.decimal(model.parameters() / BILLION, 1),
                        model.licence(),
                        String.join(",", model.languages()));
    }
}

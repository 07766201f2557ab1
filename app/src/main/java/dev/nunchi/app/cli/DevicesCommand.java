package dev.nunchi.app.cli;

import dev.nunchi.engine.device.DeviceStatus;
import dev.nunchi.engine.device.Devices;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/// `nunchi devices`: where models can run on this machine, and why not elsewhere.
@Command(
        name = "devices",
        description = {
            "Lists the kinds of devices that models can run on, and why one is not there.",
            "",
            "NUNCHI_ONNXRUNTIME names a folder with a build of ONNX Runtime that drives graphics"
                    + " cards; see docs/devices.md."
        })
final class DevicesCommand implements Callable<Integer> {
    @Option(
            names = "--json",
            description = "Print an array of {\"name\", \"available\", \"library\", \"missing\"}.")
    private boolean json;

    private final CliContext context;

    DevicesCommand(CliContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var devices = Devices.list();
        var out = context.terminal().out();
        if (json) {
            out.println(asJson(devices));
        } else {
            devices.forEach(status ->
                    out.printf(
                            Locale.ROOT,
                            "%-9s %-4s %s%n",
                            status.device(),
                            status.isThere() ? "yes" : "no",
                            status.library().or(status::missing).orElse("")));
        }
        out.flush();
        return ExitCode.OK;
    }

    private static String asJson(List<DeviceStatus> devices) {
        var mapper = new JsonMapper();
        var array = mapper.createArrayNode();
        for (var status : devices) {
            array.addObject()
                    .put("name", status.device().toString())
                    .put("available", status.isThere())
                    .put("library", status.library().orElse(null))
                    .put("missing", status.missing().orElse(null));
        }
        return mapper.writeValueAsString(array);
    }
}

package dev.nunchi.app.cli;

import dev.nunchi.app.judge.Candidate;
import dev.nunchi.app.judge.LocalChatModel;
import dev.nunchi.app.judge.RemoteChatModel;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Secret;
import dev.nunchi.engine.adapter.Adapter;
import dev.nunchi.engine.adapter.ModelForm;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.library.InstalledModel;
import dev.nunchi.engine.runtime.Device;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;

import java.net.URI;
import java.util.Optional;

/// Finds whom words on the command line name: `MODEL`, `MODEL+ADAPTER`, `MODEL@bare`, `URL#MODEL`.
///
/// @param device of models of this computer
/// @param requests opens the ledger of paid requests when the first server is named
/// @param keyVariable the environment variable that holds servers' key
record ModelSpec(
        CliContext context,
        CommandSpec spec,
        Device device,
        ServerRequests requests,
        @Nullable String keyVariable) {
    private static final String BARE = "@bare";
    private static final char MODEL_OF_SERVER = '#';

    Candidate.Asked parse(String who) throws EngineException {
        return who.contains("://") ? server(who) : local(who);
    }

    private Candidate.Asked server(String who) {
        int cut = who.lastIndexOf(MODEL_OF_SERVER);
        var address = cut < 0 ? Optional.<URI>empty() : Endpoint.address(who.substring(0, cut));
        String model = who.substring(cut + 1);
        if (address.isEmpty() || model.isBlank()) {
            throw context.usage(spec, "evaluateServer", who);
        }
        var key = keyVariable == null ? Secret.none() : new Secret("$" + keyVariable);
        var endpoint =
                new Endpoint(
                        String.valueOf(address.get().getHost()),
                        address.get(),
                        model,
                        key,
                        Endpoint.Consent.GIVEN);
        if (!endpoint.isHere()) {
            var err = context.terminal().err();
            err.println(context.messages().text("cli.evaluate.leaves", endpoint.host()));
            err.flush();
        }
        return new Candidate.Asked(
                model + " (" + endpoint.host() + ")",
                () -> new RemoteChatModel(endpoint, requests.open()));
    }

    private Candidate.Asked local(String who) throws EngineException {
        if (installed(who).isPresent()) {
            return of(answerer(who, Optional.empty(), ModelForm.AS_SHIPPED));
        }
        if (who.endsWith(BARE)) {
            String model = who.substring(0, who.length() - BARE.length());
            return of(answerer(model, Optional.empty(), ModelForm.BARE));
        }
        int cut = who.indexOf('+');
        return cut < 0
                ? of(answerer(who, Optional.empty(), ModelForm.AS_SHIPPED))
                : of(
                        answerer(
                                who.substring(0, cut),
                                Optional.of(context.adapter(spec, who.substring(cut + 1))),
                                ModelForm.AS_SHIPPED));
    }

    private Optional<InstalledModel> installed(String name) throws EngineException {
        return context.models().list().stream()
                .filter(model -> model.name().equals(name))
                .findFirst();
    }

    private Answerer answerer(String model, Optional<Adapter> adapter, ModelForm form)
            throws EngineException {
        return new Answerer(context.model(spec, model), adapter, form, device);
    }

    /// As reports name one who answers.
    static String name(Answerer answerer) {
        return answerer.model().name()
                + answerer.adapterName().map(adapter -> " + " + adapter).orElse("")
                + (answerer.form() == ModelForm.BARE ? " (bare)" : "");
    }

    /// Somebody who is known already.
    Candidate.Asked of(Answerer answerer) {
        String name = name(answerer);
        return new Candidate.Asked(
                name,
                () ->
                        new LocalChatModel(
                                name,
                                context.models().open(answerer, ProgressLine.of(context)),
                                answerer.adapterName()));
    }
}

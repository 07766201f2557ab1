package dev.nunchi.app.ui.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.nunchi.app.remote.Limits;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Endpoint.Consent;
import dev.nunchi.app.settings.SettingsStore;
import dev.nunchi.app.testing.FakeKeyring;
import dev.nunchi.app.testing.ScriptedServer;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.app.ui.settings.EndpointsViewModel.Check;
import dev.nunchi.app.ui.settings.EndpointsViewModel.Flaw;
import dev.nunchi.engine.error.StorageException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

@Timeout(60)
class EndpointsViewModelTest {
    private final ScriptedServer server = new ScriptedServer();
    private final RemoteClient remote = new RemoteClient(Limits.defaults());
    private final FakeKeyring keyring = new FakeKeyring();
    private SettingsViewModel settings;
    private EndpointsViewModel endpoints;

    @BeforeEach
    void open(@TempDir Path home) throws StorageException {
        var jobs = TestJobs.direct(home);
        settings = new SettingsViewModel(SettingsStore.open(home.resolve("s.json")), jobs);
        endpoints = new EndpointsViewModel(settings, remote, keyring, jobs);
    }

    @AfterEach
    void close() {
        remote.close();
        server.close();
    }

    @Test
    void newServerIsKeptAndNobodyHasAgreedToIt() {
        write("lab", "https://lab.example", "sk-abc", "llava");
        endpoints.save();

        var kept = all().getFirst();
        assertEquals("https://lab.example/v1", kept.address().toString());
        assertEquals(Optional.of("sk-abc"), keyring.find(kept.key().account()));
        assertFalse(kept.key().value().contains("sk-abc"));
        assertEquals(Consent.ASK, kept.consent());
        assertFalse(endpoints.editingProperty().get());
        assertEquals("", endpoints.keyProperty().get());
    }

    @Test
    void firstFlawIsTold() {
        endpoints.add();
        assertEquals(Optional.of(Flaw.NO_NAME), endpoints.flaw().getValue());
        write("lab", "ftp://x", "", "");
        assertEquals(Optional.of(Flaw.ADDRESS), endpoints.flaw().getValue());
        write("lab", "https://x.example", "a key", "");
        assertEquals(Optional.of(Flaw.KEY), endpoints.flaw().getValue());
        write("lab", "https://x.example", "", " ");
        assertEquals(Optional.of(Flaw.NO_MODEL), endpoints.flaw().getValue());
        endpoints.save();
        assertEquals(List.of(), all());
    }

    @Test
    void keyIsNotTakenWithoutAKeyring() {
        keyring.is(FakeKeyring.State.MISSING);
        write("lab", "https://lab.example", "sk-abc", "llava");
        assertEquals(Optional.of(Flaw.BARE_KEY), endpoints.flaw().getValue());
        endpoints.save();
        assertEquals(List.of(), all());
        endpoints.keyProperty().set("$LAB_KEY");
        endpoints.save();
        assertEquals("LAB_KEY", all().getFirst().key().variable());
    }

    @Test
    void nothingIsSavedWhileTheKeyringIsLocked() {
        keyring.is(FakeKeyring.State.LOCKED);
        write("lab", "https://lab.example", "sk-abc", "llava");
        endpoints.save();
        assertEquals(List.of(), all());
        assertTrue(endpoints.editingProperty().get());
        assertEquals(new Check.NotKept(), endpoints.checkProperty().get());
    }

    @Test
    void removedServerLeavesNoKey() {
        write("lab", "https://lab.example", "sk-abc", "llava");
        endpoints.save();
        endpoints.remove(all().getFirst());
        assertEquals(0, keyring.size());
    }

    @Test
    void nameOfAnotherServerIsTaken() {
        settings.change(s -> s.withEndpoint(server.endpoint("lab", "")));

        write("lab", "https://x.example", "", "m");

        assertEquals(Optional.of(Flaw.NAME_TAKEN), endpoints.flaw().getValue());
    }

    @Test
    void serverKeepsItsNameWhileItIsChanged() {
        settings.change(s -> s.withEndpoint(server.endpoint("lab", "")));

        endpoints.edit(all().getFirst());

        assertEquals(Optional.empty(), endpoints.flaw().getValue());
    }

    @Test
    void renamedServerIsTheSameOne() {
        settings.change(s -> s.withEndpoint(server.endpoint("lab", "")));

        endpoints.edit(all().getFirst());
        endpoints.nameProperty().set("attic");
        endpoints.save();

        assertEquals(List.of("attic"), all().stream().map(Endpoint::name).toList());
        assertEquals(Consent.GIVEN, all().getFirst().consent());
    }

    @Test
    void anotherAddressIsToBeAgreedToAnew() {
        settings.change(s -> s.withEndpoint(server.endpoint("lab", "")));

        endpoints.edit(all().getFirst());
        endpoints.addressProperty().set("https://elsewhere.example");
        endpoints.save();

        assertEquals(Consent.ASK, all().getFirst().consent());
    }

    @Test
    void testListsTheModelsOfTheServer() {
        server.responds(200, "application/json", "{\"data\": [{\"id\": \"a\"}, {\"id\": \"b\"}]}");
        write("lab", server.endpoint("").address().toString(), "sk-abc", "");

        endpoints.check();

        assertEquals(new Check.Found(2), endpoints.checkProperty().get());
        assertEquals(List.of("a", "b"), endpoints.models());
        assertEquals("a", endpoints.modelProperty().get());
        assertEquals("Bearer sk-abc", server.requests().getFirst().authorization());
    }

    @Test
    void testTellsWhatIsWrong() {
        server.responds(401, "application/json", "{}");
        write("lab", server.endpoint("").address().toString(), "", "m");

        endpoints.check();

        var failed = assertInstanceOf(Check.Failed.class, endpoints.checkProperty().get());
        assertEquals("lab does not accept the key.", failed.problem().sentence());
    }

    @Test
    void removedServerIsForgotten() {
        settings.change(s -> s.withEndpoint(server.endpoint("lab", "sk-abc")));

        endpoints.remove(all().getFirst());

        assertEquals(List.of(), all());
    }

    private List<Endpoint> all() {
        return endpoints.endpoints().getValue();
    }

    private void write(String name, String address, String key, String model) {
        if (!endpoints.editingProperty().get()) {
            endpoints.add();
        }
        endpoints.nameProperty().set(name);
        endpoints.addressProperty().set(address);
        endpoints.keyProperty().set(key);
        endpoints.modelProperty().set(model);
    }
}

package dev.nunchi.app.cli;

import dev.nunchi.app.paid.PaidRequests;
import dev.nunchi.app.paid.RequestPolicy;
import dev.nunchi.app.remote.Limits;
import dev.nunchi.app.remote.RemoteClient;
import dev.nunchi.app.store.RequestLedger;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.sqlite.SqliteLedger;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.engine.error.EngineException;

import java.util.Optional;

/// The ledger of paid requests and the connection, opened when a server is asked first.
final class ServerRequests implements AutoCloseable {
    private final CliContext context;
    private final String purpose;
    private final RemoteClient client = new RemoteClient(Limits.defaults());
    private Optional<RequestLedger> ledger = Optional.empty();
    private Optional<PaidRequests> requests = Optional.empty();

    /// @param purpose what the requests are counted under
    ServerRequests(CliContext context, String purpose) {
        this.context = context;
        this.purpose = purpose;
    }

    /// Says that earlier runs may have paid for answers that they did not get, if that is so.
    static void tellDoubt(CliContext context, PaidRequests requests) {
        if (requests.inDoubt() > 0) {
            var err = context.terminal().err();
            err.println(context.messages().text("cli.inDoubt", requests.inDoubt()));
            err.flush();
        }
    }

    PaidRequests open() throws EngineException, TeacherException {
        if (requests.isEmpty()) {
            try {
                var folders = context.models().folders();
                var opened = SqliteLedger.open(folders.ledger(), folders.nativeLibraries());
                ledger = Optional.of(opened);
                var paid = new PaidRequests(client, opened, RequestPolicy.defaults(), purpose);
                tellDoubt(context, paid);
                requests = Optional.of(paid);
            } catch (StoreException e) {
                throw new TeacherException(TeacherException.Reason.LEDGER, e);
            }
        }
        return requests.orElseThrow();
    }

    @Override
    public void close() throws StoreException {
        client.close();
        if (ledger.isPresent()) {
            ledger.get().close();
        }
    }
}

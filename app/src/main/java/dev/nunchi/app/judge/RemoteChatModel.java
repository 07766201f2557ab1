package dev.nunchi.app.judge;

import dev.nunchi.app.paid.BudgetException;
import dev.nunchi.app.paid.PaidReply;
import dev.nunchi.app.paid.PaidRequests;
import dev.nunchi.app.remote.ChatRequest;
import dev.nunchi.app.remote.OutgoingPicture;
import dev.nunchi.app.remote.RemoteException;
import dev.nunchi.app.remote.RemoteTurn;
import dev.nunchi.app.settings.Endpoint;
import dev.nunchi.app.settings.Generation;
import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.teach.TeacherException;
import dev.nunchi.app.teach.TeacherException.Reason;
import dev.nunchi.engine.error.EngineException;
import dev.nunchi.engine.image.PictureReader;
import dev.nunchi.engine.progress.CancelToken;
import dev.nunchi.engine.text.Role;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A model behind a server. What was answered once is never paid for again: see [PaidRequests].
///
/// Whoever makes one has asked the person: pictures leave the computer.
///
/// @param requests is closed by whoever made it
public record RemoteChatModel(Endpoint endpoint, PaidRequests requests) implements ChatModel {
    @Override
    public String name() {
        return endpoint.model() + " (" + endpoint.host() + ")";
    }

    @Override
    public int concurrency() {
        return requests.concurrency();
    }

    @Override
    public Optional<String> reply(Prompt prompt, CancelToken cancel)
            throws EngineException, TeacherException {
        var pictures = new ArrayList<OutgoingPicture>();
        if (prompt.picture().isPresent()) {
            pictures.add(OutgoingPicture.of(PictureReader.read(prompt.picture().get())));
        }
        var turn = new RemoteTurn(Role.USER, pictures, prompt.text());
        var request = new ChatRequest(List.of(turn), generation(prompt));
        try {
            return requests.ask(endpoint, request, cancel).map(PaidReply::text).map(String::strip);
        } catch (RemoteException e) {
            throw new TeacherException(Reason.SERVER, e);
        } catch (StoreException e) {
            throw new TeacherException(Reason.LEDGER, e);
        } catch (BudgetException e) {
            throw new TeacherException(Reason.BUDGET, e);
        }
    }

    /// At temperature 0 a seed changes nothing but the key that answers are found by.
    private static Generation generation(Prompt prompt) {
        var seed = prompt.temperature() > 0 ? OptionalLong.of(prompt.seed()) : OptionalLong.empty();
        return new Generation(prompt.temperature(), prompt.longest(), seed, "");
    }
}

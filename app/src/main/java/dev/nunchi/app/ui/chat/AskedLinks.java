package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.ui.theme.Confirmation;

import javafx.scene.Node;

import java.net.URI;
import java.util.function.Consumer;

/// Opens links of answers after asking: a model may have written any address, and nothing is opened
/// unasked.
///
/// @param page the window that it lies in asks
/// @param open opens an address outside the program
public record AskedLinks(Node page, Messages messages, Consumer<URI> open)
        implements Consumer<URI> {
    @Override
    public void accept(URI address) {
        var question =
                new Confirmation(
                        messages.text("chat.link.title"),
                        address.toString(),
                        messages.text("chat.link.open"),
                        messages.text("chat.link.cancel"));
        if (question.isAgreed(page.getScene().getWindow())) {
            open.accept(address);
        }
    }
}

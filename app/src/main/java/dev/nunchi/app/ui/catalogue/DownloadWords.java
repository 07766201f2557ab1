package dev.nunchi.app.ui.catalogue;

import dev.nunchi.app.download.Download;
import dev.nunchi.app.download.DownloadProgress;
import dev.nunchi.app.l10n.ErrorMessages;
import dev.nunchi.app.l10n.Messages;

import java.util.ArrayList;

/// How a download goes, in words.
public record DownloadWords(Messages messages) {
    /// One line; empty for a model that is not wanted.
    String of(Download.State state) {
        return switch (state) {
            case Download.State.Waiting _ -> messages.text("catalogue.state.waiting");
            case Download.State.Running(var progress) -> of(progress);
            case Download.State.Paused _ -> messages.text("catalogue.state.paused");
            case Download.State.Failed(var failure) -> {
                var problem = new ErrorMessages(messages).of(failure);
                yield (problem.sentence() + " " + problem.act()).strip();
            }
            case Download.State.Finished(var downloaded) ->
                    downloaded.unchecked() == 0
                            ? messages.text("catalogue.state.finished")
                            : messages.text(
                                    "catalogue.state.finished.unchecked", downloaded.unchecked());
        };
    }

    /// Bytes, speed and what is left; or what is waited for.
    public String of(DownloadProgress progress) {
        return switch (progress.activity()) {
            case ASKING -> messages.text("catalogue.state.asking");
            case WAITING -> bytes(progress) + " · " + messages.text("catalogue.state.retrying");
            case RECEIVING -> receiving(progress);
        };
    }

    private String receiving(DownloadProgress progress) {
        var parts = new ArrayList<String>();
        parts.add(bytes(progress));
        if (progress.bytesPerSecond() > 0) {
            parts.add(
                    messages.text(
                            "catalogue.speed",
                            messages.formats().bytes(progress.bytesPerSecond())));
        }
        progress.left()
                .ifPresent(left ->
                        parts.add(
                                messages.text(
                                        "catalogue.left", messages.formats().duration(left))));
        return String.join(" · ", parts);
    }

    private String bytes(DownloadProgress progress) {
        return messages.text(
                "catalogue.bytes",
                messages.formats().bytes(progress.done()),
                messages.formats().bytes(progress.total()));
    }
}

package dev.nunchi.app.ui.chat;

import dev.nunchi.app.l10n.Messages;
import dev.nunchi.app.service.PicturePart;
import dev.nunchi.app.store.StoredPicture;
import dev.nunchi.app.ui.control.PictureViewer;
import dev.nunchi.app.ui.control.PictureZoom;

import javafx.scene.image.Image;

import java.util.ArrayList;
import java.util.List;

/// The pictures of a question as the viewer shows them.
final class ViewerItems {
    private static final int VIEWER_SIDE = 2048;

    private ViewerItems() {}

    static PictureViewer.Words words(Messages messages) {
        return new PictureViewer.Words(
                messages.text("chat.viewer.close"),
                messages.text("chat.viewer.larger"),
                messages.text("chat.viewer.smaller"),
                messages.text("chat.viewer.whole"),
                messages.text("chat.viewer.copy"),
                messages.text("chat.viewer.reveal"),
                messages.text("chat.viewer.part"),
                messages.text("chat.viewer.partHint"));
    }

    static List<PictureViewer.Item> of(
            List<StoredPicture> pictures, ChatViewModel model, Messages messages) {
        var items = new ArrayList<PictureViewer.Item>();
        for (var picture : pictures) {
            int number = items.size() + 1;
            String name = messages.text("chat.picture.part", number, picture.name());
            items.add(
                    new PictureViewer.Item(
                            show ->
                                    model.thumbnails()
                                            .request(
                                                    picture,
                                                    VIEWER_SIDE,
                                                    file ->
                                                            show.accept(
                                                                    new Image(file.toString()))),
                            file -> model.thumbnails().export(picture, file),
                            part -> model.draft().addPart(picture, part(part), name),
                            messages.text(
                                    "chat.viewer.caption",
                                    number,
                                    pictures.size(),
                                    picture.name(),
                                    picture.width(),
                                    picture.height())));
        }
        return items;
    }

    private static PicturePart part(PictureZoom.Part part) {
        return new PicturePart(part.x(), part.y(), part.width(), part.height());
    }
}

package dev.nunchi.app;

import dev.nunchi.app.platform.Assets;
import dev.nunchi.app.settings.Frame.Bounds;
import dev.nunchi.app.settings.Motion;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.ui.catalogue.CatalogueView;
import dev.nunchi.app.ui.chat.ChatView;
import dev.nunchi.app.ui.chat.Sample;
import dev.nunchi.app.ui.chat.Surroundings;
import dev.nunchi.app.ui.compare.CompareView;
import dev.nunchi.app.ui.curate.DataView;
import dev.nunchi.app.ui.evaluate.EvaluateView;
import dev.nunchi.app.ui.generate.GenerateView;
import dev.nunchi.app.ui.models.ModelsView;
import dev.nunchi.app.ui.settings.SettingsView;
import dev.nunchi.app.ui.shell.Page;
import dev.nunchi.app.ui.shell.ShellView;
import dev.nunchi.app.ui.support.SupportPage;
import dev.nunchi.app.ui.support.SupportView;
import dev.nunchi.app.ui.theme.Appearance;
import dev.nunchi.app.ui.theme.Mark;
import dev.nunchi.app.ui.train.TrainView;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The window: its views, dressed and in the chosen language, at the place where it was left.
final class AppWindow {
    private static final double WIDTH = 1280;
    private static final double HEIGHT = 800;
    private static final double MIN_WIDTH = 720;
    private static final double MIN_HEIGHT = 600;
    private static final List<String> SAMPLES = List.of("cat", "coffee", "astronaut", "rocket");

    private final AppContext context;
    private final Consumer<URI> openOutside;
    private final Appearance appearance = new Appearance();

    /// @param openOutside hands a web address or a folder to the system
    AppWindow(AppContext context, Consumer<URI> openOutside) {
        this.context = context;
        this.openOutside = openOutside;
    }

    /// Fills and shows the stage, then starts what can wait.
    void show(Stage stage) {
        var settings = context.shell().features().settings().settingsProperty();
        var scene = new Scene(appearance.root(window()));
        settings.subscribe(this::dress);
        appearance.dress(scene);
        context.messages().onLanguageChange(() -> scene.setRoot(appearance.root(window())));
        settings.subscribe(this::speak);
        stage.setTitle(context.messages().text("shell.name"));
        stage.getIcons().addAll(Mark.icon(32), Mark.icon(128));
        stage.setScene(scene);
        appearance.zoomProperty().subscribe(zoom -> setLeastSize(stage, zoom));
        place(stage, settings.get());
        var features = context.shell().features();
        new ClosingGuard(context.shell().training(), features.evaluate(), context.messages())
                .watch(stage);
        stage.setOnHiding(_ -> remember(stage));
        context.caretaker().news().inFrontProperty().bind(stage.focusedProperty());
        stage.show();
        context.start();
    }

    /// The views with what comes over them.
    private ShellView window() {
        var caretaker = context.caretaker();
        var view = view();
        view.follow(caretaker.opened());
        view.follow(caretaker.news());
        view.cover(new SupportView(caretaker.support(), context.messages(), this::openFolder));
        return view;
    }

    private void openFolder(Path folder) {
        openOutside.accept(folder.toUri());
    }

    private ShellView view() {
        var shell = context.shell();
        var features = shell.features();
        var messages = context.messages();
        var surroundings = new Surroundings(samples(), openOutside, () -> shell.show(Page.MODELS));
        return new ShellView(
                shell,
                messages,
                new ShellView.Contents(
                        new ChatView(features.chat(), messages, surroundings),
                        Map.of(
                                Page.COMPARE,
                                this::comparison,
                                Page.MODELS,
                                () ->
                                        new ModelsView(
                                                features.models(),
                                                messages,
                                                new CatalogueView(features.catalogue(), messages)),
                                Page.DATA,
                                () ->
                                        new DataView(
                                                features.curate(),
                                                messages,
                                                Optional.of(
                                                        new GenerateView(
                                                                context.generate(), messages))),
                                Page.TRAIN,
                                () ->
                                        new TrainView(
                                                features.train(),
                                                messages,
                                                surroundings.openModels()),
                                Page.EVALUATE,
                                () -> new EvaluateView(features.evaluate(), messages),
                                Page.SETTINGS,
                                this::settings)));
    }

    private Node comparison() {
        var shell = context.shell();
        return new CompareView(
                shell.features().compare(),
                context.messages(),
                new CompareView.Surroundings(openOutside, () -> shell.show(Page.CHAT)));
    }

    private Node settings() {
        var support = context.caretaker().support();
        return new SettingsView(
                new SettingsView.Models(
                        context.shell().features().settings(),
                        context.computing(),
                        context.endpoints(),
                        context.serving(),
                        context.upkeep()),
                context.messages(),
                context.folders(),
                new SettingsView.Acts(
                        this::openFolder,
                        () -> support.show(SupportPage.LOG),
                        () -> support.show(SupportPage.DIAGNOSTICS)));
    }

    private List<Sample> samples() {
        return Assets.folder().stream()
                .flatMap(assets -> SAMPLES.stream().map(name -> sample(assets, name)))
                .filter(sample -> Files.exists(sample.file()))
                .toList();
    }

    private Sample sample(Path assets, String name) {
        return new Sample(
                assets.resolve("samples").resolve(name + ".jpg"),
                context.messages().text("shell.sample." + name));
    }

    private void dress(Settings settings) {
        appearance.themeProperty().set(settings.theme());
        appearance.zoomProperty().set(settings.zoom().factor());
        appearance.reduceMotionProperty().set(settings.motion() == Motion.REDUCED);
    }

    private void speak(Settings before, Settings now) {
        if (before.language() != now.language()) {
            context.messages().use(now.language());
        }
    }

    /// What is drawn larger needs more room, as far as the screen has it.
    private static void setLeastSize(Stage stage, double zoom) {
        var screen = Screen.getPrimary().getVisualBounds();
        stage.setMinWidth(Math.min(MIN_WIDTH * Math.max(1, zoom), screen.getWidth()));
        stage.setMinHeight(Math.min(MIN_HEIGHT * Math.max(1, zoom), screen.getHeight()));
    }

    private static void place(Stage stage, Settings settings) {
        var screen = Screen.getPrimary().getVisualBounds();
        stage.setWidth(Math.min(WIDTH, screen.getWidth()));
        stage.setHeight(Math.min(HEIGHT, screen.getHeight()));
        settings.frame()
                .bounds()
                .filter(AppWindow::isOnScreen)
                .ifPresent(bounds -> {
                    stage.setX(bounds.x());
                    stage.setY(bounds.y());
                    stage.setWidth(bounds.width());
                    stage.setHeight(bounds.height());
                });
    }

    /// A screen may have been unplugged since.
    private static boolean isOnScreen(Bounds bounds) {
        return !Screen.getScreensForRectangle(
                        bounds.x(), bounds.y(), bounds.width(), bounds.height())
                .isEmpty();
    }

    private void remember(Stage stage) {
        if (!stage.isMaximized() && !stage.isFullScreen() && !stage.isIconified()) {
            context.shell()
                    .moved(
                            new Bounds(
                                    stage.getX(),
                                    stage.getY(),
                                    stage.getWidth(),
                                    stage.getHeight()));
        }
    }
}

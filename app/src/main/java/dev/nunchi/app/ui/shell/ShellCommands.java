package dev.nunchi.app.ui.shell;

import dev.nunchi.app.exchange.FileLayout;
import dev.nunchi.app.settings.Language;
import dev.nunchi.app.settings.Motion;
import dev.nunchi.app.settings.Theme;
import dev.nunchi.app.settings.Zoom;
import dev.nunchi.app.ui.chat.ChatState;
import dev.nunchi.app.ui.command.Command;
import dev.nunchi.app.ui.command.Commands;
import dev.nunchi.app.ui.command.Group;
import dev.nunchi.app.ui.command.LocalKeys;
import dev.nunchi.app.ui.curate.ReviewKeys;
import dev.nunchi.app.ui.models.ModelCard;
import dev.nunchi.app.ui.settings.Section;
import dev.nunchi.app.ui.settings.SettingsViewModel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Fills the registry with what can be done in this window.
final class ShellCommands {
    private static final String PALETTE = "palette";
    private static final String SHORTCUTS = "shortcuts";

    private final ShellViewModel shell;
    private final SettingsViewModel settings;
    private final Acts acts;

    /// What only views can do.
    ///
    /// @param choosePictures for the question that is being written
    /// @param copyAnswer puts the last answer into the clipboard
    /// @param export asks for a file for the open conversation
    record Acts(
            Runnable startNew,
            Runnable search,
            Runnable choosePictures,
            Runnable copyAnswer,
            Consumer<FileLayout> export,
            Runnable exportAll,
            Runnable importAll,
            Runnable palette,
            Runnable shortcuts) {}

    private ShellCommands(ShellViewModel shell, Acts acts) {
        this.shell = shell;
        this.settings = shell.features().settings();
        this.acts = acts;
    }

    static Commands of(ShellViewModel shell, Acts acts) {
        var made = new ShellCommands(shell, acts);
        var fixed =
                Stream.of(made.conversation(), made.go(), made.view(), made.review())
                        .flatMap(List::stream)
                        .toList();
        return new Commands(fixed, made::changing, localKeys());
    }

    /// Whether a command opens or closes what lies over the window.
    static boolean isOverlay(Command command) {
        return command.id().equals(PALETTE) || command.id().equals(SHORTCUTS);
    }

    private List<Command> go() {
        var commands = new ArrayList<Command>();
        for (Page page : Page.values()) {
            commands.add(page(page));
        }
        commands.add(command("privacy", Group.GO, () -> settings(Section.PRIVACY)));
        commands.add(command("computing", Group.GO, () -> settings(Section.COMPUTING)));
        commands.add(command("search", Group.GO, acts.search()).on("Shortcut+F"));
        commands.add(command(PALETTE, Group.GO, acts.palette()).on("Shortcut+K"));
        commands.add(command(SHORTCUTS, Group.GO, acts.shortcuts()).on("F1", "Shortcut+Slash"));
        return commands;
    }

    private void settings(Section section) {
        shell.show(Page.SETTINGS);
        settings.look(section);
    }

    /// A page by its place in the side bar; settings also by the key that other programs use.
    /// Answers side by side are part of the chat.
    private Command page(Page page) {
        String name = page.name().toLowerCase(Locale.ROOT);
        return command("page." + name, Group.GO, () -> shell.show(page))
                .titled(messages ->
                        messages.text("command.page", messages.text("shell.page." + name)))
                .on(
                        switch (page) {
                            case CHAT -> new String[] {"Shortcut+1"};
                            case MODELS -> new String[] {"Shortcut+2"};
                            case DATA -> new String[] {"Shortcut+3"};
                            case TRAIN -> new String[] {"Shortcut+4"};
                            case EVALUATE -> new String[] {"Shortcut+5"};
                            case SETTINGS -> new String[] {"Shortcut+6", "Shortcut+Comma"};
                            case COMPARE -> new String[0];
                        });
    }

    private List<Command> conversation() {
        var group = Group.CONVERSATION;
        var chat = shell.features().chat();
        Supplier<Optional<String>> notBegun = unless(this::isBegun, "command.not.begun");
        Supplier<Optional<String>> nothingAnswered =
                unless(() -> shell.lastAnswer().isPresent(), "command.not.answered");
        return List.of(
                command("new", group, acts.startNew()).on("Shortcut+N"),
                command("pictures", group, acts.choosePictures()).on("Shortcut+O"),
                command("stop", group, chat::stop)
                        .on("Shortcut+Period")
                        .unless(unless(this::isAnswering, "command.not.answering")),
                command("regenerate", group, () -> shell.lastAnswer().ifPresent(chat::regenerate))
                        .on("Shortcut+R")
                        .unless(nothingAnswered),
                command("copyAnswer", group, acts.copyAnswer())
                        .on("Shortcut+Shift+C")
                        .unless(nothingAnswered),
                command("export.json", group, () -> acts.export().accept(FileLayout.JSON))
                        .on("Shortcut+E")
                        .unless(notBegun),
                command("export.markdown", group, () -> acts.export().accept(FileLayout.MARKDOWN))
                        .unless(notBegun),
                command("export.html", group, () -> acts.export().accept(FileLayout.HTML))
                        .unless(notBegun),
                command("export.all", group, acts.exportAll()),
                command("import", group, acts.importAll()));
    }

    private List<Command> view() {
        var commands = new ArrayList<Command>();
        commands.add(command("sideBar", Group.VIEW, shell::toggleSideBar).on("Shortcut+B"));
        commands.add(command("inspector", Group.VIEW, this::inspect).on("Shortcut+I"));
        commands.add(
                command("zoom.larger", Group.VIEW, () -> zoom(Zoom::larger))
                        .on(
                                "Shortcut+Plus",
                                "Shortcut+Equals",
                                "Shortcut+Shift+Equals",
                                "Shortcut+Add")
                        .unless(unless(() -> zoom().percent() < Zoom.MOST, "command.not.larger")));
        commands.add(
                command("zoom.smaller", Group.VIEW, () -> zoom(Zoom::smaller))
                        .on("Shortcut+Minus", "Shortcut+Subtract")
                        .unless(
                                unless(
                                        () -> zoom().percent() > Zoom.LEAST,
                                        "command.not.smaller")));
        commands.add(
                command("zoom.usual", Group.VIEW, () -> zoom(_ -> Zoom.USUAL)).on("Shortcut+0"));
        for (Theme theme : Theme.values()) {
            commands.add(choice("theme." + theme.name(), () -> settings.choose(theme)));
        }
        commands.add(choice("motion.reduced", () -> settings.choose(Motion.REDUCED)));
        commands.add(choice("motion.full", () -> settings.choose(Motion.FULL)));
        for (Language language : Language.values()) {
            commands.add(choice("language." + language.name(), () -> settings.choose(language)));
        }
        return commands;
    }

    private List<Command> review() {
        return ReviewKeys.commands(shell.features().curate(), () -> shell.show(Page.DATA));
    }

    private List<Command> changing() {
        var models =
                shell.features().models().cards().stream()
                        .filter(card -> card.use() != ModelCard.Use.IN_USE)
                        .map(this::use);
        var presets =
                settings.settingsProperty().get().presets().stream()
                        .map(preset ->
                                command(
                                                "preset." + preset.name(),
                                                Group.CONVERSATION,
                                                () -> shell.use(preset))
                                        .titled(messages ->
                                                messages.text("command.preset", preset.name())));
        return Stream.concat(models, presets).toList();
    }

    private Command use(ModelCard card) {
        String name = card.model().name();
        return command(
                        "model." + name,
                        Group.MODELS,
                        () -> shell.features().models().use(card.model()))
                .titled(messages -> messages.text("command.model", name));
    }

    /// What the places of the window do with keys of their own.
    private static List<LocalKeys> localKeys() {
        var keys = new ArrayList<LocalKeys>(ReviewKeys.listed());
        keys.addAll(
                List.of(
                        LocalKeys.of(Group.WRITING, "command.key.send", "Enter"),
                        LocalKeys.of(Group.WRITING, "command.key.newLine", "Shift+Enter"),
                        LocalKeys.of(Group.WRITING, "command.key.paste", "Shortcut+V"),
                        LocalKeys.of(Group.WRITING, "command.key.escape", "Esc"),
                        LocalKeys.of(Group.WRITING, "command.key.movePicture", "Left", "Right"),
                        LocalKeys.of(Group.WRITING, "command.key.removePicture", "Delete"),
                        LocalKeys.of(
                                Group.WRITING, "command.key.finishCorrection", "Shortcut+Enter"),
                        LocalKeys.of(Group.LISTS, "command.key.rename", "F2"),
                        LocalKeys.of(Group.LISTS, "command.key.delete", "Delete"),
                        LocalKeys.of(Group.LISTS, "command.key.copy", "Shortcut+C"),
                        LocalKeys.of(Group.LISTS, "command.key.open", "Enter"),
                        LocalKeys.of(Group.LISTS, "command.key.close", "Esc")));
        return keys;
    }

    private static Command command(String id, Group group, Runnable act) {
        return Command.of(id, group, act);
    }

    private Command choice(String id, Runnable act) {
        return command(id.toLowerCase(Locale.ROOT), Group.VIEW, act);
    }

    private static Supplier<Optional<String>> unless(Supplier<Boolean> possible, String reason) {
        return () -> possible.get() ? Optional.empty() : Optional.of(reason);
    }

    private boolean isBegun() {
        return shell.features().chat().conversationProperty().get() != 0;
    }

    private boolean isAnswering() {
        return shell.features().chat().getState() instanceof ChatState.Answering;
    }

    /// What the inspector tells of is on the page of the conversation.
    private void inspect() {
        shell.show(Page.CHAT);
        shell.toggleInspector();
    }

    private Zoom zoom() {
        return settings.settingsProperty().get().zoom();
    }

    private void zoom(UnaryOperator<Zoom> step) {
        settings.choose(step.apply(zoom()));
    }
}

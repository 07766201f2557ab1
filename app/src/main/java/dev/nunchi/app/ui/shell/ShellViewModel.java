package dev.nunchi.app.ui.shell;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.TunedModel;
import dev.nunchi.app.settings.Frame;
import dev.nunchi.app.settings.Panel;
import dev.nunchi.app.settings.Preset;
import dev.nunchi.app.store.StoredTurn;
import dev.nunchi.app.ui.catalogue.CatalogueViewModel;
import dev.nunchi.app.ui.chat.ChatState;
import dev.nunchi.app.ui.chat.ChatViewModel;
import dev.nunchi.app.ui.chat.TurnItem;
import dev.nunchi.app.ui.compare.CompareViewModel;
import dev.nunchi.app.ui.curate.CurateViewModel;
import dev.nunchi.app.ui.evaluate.EvaluateViewModel;
import dev.nunchi.app.ui.inspect.InspectorViewModel;
import dev.nunchi.app.ui.library.LibraryViewModel;
import dev.nunchi.app.ui.models.ActiveModel;
import dev.nunchi.app.ui.models.ModelCard;
import dev.nunchi.app.ui.models.ModelsViewModel;
import dev.nunchi.app.ui.settings.SettingsViewModel;
import dev.nunchi.app.ui.train.RunState;
import dev.nunchi.app.ui.train.RunViewModel;
import dev.nunchi.app.ui.train.TrainViewModel;
import dev.nunchi.engine.progress.Stage;
import dev.nunchi.engine.text.Role;

import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;

import java.nio.file.Path;
import java.util.Optional;

/// Which page is shown, what runs, what went wrong; and how the features hear of each other.
public final class ShellViewModel {
    /// Below this width of the window the side bar folds to icons by itself.
    static final double NARROW = 900;

    /// The same while the inspector takes its part.
    static final double NARROW_INSPECTED = 1000;

    /// The features of the window.
    public record Features(
            ChatViewModel chat,
            CompareViewModel compare,
            LibraryViewModel library,
            ModelsViewModel models,
            CatalogueViewModel catalogue,
            CurateViewModel curate,
            TrainViewModel train,
            EvaluateViewModel evaluate,
            SettingsViewModel settings,
            ChatModel active,
            InspectorViewModel inspector) {}

    /// Work with a model, as the strip at the bottom of the side bar shows it; a training has a
    /// strip of its own there.
    ///
    /// @param name of the model that it is about
    /// @param fraction `0..1`, or -1 if not known
    public record Running(Kind kind, String name, Stage stage, double fraction) {
        /// What is being done.
        public enum Kind {
            OPENING,
            IMPORTING
        }
    }

    private final Features features;
    private final ReadOnlyObjectWrapper<Page> page = new ReadOnlyObjectWrapper<>(Page.CHAT);
    private final ReadOnlyObjectWrapper<Panel> sideBar;
    private final ReadOnlyObjectWrapper<Panel> inspector;
    private final ReadOnlyObjectWrapper<Optional<Running>> running =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper demonstration = new ReadOnlyBooleanWrapper();
    private double width = NARROW_INSPECTED;
    private boolean narrow;

    public ShellViewModel(Features features) {
        this.features = features;
        this.sideBar = new ReadOnlyObjectWrapper<>(remembered().sideBar());
        this.inspector = new ReadOnlyObjectWrapper<>(remembered().inspector());
        features.inspector().become(inspector.get());
        features.chat().comparedProperty().subscribe(this::compare);
        features.compare().onKept(kept -> opened(Optional.of(kept.conversationId())));
        features.chat().inspectedProperty().subscribe(this::lookInto);
        features.library().onOpen(this::opened);
        features.library().problemProperty().subscribe(this::tell);
        features.library().exchange().problemProperty().subscribe(this::tell);
        features.settings().problemProperty().subscribe(this::tell);
        features.chat().conversationProperty().subscribe((_, now) -> conversationChanged(now));
        features.chat().stateProperty().subscribe(this::stateChanged);
        features.active().status().subscribe(_ -> updateRunning());
        features.models().importProperty().subscribe(_ -> updateRunning());
        features.train().onUse(this::talkTo);
        features.curate().onTrain(this::trainWith);
        features.train().run().stateProperty().subscribe(this::listMadeModel);
        features.train().comparison().stateProperty().subscribe(_ -> features.active().follow());
        features.models()
                .cards()
                .addListener((ListChangeListener<ModelCard>) _ -> updateDemonstration());
    }

    public Features features() {
        return features;
    }

    public ReadOnlyObjectProperty<Page> pageProperty() {
        return page.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Panel> sideBarProperty() {
        return sideBar.getReadOnlyProperty();
    }

    /// The work with a model that runs, from wherever it was started.
    public ReadOnlyObjectProperty<Optional<Running>> runningProperty() {
        return running.getReadOnlyProperty();
    }

    /// The training that a window must not be closed over without a word.
    public RunViewModel training() {
        return features.train().run();
    }

    /// What went wrong and belongs to no page.
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Whether the model that answers is the one that came along.
    public ObservableValue<Boolean> demonstrationProperty() {
        return demonstration.getReadOnlyProperty();
    }

    /// Reads the lists and opens no model.
    public void startSafely() {
        features.library().refresh();
        features.models().refresh();
        features.chat().noModel();
    }

    /// Reads the lists and opens the model; called when the window is there.
    public void start() {
        features.library().refresh();
        features.models().refresh();
        features.train().start();
        features.active().openRemembered();
    }

    public void show(Page next) {
        page.set(next);
        if (next == Page.TRAIN) {
            features.train().refresh();
        }
        if (next == Page.DATA) {
            features.curate().refresh();
        }
        if (next == Page.EVALUATE) {
            features.evaluate().refresh();
        }
        if (next == Page.COMPARE) {
            features.compare().refresh();
        }
    }

    public void newConversation() {
        features.library().openNew();
    }

    /// The last turn of the conversation, if it is a whole answer.
    public Optional<TurnItem> lastAnswer() {
        return features.chat()
                .lastTurnProperty()
                .get()
                .filter(turn -> turn.role() == Role.ASSISTANT && !turn.isStreaming());
    }

    /// Asks as a preset says, in the open conversation.
    public void use(Preset preset) {
        features.settings().use(preset);
        if (!preset.question().isBlank()) {
            features.chat().draft().textProperty().set(preset.question());
        }
        page.set(Page.CHAT);
    }

    public void toggleSideBar() {
        var now = sideBar.get() == Panel.SHOWN ? Panel.HIDDEN : Panel.SHOWN;
        sideBar.set(now);
        if (!narrow) {
            features.settings().change(s -> s.withFrame(s.frame().withSideBar(now)));
        }
    }

    /// Whether "what the model saw" stands beside the conversation.
    public ReadOnlyObjectProperty<Panel> inspectorProperty() {
        return inspector.getReadOnlyProperty();
    }

    public void toggleInspector() {
        become(inspector.get() == Panel.SHOWN ? Panel.HIDDEN : Panel.SHOWN);
    }

    private void lookInto(Optional<TurnItem> turn) {
        if (turn.isPresent() && inspector.get() == Panel.HIDDEN) {
            become(Panel.SHOWN);
        }
    }

    private void become(Panel now) {
        inspector.set(now);
        fitTo(width);
        features.inspector().become(now);
        features.settings().change(s -> s.withFrame(s.frame().withInspector(now)));
    }

    public void showSideBar() {
        if (sideBar.get() == Panel.HIDDEN) {
            toggleSideBar();
        }
    }

    /// Folds the side bar when the window becomes narrow, and back as the person left it.
    ///
    /// @param now width of the window's content in pixels
    public void fitTo(double now) {
        width = now;
        boolean narrowNow = now < (inspector.get() == Panel.SHOWN ? NARROW_INSPECTED : NARROW);
        if (narrowNow != narrow) {
            narrow = narrowNow;
            sideBar.set(narrow ? Panel.HIDDEN : remembered().sideBar());
        }
    }

    /// Remembers where the window was left.
    public void moved(Frame.Bounds bounds) {
        features.settings().change(s -> s.withFrame(s.frame().withBounds(bounds)));
    }

    /// Shows what went wrong outside of any page.
    public void tell(Problem now) {
        problem.set(Optional.of(now));
    }

    public void dismissProblem() {
        problem.set(Optional.empty());
    }

    private Frame remembered() {
        return features.settings().settingsProperty().get().frame();
    }

    private void tell(Optional<Problem> now) {
        now.ifPresent(this::tell);
    }

    private void compare(Optional<StoredTurn> question) {
        question.ifPresent(asked -> {
            features.compare().compare(asked);
            page.set(Page.COMPARE);
        });
    }

    private void talkTo(TunedModel tuned) {
        newConversation();
        features.active().use(tuned);
    }

    /// Begins a training with rows that were reviewed; one that runs is not disturbed.
    private void trainWith(Path rows) {
        show(Page.TRAIN);
        var train = features.train();
        if (!train.run().isActive()) {
            train.startOver();
            train.data().choose(rows);
        }
    }

    private void listMadeModel(RunState now) {
        if (now instanceof RunState.Ended(var result) && result.model().isPresent()) {
            features.models().refresh();
        }
    }

    private void opened(Optional<Long> id) {
        var chat = features.chat();
        page.set(Page.CHAT);
        if (id.isEmpty()) {
            chat.startNew();
        } else if (chat.conversationProperty().get().equals(id.get())) {
            // A search may have brought another branch of it to the front.
            chat.refresh();
        } else {
            chat.open(id.get());
            features.active().restore(id.get());
        }
    }

    private void conversationChanged(long id) {
        features.library().show(id == 0 ? Optional.empty() : Optional.of(id));
        if (id != 0) {
            features.library().refresh();
        }
    }

    /// The list is ordered by change, and an answer is one.
    private void stateChanged(ChatState before, ChatState now) {
        if (before instanceof ChatState.Answering && !(now instanceof ChatState.Answering)) {
            features.library().refresh();
        }
    }

    private void updateDemonstration() {
        demonstration.set(
                features.models().cards().stream()
                        .filter(card -> card.use() == ModelCard.Use.IN_USE)
                        .anyMatch(card -> !card.isRemovable()));
    }

    private void updateRunning() {
        running.set(importing().or(this::opening));
    }

    private Optional<Running> importing() {
        return features.models().importProperty().get()
                        instanceof ModelsViewModel.Import.Running(var name, var progress)
                ? Optional.of(
                        new Running(
                                Running.Kind.IMPORTING,
                                name,
                                progress.stage(),
                                progress.fraction()))
                : Optional.empty();
    }

    private Optional<Running> opening() {
        return features.active().status().getValue()
                        instanceof ActiveModel.Status.Opening(var name, var stage, var fraction)
                ? Optional.of(new Running(Running.Kind.OPENING, name, stage, fraction))
                : Optional.empty();
    }
}

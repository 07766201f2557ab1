package dev.nunchi.app.ui.settings;

import dev.nunchi.app.l10n.Problem;
import dev.nunchi.app.service.Machine;
import dev.nunchi.app.service.Machine.DeviceChoice;
import dev.nunchi.app.settings.Computing;
import dev.nunchi.app.settings.Settings;
import dev.nunchi.app.task.Job;
import dev.nunchi.app.task.JobRunner;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What models compute with: the device, the threads, the length of a conversation. A change opens
/// the model again.
public final class ComputingViewModel {
    /// Lengths of a conversation that are offered, in tokens.
    public static final List<Integer> CONTEXTS = List.of(1024, 2048, 4096, 8192, 16_384, 32_768);

    private final SettingsViewModel settings;
    private final Machine machine;
    private final JobRunner jobs;
    private final ObservableList<DeviceChoice> devices = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper measuring = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private boolean asked;

    public ComputingViewModel(SettingsViewModel settings, Machine machine, JobRunner jobs) {
        this.settings = settings;
        this.machine = machine;
        this.jobs = jobs;
    }

    /// The devices of this computer, also those that cannot be used; empty until [#look].
    public ObservableList<DeviceChoice> devices() {
        return devices;
    }

    public ReadOnlyBooleanProperty measuringProperty() {
        return measuring.getReadOnlyProperty();
    }

    /// Why the measurement failed.
    public ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public Computing computing() {
        return now().computing();
    }

    public OptionalInt context() {
        return now().context();
    }

    public int cores() {
        return machine.cores();
    }

    /// Numbers of threads that can be chosen.
    public List<Integer> threadChoices() {
        var upToAll = IntStream.rangeClosed(1, machine.cores()).boxed();
        return Stream.concat(upToAll, computing().threads().stream().boxed())
                .distinct()
                .sorted()
                .toList();
    }

    /// Contexts that can be chosen, the one in use among them.
    public List<Integer> contextChoices() {
        return Stream.concat(CONTEXTS.stream(), context().stream().boxed())
                .distinct()
                .sorted()
                .toList();
    }

    /// What was measured on this computer; empty before, and after it got other cores.
    public OptionalInt measuredThreads() {
        return computing().withThreads(OptionalInt.empty()).threadsOn(machine.cores());
    }

    /// Looks for devices, once: called when they are to be shown.
    public void look() {
        if (!asked) {
            asked = true;
            jobs.run(Job.of("looking for devices", _ -> machine.devices()))
                    .onSuccess(devices::setAll);
        }
    }

    /// Measures this computer if that was not done yet; called once, when the model is there.
    public void measureOnce() {
        if (measuredThreads().isEmpty()) {
            measure();
        }
    }

    /// Measures again with how many threads models answer fastest.
    public void measure() {
        if (measuring.get()) {
            return;
        }
        measuring.set(true);
        problem.set(Optional.empty());
        jobs.run(Job.of("measuring threads", _ -> machine.measureThreads()))
                .onSuccess(threads -> {
                    measuring.set(false);
                    var found = new Computing.Measured(machine.cores(), threads);
                    change(computing().withMeasured(found));
                })
                .onFailure(failure -> {
                    measuring.set(false);
                    problem.set(Optional.of(failure));
                });
    }

    /// @param device name of one that can be used; empty for the best one
    public void chooseDevice(Optional<String> device) {
        change(computing().withDevice(device));
    }

    /// @param threads empty for what was measured
    public void chooseThreads(OptionalInt threads) {
        change(computing().withThreads(threads));
    }

    /// @param tokens empty for as many as the model takes
    public void chooseContext(OptionalInt tokens) {
        settings.change(current -> current.withContext(tokens));
    }

    private void change(Computing computing) {
        settings.change(current -> current.withComputing(computing));
    }

    private Settings now() {
        return settings.settingsProperty().get();
    }
}

package dev.nunchi.app.ui.train;

import dev.nunchi.app.service.AnswerComparison;
import dev.nunchi.app.service.AnswerComparison.Side;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.store.PictureFiles;
import dev.nunchi.app.store.Vote;
import dev.nunchi.app.store.VoteStore;
import dev.nunchi.app.testing.FakeCatalog;
import dev.nunchi.app.testing.FakeTraining;
import dev.nunchi.app.testing.ScriptedAssistant;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.engine.data.Sample;
import dev.nunchi.engine.image.Picture;
import dev.nunchi.engine.image.PictureEncoder;
import dev.nunchi.engine.library.InstalledModel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// A training page without a window, its jobs done at once.
final class TrainFixture implements VoteStore {
    static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    final FakeTraining training = new FakeTraining().data(samples(40));
    final List<Vote> votes = new ArrayList<>();
    final TrainViewModel page;
    private final Path folder;
    private boolean tunedFirst;

    TrainFixture(Path folder) {
        this(folder, FakeCatalog.BUNDLED, FakeCatalog.IMPORTED);
    }

    TrainFixture(Path folder, InstalledModel... installed) {
        this(folder, List.of(installed));
        page.start();
    }

    /// A page that knows no models and no runs yet.
    static TrainFixture notStarted(Path folder) {
        return new TrainFixture(folder, List.of(FakeCatalog.BUNDLED));
    }

    private TrainFixture(Path folder, List<InstalledModel> installed) {
        this.folder = folder;
        AnswerComparison answers =
                (model, side, _, listener, _) -> {
                    String text = side == Side.BASE ? "A bird." : "A kingfisher.";
                    listener.onText(text);
                    return text;
                };
        page =
                new TrainViewModel(
                        new TrainViewModel.Services(
                                training,
                                answers,
                                new ModelService(
                                        new FakeCatalog(installed.toArray(InstalledModel[]::new)),
                                        (model, _, _) -> new ScriptedAssistant(model.name())),
                                new PictureService(
                                        new PictureFiles(folder.resolve("pictures")),
                                        folder.resolve("thumbnails")),
                                this),
                        TestJobs.direct(folder),
                        InstantSource.fixed(NOW),
                        new RandomGenerator() {
                            @Override
                            public long nextLong() {
                                return 0;
                            }

                            @Override
                            public boolean nextBoolean() {
                                return !tunedFirst;
                            }
                        });
    }

    static List<Sample> samples(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        Sample.caption(
                                "row" + i,
                                Path.of("bird" + i + ".jpg"),
                                "What is this?",
                                "A kingfisher on a branch."))
                .toList();
    }

    /// Lets the tuned answer stand on the left from now on.
    void tunedFirst() {
        tunedFirst = true;
    }

    Path picture() throws IOException {
        Path file = folder.resolve("grey.png");
        Files.write(file, PictureEncoder.png(new Picture(4, 4, new byte[48], "PNG", "")));
        return file;
    }

    @Override
    public void add(Vote vote) {
        votes.addFirst(vote);
    }

    @Override
    public List<Vote> votes() {
        return List.copyOf(votes);
    }

    @Override
    public List<Vote> votes(String adapter) {
        return votes.stream().filter(vote -> vote.adapter().equals(adapter)).toList();
    }
}

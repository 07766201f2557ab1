package dev.nunchi.app.ui.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.nunchi.app.store.StoreException;
import dev.nunchi.app.store.Upkeep;
import dev.nunchi.app.testing.TestJobs;
import dev.nunchi.app.ui.settings.UpkeepViewModel.State;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

class UpkeepViewModelTest {
    private static final Path OLD = Path.of("nunchi.db.damaged-1");

    private final FakeUpkeep upkeep = new FakeUpkeep();
    private UpkeepViewModel viewModel;
    private int readAnew;

    @BeforeEach
    void make(@TempDir Path home) {
        viewModel = new UpkeepViewModel(upkeep, TestJobs.direct(home), () -> readAnew++);
    }

    @Test
    void soundFileIsNotMended() {
        viewModel.goOn();
        assertEquals(new State.Sound(3), viewModel.stateProperty().get());

        viewModel.goOn();
        assertEquals(0, upkeep.mended);
    }

    @Test
    void damagedFileIsMendedOnlyWhenThePersonGoesOn() {
        upkeep.problems = List.of("a page is gone");

        viewModel.goOn();
        assertInstanceOf(State.Damaged.class, viewModel.stateProperty().get());
        assertEquals(0, upkeep.mended);

        viewModel.goOn();
        assertEquals(new State.Whole(new Upkeep.Mended(OLD, 2)), viewModel.stateProperty().get());
        assertEquals(1, readAnew);
    }

    @Test
    void fileThatCannotBeMendedIsAProblemAndCheckedAgain() {
        upkeep.problems = List.of("a page is gone");
        upkeep.isStuck = true;
        viewModel.goOn();

        viewModel.goOn();
        assertInstanceOf(State.Failed.class, viewModel.stateProperty().get());
        assertEquals(0, readAnew);

        viewModel.goOn();
        assertInstanceOf(State.Damaged.class, viewModel.stateProperty().get());
    }

    private static final class FakeUpkeep implements Upkeep {
        private List<String> problems = List.of();
        private boolean isStuck;
        private int mended;

        @Override
        public Health check() {
            return new Health(problems, 3);
        }

        @Override
        public Mended mend() throws StoreException {
            if (isStuck) {
                throw new StoreException(StoreException.Reason.DISK_FULL, "no space");
            }
            mended++;
            return new Mended(OLD, 2);
        }
    }
}

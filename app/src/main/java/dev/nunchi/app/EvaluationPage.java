package dev.nunchi.app;

import dev.nunchi.app.evaluation.EvaluationModels;
import dev.nunchi.app.evaluation.EvaluationService;
import dev.nunchi.app.evaluation.EvaluationShelf;
import dev.nunchi.app.platform.AppFolders;
import dev.nunchi.app.service.ModelService;
import dev.nunchi.app.service.PictureService;
import dev.nunchi.app.service.SideBySide;
import dev.nunchi.app.service.TrainingService;
import dev.nunchi.app.store.sqlite.SqliteStore;
import dev.nunchi.app.task.JobRunner;
import dev.nunchi.app.ui.evaluate.EvaluateViewModel;
import dev.nunchi.engine.adapter.AdapterLibrary;

import java.time.InstantSource;

/// Puts the page together that finds out whether a model got better.
///
/// @param sides knows who can be asked
record EvaluationPage(
        AppFolders folders, SqliteStore.Opened database, SideBySide sides, InstantSource clock) {
    EvaluateViewModel make(
            EvaluationModels.Servers servers,
            ModelService models,
            TrainingService training,
            Window window) {
        var service =
                new EvaluationService(
                        new EvaluationShelf(folders.evaluations(), clock),
                        new EvaluationModels(sides, models, servers),
                        new EvaluationService.Training(
                                training, new AdapterLibrary(folders.adapters())),
                        new EvaluationService.Choices(database.votes(), database.ballots()));
        return new EvaluateViewModel(
                new EvaluateViewModel.Services(service, window.pictures()), window.jobs(), clock);
    }

    /// What the page shares with others.
    record Window(PictureService pictures, JobRunner jobs) {}
}

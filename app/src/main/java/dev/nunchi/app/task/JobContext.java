package dev.nunchi.app.task;

import dev.nunchi.engine.chat.AnswerListener;
import dev.nunchi.engine.progress.CancelToken;

/// What a job is given while it runs: where to report progress and text, and when to stop.
public interface JobContext extends AnswerListener {
    CancelToken cancel();
}

package dev.nunchi.e2e;

import java.io.IOException;
import java.nio.file.Path;

/// The program's window on a screen, as a person at it uses it.
record NunchiWindow(Screen screen) {
    static final String QUESTION = "What is in this picture?";
    private static final String TITLE = "Nunchi";

    // Where a window of the default size has them.
    private static final int FIRST_CONVERSATION_X = 110;
    private static final int FIRST_CONVERSATION_Y = 190;
    private static final int PICTURE_X = 940;
    private static final int PICTURE_Y = 200;
    private static final int MIDDLE_X = 760;
    private static final int MIDDLE_Y = 400;

    /// Where windows of other programs stand, right of ours.
    private static final int ASIDE_X = 1340;

    private static final int ASIDE_Y = 300;

    /// Waits until it is there and stands still, which is also the end of compiling the default
    /// model on first use.
    ///
    /// @return its number
    String await() throws IOException, InterruptedException {
        var window = screen.window(TITLE);
        screen.place(window, 0, 0);
        screen.focus(window);
        screen.settle();
        return window;
    }

    /// Drags a file in from another program.
    ///
    /// @param picture as our program sees it
    /// @return the other program, which goes on running
    Process dragIn(Path picture) throws IOException, InterruptedException {
        var source = DragSource.start(screen, picture);
        var files = screen.window(DragSource.TITLE);
        screen.place(files, ASIDE_X, ASIDE_Y);
        screen.drag(
                ASIDE_X + OtherProgram.WIDTH / 2,
                ASIDE_Y + OtherProgram.HEIGHT / 2,
                MIDDLE_X,
                MIDDLE_Y);
        return source;
    }

    /// Opens the picture of the conversation that is shown, and drags it out to another program.
    ///
    /// @param folder where that one puts what it gets
    /// @return the other program, which goes on running
    Process dragOut(Path folder) throws IOException, InterruptedException {
        screen.click(PICTURE_X, PICTURE_Y);
        screen.settle();
        var target = DragTarget.start(screen, folder);
        screen.place(screen.window(DragTarget.TITLE), ASIDE_X, ASIDE_Y);
        screen.settle();
        screen.drag(
                MIDDLE_X,
                MIDDLE_Y,
                ASIDE_X + OtherProgram.WIDTH / 2,
                ASIDE_Y + OtherProgram.HEIGHT / 2);
        return target;
    }

    /// Types [#QUESTION] and sends it.
    void ask() throws IOException, InterruptedException {
        screen.focus(screen.window(TITLE));
        screen.type(QUESTION);
        screen.press("Return");
    }

    void openFirstConversation() throws IOException, InterruptedException {
        screen.click(FIRST_CONVERSATION_X, FIRST_CONVERSATION_Y);
    }

    /// As `kill -9`: the program gets no chance to save.
    static void kill(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }
}

import org.jspecify.annotations.NullMarked;

/// The window and the command line.
@NullMarked
module dev.nunchi.app {
    requires static org.jspecify;
    requires dev.nunchi.engine;
    requires java.desktop;
    requires java.net.http;
    requires java.sql;
    requires jdk.httpserver;
    requires jdk.management;
    requires jdk.net;
    requires javafx.controls;
    requires org.controlsfx.controls;
    requires org.kordamp.ikonli.core;
    requires org.kordamp.ikonli.feather;
    requires org.kordamp.ikonli.javafx;
    requires com.github.librepdf.openpdf;
    requires org.commonmark;
    requires org.commonmark.ext.gfm.strikethrough;
    requires org.commonmark.ext.gfm.tables;
    requires org.slf4j;
    requires org.xerial.sqlitejdbc;
    requires info.picocli;
    requires tools.jackson.databind;

    opens dev.nunchi.app.cli to
            info.picocli;
    opens dev.nunchi.app.settings to
            tools.jackson.databind;

    exports dev.nunchi.app to
            javafx.graphics;
}

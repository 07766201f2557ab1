import org.jspecify.annotations.NullMarked;

/// Everything between a checkpoint on disk and a streamed answer; no window, no database.
@NullMarked
module dev.nunchi.engine {
    requires transitive static org.jspecify;
    requires org.slf4j;
    requires java.desktop;
    requires java.management;
    requires jdk.management;
    requires tools.jackson.databind;
    requires com.google.protobuf;
    requires com.microsoft.onnxruntime;
    requires ai.djl.tokenizers;
    requires ai.djl.api;

    exports dev.nunchi.engine.adapter;
    exports dev.nunchi.engine.chat;
    exports dev.nunchi.engine.checkpoint;
    exports dev.nunchi.engine.conformance;
    exports dev.nunchi.engine.data;
    exports dev.nunchi.engine.device;
    exports dev.nunchi.engine.error;
    exports dev.nunchi.engine.eval;
    exports dev.nunchi.engine.finetune;
    exports dev.nunchi.engine.generate;
    exports dev.nunchi.engine.graph;
    exports dev.nunchi.engine.image;
    exports dev.nunchi.engine.library;
    exports dev.nunchi.engine.model;
    exports dev.nunchi.engine.optim;
    exports dev.nunchi.engine.progress;
    exports dev.nunchi.engine.quant;
    exports dev.nunchi.engine.quantize;
    exports dev.nunchi.engine.runtime;
    exports dev.nunchi.engine.storage;
    exports dev.nunchi.engine.tensor;
    exports dev.nunchi.engine.text;
    exports dev.nunchi.engine.train;
}

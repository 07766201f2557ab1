/// Opens what is on disk: safetensors, PyTorch and GGUF files and the folders they come in, as one
/// [dev.nunchi.engine.checkpoint.Checkpoint] with a configuration and tensors under names that no
/// longer depend on the layout.
///
/// Reads, checks and maps; computes nothing, knows no graph, no tokenizer and no picture. Every
/// length in a file is checked against the file's size and a limit before memory is taken for it.
/// First class to open: [dev.nunchi.engine.checkpoint.Checkpoint]; file formats:
/// [dev.nunchi.engine.checkpoint.SafetensorsFile], [dev.nunchi.engine.checkpoint.PickleFile],
/// [dev.nunchi.engine.checkpoint.GgufFile].
package dev.nunchi.engine.checkpoint;

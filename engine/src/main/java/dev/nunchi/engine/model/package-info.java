/// Configurations and weights become graphs: vision tower, projector, language model.
///
/// Each model is built in two lowerings that compute the same function. Runs nothing and opens no
/// file: weights are promises that the graph writer redeems. First class to open:
/// [dev.nunchi.engine.model.LanguageModel].
package dev.nunchi.engine.model;

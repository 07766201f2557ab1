/// Models on other machines: asks servers that speak OpenAI's chat API.
///
/// Knows nothing of conversations' storage, windows or the models of this computer. Nothing is sent
/// anywhere before somebody calls it; whoever does has asked the person. First class to open:
/// [dev.nunchi.app.remote.RemoteClient].
package dev.nunchi.app.remote;

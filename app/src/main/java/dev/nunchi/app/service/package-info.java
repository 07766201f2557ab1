/// What the program does with models, conversations and pictures; between window and engine.
///
/// All methods may take long and are called from jobs, on background threads; all services are
/// thread-safe. Knows no window. First class to open: [dev.nunchi.app.service.ChatService].
package dev.nunchi.app.service;

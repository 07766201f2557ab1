/// The models page: what is installed, which one is in use, import and removal.
///
/// Knows models as the library lists them, nothing of what is inside a checkpoint. First class to
/// open: [dev.nunchi.app.ui.models.ModelsViewModel].
package dev.nunchi.app.ui.models;

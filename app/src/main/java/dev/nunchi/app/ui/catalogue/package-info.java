/// Models that can be downloaded, below the installed ones: what each is good for and needs, and
/// how far it is.
///
/// Knows downloads as the service lists them, nothing of the network. First class to open:
/// [dev.nunchi.app.ui.catalogue.CatalogueViewModel].
package dev.nunchi.app.ui.catalogue;

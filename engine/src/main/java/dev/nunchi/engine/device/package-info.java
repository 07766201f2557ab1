/// The devices of this machine by the names that people use: what is there, why something is not,
/// and opening one.
///
/// Knows no model. First class to open: [dev.nunchi.engine.device.Devices].
package dev.nunchi.engine.device;

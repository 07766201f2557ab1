/// Encoded pictures in, pixel values out: sniffing, decoding, orientation, resizing, normalising.
///
/// The only package that knows `java.awt` and ImageIO. Must not know models, tokens or windows.
/// First class to open: [dev.nunchi.engine.image.PictureReader].
package dev.nunchi.engine.image;

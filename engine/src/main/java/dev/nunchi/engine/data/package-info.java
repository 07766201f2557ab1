/// What a model learns from: pictures with captions and conversations about pictures, in the
/// layouts that people have them in, checked row by row before anything is trained.
///
/// It opens files and knows no model, no token and no gradient. First class to open:
/// [dev.nunchi.engine.data.Datasets].
package dev.nunchi.engine.data;

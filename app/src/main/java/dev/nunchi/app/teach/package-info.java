/// The data engine: from captions and boxes to conversations that a model can learn from, as the
/// paper made its instruction data ([Visual Instruction Tuning](https://arxiv.org/abs/2304.08485),
/// section 3).
///
/// A [source][dev.nunchi.app.teach.Scenes] gives pictures in symbols, a
/// [teacher][dev.nunchi.app.teach.Teacher] who never sees a picture writes conversations about
/// them, a [generation][dev.nunchi.app.teach.Generation] keeps them as rows. Knows no window and no
/// SQL. First class to open: [dev.nunchi.app.teach.InstructionRow].
package dev.nunchi.app.teach;

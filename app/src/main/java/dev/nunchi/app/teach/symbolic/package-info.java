/// The teacher without a language model: sentences from counted and measured boxes, exact by
/// construction, in English and Korean; and gold answers for evaluation from the same facts.
///
/// Knows no server, no model and no file but its own lists. First class to open:
/// [dev.nunchi.app.teach.symbolic.SymbolicTeacher].
package dev.nunchi.app.teach.symbolic;

/// What can go wrong in the user's world, as one sealed family.
///
/// One package, because a sealed hierarchy that spans packages needs a named module at run time and
/// the program runs on the class path (decision 1). Programmer's mistakes are
/// `IllegalArgumentException` and `IllegalStateException` and do not belong here. First class to
/// open: [dev.nunchi.engine.error.EngineException].
package dev.nunchi.engine.error;

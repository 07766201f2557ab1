/// The whole program from outside: its commands, its silence, its window. Starts `./nunchi` as a
/// person would and looks at what comes of it. First class to open: [dev.nunchi.e2e.Program].
package dev.nunchi.e2e;

/// Requests to servers that cost money: none is paid for twice, none is lost, no budget is passed.
///
/// Knows neither what is asked nor what becomes of the answers; whoever asks many at once brings
/// the threads. First class to open: [dev.nunchi.app.paid.PaidRequests].
package dev.nunchi.app.paid;

/** What a host with modules has to require. */
module neighbour {
    requires dev.numberpool.core;
    requires dev.numberpool.twilio;

    // The SDK uses them without being a module that could say so.
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jsr310;

    // The adapter itself, which for the same reason is no named module.
    requires java.net.http;
    requires dev.failsafe.core;

    requires jdk.httpserver;
}

/**
 * A host that talks to its agents through Twilio. {@code TwilioHost} is the whole of it, {@code HttpEndpoint} its only
 * door; the tests run both against a Twilio of their own.
 */
@NullMarked
package dev.numberpool.examples.twilio;

import org.jspecify.annotations.NullMarked;

/**
 * A local, stateful fake of Twilio for tests without an account: start at {@link dev.numberpool.twilio.fake.FakeTwilio}.
 *
 * <p>It answers Twilio's REST calls over HTTP, plays the phones of the people on WhatsApp and sends the host signed
 * webhooks with Twilio's habits. What it answers is compared with Twilio's OpenAPI documents in this project's tests.
 * Those documents contain no errors: codes are Twilio's documented ones, the HTTP status of a few of them is our reading,
 * so code under test should look at the code first.
 */
@NullMarked
package dev.numberpool.twilio.fake;

import org.jspecify.annotations.NullMarked;

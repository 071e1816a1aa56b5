/**
 * A local, stateful fake of Twilio for tests without an account: start at {@link dev.numberpool.twilio.fake.FakeTwilio}.
 *
 * <p>{@code senders()} are our numbers, {@code phone(…)} is anybody's phone: write on it and look at its screen.
 * {@code webhooks()} says where the host is and waits for it, {@code clock()} lets time pass, {@code faults()} break
 * things, {@code calls()} were made, {@code messages()} and {@code conversations()} are what the account holds.
 *
 * <p>It answers Twilio's REST calls over HTTP, plays the phones of the people on WhatsApp and sends the host signed
 * webhooks with Twilio's habits. What it answers is compared with Twilio's OpenAPI documents in this project's tests.
 * Those documents contain no errors: codes are Twilio's documented ones, the HTTP status of a few of them is our reading,
 * so code under test should look at the code first.
 */
@NullMarked
package dev.numberpool.twilio.fake;

import org.jspecify.annotations.NullMarked;

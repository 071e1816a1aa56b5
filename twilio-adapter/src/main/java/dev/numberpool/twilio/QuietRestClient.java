package dev.numberpool.twilio;

import com.twilio.http.Request;
import com.twilio.http.TwilioRestClient;

/** The SDK's client, which at level DEBUG would log addresses with the numbers that are asked for. */
final class QuietRestClient extends TwilioRestClient {
    QuietRestClient(Builder builder) {
        super(builder);
    }

    @Override
    public void logRequest(Request request) {
        // Nothing: see above.
    }
}

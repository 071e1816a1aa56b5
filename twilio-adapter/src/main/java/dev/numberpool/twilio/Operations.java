package dev.numberpool.twilio;

import java.time.Duration;

/** Starts operations in the name of an account. */
record Operations(TwilioAccount account, SingleAttemptHttpClient http, Duration totalTimeout) {
    Operation start() {
        Deadline deadline = Deadline.in(totalTimeout);
        return new Operation(new TwilioClients(new PatientHttpClient(http, deadline)).of(account), deadline);
    }
}

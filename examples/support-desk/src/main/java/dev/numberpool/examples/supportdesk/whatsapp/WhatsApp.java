package dev.numberpool.examples.supportdesk.whatsapp;

import dev.numberpool.twilio.TwilioAccount;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** How the desk reaches WhatsApp: through Twilio, or through the Twilio on this machine. */
public sealed interface WhatsApp extends AutoCloseable permits RealTwilio, SimulatedTwilio {
    /** The account that sends and receives. */
    TwilioAccount account();

    /** What stands in for Twilio, by host; empty for Twilio itself. */
    Map<String, URI> endpoints();

    /** The address under which webhooks come in. */
    URI publicUrl();

    /** The approved template that asks an agent to open the chat; it has one variable, who is waiting. */
    Optional<String> wakeUpTemplate();

    /** The time by which windows open and close. */
    InstantSource clock();

    @Override
    void close();
}

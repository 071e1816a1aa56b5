package dev.numberpool.twilio;

import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;

/** How Twilio writes addresses on WhatsApp. */
final class WhatsApp {
    private static final String CHANNEL = "whatsapp:";

    private WhatsApp() {}

    static String address(Participant participant) {
        return CHANNEL + participant.address();
    }

    static String address(PhoneNumber number) {
        return CHANNEL + number.e164();
    }
}

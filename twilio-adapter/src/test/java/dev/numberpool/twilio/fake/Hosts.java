package dev.numberpool.twilio.fake;

/** Twilio's hosts that the fake stands for. */
final class Hosts {
    static final String API = "api.twilio.com";
    static final String CONVERSATIONS = "conversations.twilio.com";
    static final String MESSAGING = "messaging.twilio.com";
    static final String MEDIA = "media.twiliocdn.com";

    private Hosts() {}
}

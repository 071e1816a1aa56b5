package dev.numberpool.examples.supportdesk;

import dev.numberpool.examples.supportdesk.whatsapp.TwilioSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the desk is started with.
 *
 * @param port port of the pages; 0 for any free one
 * @param webhookPort port of the webhooks; 0 for any free one
 * @param data folder of the embedded database
 * @param jdbcUrl a database to use instead, or null
 * @param demonstration whether an empty database is filled with visitors and agents
 * @param twilio the account, or null for a Twilio on this machine
 */
record Settings(
        int port,
        int webhookPort,
        Path data,
        @Nullable String jdbcUrl,
        boolean demonstration,
        @Nullable TwilioSettings twilio) {}

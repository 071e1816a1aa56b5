/**
 * The messaging ports on Twilio's official SDK.
 *
 * <p>{@link dev.numberpool.twilio.TwilioMessagingGateway} sends, {@link dev.numberpool.twilio.TwilioWebhooks} verifies and
 * reads what Twilio posts, {@link dev.numberpool.twilio.TwilioReconciler} finds what no webhook has brought,
 * {@link dev.numberpool.twilio.TwilioMedia} fetches pictures and files,
 * {@link dev.numberpool.twilio.TwilioConversations} knows the conversations that Twilio keeps, and
 * {@link dev.numberpool.twilio.TwilioSenders} how our numbers are. All of them know their accounts as
 * {@link dev.numberpool.twilio.TwilioAccount}, which {@link dev.numberpool.twilio.TwilioAccounts} finds in the widgets'
 * credentials. Everything else is internal.
 *
 * <p>Releases may add members to {@link dev.numberpool.twilio.TwilioEvent} and to enums: keep a default for them.
 */
@NullMarked
package dev.numberpool.twilio;

import org.jspecify.annotations.NullMarked;

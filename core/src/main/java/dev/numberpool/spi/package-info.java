/**
 * The ports that a host may implement.
 *
 * <p>For assignment: {@link dev.numberpool.spi.NumberStore} and {@link dev.numberpool.spi.WidgetStore} for its own
 * database, {@link dev.numberpool.spi.CredentialsReader} for its own encryption. For messaging:
 * {@link dev.numberpool.spi.MessagingGateway} for its provider, {@link dev.numberpool.spi.ThreadStore} and
 * {@link dev.numberpool.spi.MessageLog} for its database, {@link dev.numberpool.spi.ConversationDirectory} and
 * {@link dev.numberpool.spi.SenderDirectory} for what the provider keeps. The contracts of the stores are held by the JUnit
 * classes of {@code numberpool-store-testkit}.
 */
@NullMarked
package dev.numberpool.spi;

import org.jspecify.annotations.NullMarked;

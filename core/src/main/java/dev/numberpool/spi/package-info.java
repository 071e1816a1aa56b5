/**
 * The ports that a host may implement: {@link dev.numberpool.spi.NumberStore} and
 * {@link dev.numberpool.spi.WidgetStore} for its own database, {@link dev.numberpool.spi.CredentialsReader} for its own
 * encryption. The contract of the two stores is held by the JUnit classes of {@code numberpool-store-testkit}.
 */
@NullMarked
package dev.numberpool.spi;

import org.jspecify.annotations.NullMarked;

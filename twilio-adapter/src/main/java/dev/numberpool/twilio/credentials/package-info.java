/**
 * Credentials at rest, encrypted with Tink. Only this package needs {@code com.google.crypto.tink:tink} (1.23 or later)
 * on the class path, which is an optional dependency: hosts with a {@link dev.numberpool.spi.CredentialsReader} of their
 * own leave it out.
 */
@NullMarked
package dev.numberpool.twilio.credentials;

import org.jspecify.annotations.NullMarked;

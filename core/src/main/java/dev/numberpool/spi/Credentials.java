package dev.numberpool.spi;

import dev.numberpool.PhoneNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A widget's access to the messaging provider.
 *
 * @param accountId the provider's account
 * @param tokens the account's secrets, the current one first; several while they are being rotated
 * @param number the account's own sender number, or null
 */
public record Credentials(
        String accountId, List<String> tokens, @Nullable PhoneNumber number) {
    /** Copies the tokens. */
    public Credentials {
        tokens = List.copyOf(tokens);
    }

    /** Neither account nor tokens. */
    @Override
    public String toString() {
        return "Credentials[tokens=" + tokens.size() + ", number=" + (number == null ? "none" : number.masked()) + "]";
    }
}

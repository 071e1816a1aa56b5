package dev.numberpool.diagnose;

import dev.numberpool.PhoneNumber;
import dev.numberpool.Widget;
import dev.numberpool.spi.CredentialsReader;
import org.jspecify.annotations.Nullable;

/**
 * What a widget's credentials are good for.
 *
 * @param state how far one gets with them
 * @param number the number that they hold, or null
 * @param words the state in words that fit after "and"
 */
record StoredCredentials(State state, @Nullable PhoneNumber number, String words) {
    enum State {
        MISSING,
        NOT_CHECKED,
        UNREADABLE,
        WITHOUT_NUMBER,
        WITH_NUMBER
    }

    static StoredCredentials of(Widget widget, @Nullable CredentialsReader reader) {
        String stored = widget.credentials();
        if (stored == null || stored.isBlank()) {
            return new StoredCredentials(State.MISSING, null, "there are no credentials");
        }
        if (reader == null) {
            return new StoredCredentials(State.NOT_CHECKED, null, "nobody here can read the credentials");
        }
        try {
            PhoneNumber number = reader.read(widget.id(), stored).number();
            return number == null
                    ? new StoredCredentials(State.WITHOUT_NUMBER, null, "the credentials hold no number")
                    : new StoredCredentials(State.WITH_NUMBER, number, "the credentials hold a number");
        } catch (RuntimeException e) {
            // The exception may quote what it could not decrypt: only its class is told.
            String cause = e.getClass().getSimpleName();
            return new StoredCredentials(State.UNREADABLE, null, "the credentials cannot be read (" + cause + ")");
        }
    }

    /** True if it is certain that no number comes from them. */
    boolean holdNone() {
        return number == null && state != State.NOT_CHECKED;
    }
}

package dev.numberpool.twilio.credentials;

import com.google.crypto.tink.KeysetHandle;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.Credentials;
import dev.numberpool.spi.CredentialsReader;
import dev.numberpool.twilio.TwilioAccount;

/**
 * Credentials that are encrypted in the database: AES-256-GCM by Tink, each value for one widget. A value that is copied
 * to another widget's row cannot be read there.
 *
 * <pre>{@code
 * EncryptedCredentials credentials = EncryptedCredentials.ofJson(secrets.get("numberpool-keyset"));
 * String column = credentials.encrypt(widget, new Credentials("AC…", List.of(authToken), null));
 * NumberPool pool = NumberPool.builder(store).credentials(credentials).build();
 * }</pre>
 *
 * <p>A value is text: {@code np1:} and base64url, about 200 characters with one token and 50 more for each further one. It
 * holds what {@link Credentials} hold, as JSON, and names neither account nor number to somebody without the key.
 *
 * <p>To rotate: make a keyset {@linkplain #withNewKey with a new key}, give it to every process, rewrite the column with
 * {@link #reencrypted}, and then give every process the keyset {@linkplain #withOldKeysDisabled with the old keys
 * disabled}. In between, old and new values can be read. While the first step is under way, encrypt nothing: a process
 * that has the old keyset still could not read it.
 *
 * <p>Immutable, so safe for use by many threads. No exception and no text of this class repeats a value, a key or a token.
 */
public final class EncryptedCredentials implements CredentialsReader {
    private final CredentialsJson json = new CredentialsJson();
    private final Keyset keys;

    private EncryptedCredentials(Keyset keys) {
        this.keys = keys;
    }

    /**
     * With a keyset that the host has opened, from a key management service say.
     *
     * @throws IllegalArgumentException if it has no primary key, or an enabled key that is not AES-256-GCM
     */
    public static EncryptedCredentials of(KeysetHandle keyset) {
        return new EncryptedCredentials(Keyset.of(keyset));
    }

    /**
     * With a keyset in clear, as the host's secret store keeps it.
     *
     * @param keyset Tink's JSON, as {@link #newKeyset} makes it
     * @throws IllegalArgumentException if it is no such text, or as {@link #of}
     */
    public static EncryptedCredentials ofJson(String keyset) {
        return of(KeysetText.read(keyset));
    }

    /**
     * With a keyset in clear from an environment variable. Convenient rather than safe: whoever may look at the process,
     * and every process that it starts, can read its environment. Better hand the text of a secret store to
     * {@link #ofJson}.
     *
     * @throws IllegalArgumentException if the variable is not set, or as {@link #ofJson}
     */
    public static EncryptedCredentials ofEnvironment(String variable) {
        String keyset = System.getenv(variable);
        if (keyset == null || keyset.isBlank()) {
            throw new IllegalArgumentException("the environment variable " + variable
                    + " is not set; it has to hold a keyset as EncryptedCredentials.newKeyset() makes it");
        }
        return ofJson(keyset);
    }

    /** A keyset with one new key, as JSON in clear: keep it where you keep passwords, and a copy where backups are. */
    public static String newKeyset() {
        return KeysetText.created();
    }

    /**
     * The keyset with one more key, which encrypts from now on; the others still decrypt.
     *
     * @throws IllegalArgumentException as {@link #ofJson}
     */
    public static String withNewKey(String keyset) {
        return KeysetText.withNewKey(keyset);
    }

    /**
     * The keyset in which only the key that encrypts is enabled. The others stay in it, disabled, so Tink's tools can
     * enable them again. Values that were not encrypted anew before cannot be read with it.
     *
     * @throws IllegalArgumentException as {@link #ofJson}
     */
    public static String withOldKeysDisabled(String keyset) {
        return KeysetText.withOldKeysDisabled(keyset);
    }

    /** Whether the text was written by this class, in this version or another; nothing is decrypted. */
    public static boolean isEncrypted(String stored) {
        return StoredText.isOurs(stored);
    }

    /**
     * The column's value for these credentials; another one each time.
     *
     * @throws IllegalArgumentException if they are no Twilio account's: see {@link TwilioAccount#of}
     */
    public String encrypt(WidgetId widget, Credentials credentials) {
        TwilioAccount.of(credentials);
        return encrypted(widget, credentials);
    }

    private String encrypted(WidgetId widget, Credentials credentials) {
        return StoredText.of(keys.encrypted(widget, json.write(credentials)));
    }

    /**
     * The credentials in a column's value.
     *
     * @throws UnreadableCredentialsException if it is not written by this class, damaged, encrypted for another widget, or
     *     with a key that is not in the keyset or not enabled
     */
    @Override
    public Credentials read(WidgetId widget, String stored) {
        return json.read(decrypted(widget, stored))
                .orElseThrow(() -> new UnreadableCredentialsException(
                        widget, "were encrypted with the right key, but are no credentials; encrypt them anew"));
    }

    /**
     * The value encrypted with the keyset's primary key: the same one if it is already.
     *
     * @throws UnreadableCredentialsException as {@link #read}
     */
    public String reencrypted(WidgetId widget, String stored) {
        Credentials credentials = read(widget, stored);
        return keys.isPrimary(widget, StoredText.encrypted(widget, stored)) ? stored : encrypted(widget, credentials);
    }

    private byte[] decrypted(WidgetId widget, String stored) {
        byte[] encrypted = StoredText.encrypted(widget, stored);
        return keys.decrypted(widget, encrypted)
                .orElseThrow(() -> new UnreadableCredentialsException(widget, keys.whyNot(encrypted)));
    }

    /** Number of keys and the primary one's id. */
    @Override
    public String toString() {
        return "EncryptedCredentials[" + keys + "]";
    }
}

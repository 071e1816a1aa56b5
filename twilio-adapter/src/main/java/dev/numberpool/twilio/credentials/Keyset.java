package dev.numberpool.twilio.credentials;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.AesGcmParameters;
import dev.numberpool.WidgetId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** Keys of AES-256-GCM: the primary one encrypts, every enabled one decrypts. What is encrypted belongs to one widget. */
final class Keyset {
    private static final int KEY_BYTES = 32;
    /** Tink's wire format: this byte and the key's id come first (https://developers.google.com/tink/wire-format). */
    private static final byte NAMES_ITS_KEY = 1;

    private final KeysetHandle handle;
    private final Aead all;
    private final Aead primary;

    private Keyset(KeysetHandle handle) throws GeneralSecurityException {
        this.handle = handle;
        this.all = aead(handle);
        this.primary = aead(onlyPrimary(handle));
    }

    /**
     * A keyset that has been looked at.
     *
     * @throws IllegalArgumentException if it has no primary key or an enabled one that is not AES-256-GCM
     */
    static Keyset of(KeysetHandle handle) {
        try {
            for (int i = 0; i < handle.size(); i++) {
                check(handle.getAt(i));
            }
            return new Keyset(handle);
        } catch (GeneralSecurityException | IllegalStateException e) {
            // Without the cause, which may quote what it could not read.
            throw new IllegalArgumentException(
                    "the keyset cannot be used (" + e.getClass().getSimpleName()
                            + "): it needs a primary key that is enabled; EncryptedCredentials.newKeyset() makes one");
        }
    }

    private static void check(KeysetHandle.Entry entry) {
        if (entry.getStatus() == KeyStatus.ENABLED
                && !(entry.getKey().getParameters() instanceof AesGcmParameters parameters
                        && parameters.getKeySizeBytes() == KEY_BYTES)) {
            throw new IllegalArgumentException("key " + name(entry.getId())
                    + " of the keyset is no AES-256-GCM key; disable it, or make a keyset of its own for credentials with"
                    + " EncryptedCredentials.newKeyset() (Tink's template AES256_GCM)");
        }
    }

    private static KeysetHandle onlyPrimary(KeysetHandle handle) throws GeneralSecurityException {
        KeysetHandle.Entry entry = handle.getPrimary();
        return KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(entry.getKey())
                        .withFixedId(entry.getId())
                        .makePrimary())
                .setConfiguration(AeadConfig2026.get())
                .build();
    }

    private static Aead aead(KeysetHandle handle) throws GeneralSecurityException {
        return handle.getPrimitive(AeadConfig2026.get(), Aead.class);
    }

    byte[] encrypted(WidgetId widget, byte[] plain) {
        try {
            return all.encrypt(plain, owner(widget));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform cannot encrypt with AES-256-GCM");
        }
    }

    /** What was encrypted for the widget; empty if no key fits, or anything about it has changed. */
    Optional<byte[]> decrypted(WidgetId widget, byte[] encrypted) {
        return decrypted(all, widget, encrypted);
    }

    /** Whether the key that encrypts now has encrypted this for the widget. */
    boolean isPrimary(WidgetId widget, byte[] encrypted) {
        return decrypted(primary, widget, encrypted).isPresent();
    }

    private static Optional<byte[]> decrypted(Aead aead, WidgetId widget, byte[] encrypted) {
        try {
            return Optional.of(aead.decrypt(encrypted, owner(widget)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    private static byte[] owner(WidgetId widget) {
        return (StoredText.PREFIX + widget.value()).getBytes(StandardCharsets.UTF_8);
    }

    /** Why something cannot be decrypted, as far as the id of its key tells, and what to do. */
    String whyNot(byte[] encrypted) {
        if (encrypted.length <= Integer.BYTES || encrypted[0] != NAMES_ITS_KEY) {
            return "cannot be decrypted with any key of the keyset; restore the column or encrypt anew";
        }
        int id = ByteBuffer.wrap(encrypted).getInt(1);
        for (int i = 0; i < handle.size(); i++) {
            if (handle.getAt(i).getId() == id) {
                return whyNot(handle.getAt(i).getStatus(), id);
            }
        }
        return "are encrypted with key " + name(id) + ", which is not in the keyset; add it, or encrypt anew";
    }

    private static String whyNot(KeyStatus status, int id) {
        if (status == KeyStatus.ENABLED) {
            return "are damaged, or were encrypted for another widget; restore the column or encrypt anew";
        }
        String key = "are encrypted with key " + name(id);
        return status == KeyStatus.DESTROYED
                ? key + ", which is destroyed; encrypt anew"
                : key + ", which is not enabled; enable it, re-encrypt the column and then disable it";
    }

    /** Key ids are no secrets; Tink's tools show them without a sign. */
    private static String name(int id) {
        return Integer.toUnsignedString(id);
    }

    /** Ids of the keys only. */
    @Override
    public String toString() {
        return handle.size() + " keys, primary " + name(handle.getPrimary().getId());
    }
}

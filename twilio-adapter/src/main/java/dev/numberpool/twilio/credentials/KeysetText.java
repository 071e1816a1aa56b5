package dev.numberpool.twilio.credentials;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig2026;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;

/** Keysets as Tink's JSON, in clear: what a host keeps in its secret store. */
final class KeysetText {
    private KeysetText() {}

    static String created() {
        try {
            return text(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, AeadConfig2026.get()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform cannot make an AES-256-GCM key");
        }
    }

    /** The same keys and a new primary one. */
    static String withNewKey(String keyset) {
        KeysetHandle.Builder changed = KeysetHandle.newBuilder(checked(keyset))
                .addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()
                        .makePrimary());
        return text(changed);
    }

    /** The same keys, of which only the primary one is enabled. */
    static String withOldKeysDisabled(String keyset) {
        KeysetHandle.Builder changed = KeysetHandle.newBuilder(checked(keyset));
        for (int i = 0; i < changed.size(); i++) {
            KeysetHandle.Builder.Entry entry = changed.getAt(i);
            if (!entry.isPrimary() && entry.getStatus() == KeyStatus.ENABLED) {
                entry.setStatus(KeyStatus.DISABLED);
            }
        }
        return text(changed);
    }

    /**
     * The keyset in the text.
     *
     * @throws IllegalArgumentException if there is none
     */
    static KeysetHandle read(String keyset) {
        try {
            return TinkJsonProtoKeysetFormat.parseKeyset(keyset, AeadConfig2026.get(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException | RuntimeException e) {
            // Without the cause, which may quote a key.
            throw new IllegalArgumentException("the text is no keyset of AES-256-GCM keys as JSON ("
                    + e.getClass().getSimpleName()
                    + "): expected what EncryptedCredentials.newKeyset() returns, complete and not encrypted");
        }
    }

    private static KeysetHandle checked(String keyset) {
        KeysetHandle handle = read(keyset);
        Keyset.of(handle);
        return handle;
    }

    private static String text(KeysetHandle.Builder changed) {
        try {
            return text(changed.setConfiguration(AeadConfig2026.get()).build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a keyset that was good cannot be changed");
        }
    }

    private static String text(KeysetHandle handle) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.serializeKeyset(handle, AeadConfig2026.get(), InsecureSecretKeyAccess.get());
    }
}

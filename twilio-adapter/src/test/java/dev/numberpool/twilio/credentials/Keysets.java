package dev.numberpool.twilio.credentials;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.config.TinkConfig;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keysets of every kind, good and bad. */
final class Keysets {
    private static final Pattern KEY_VALUE = Pattern.compile("\"value\"\\s*:\\s*\"([^\"]+)\"");

    private Keysets() {}

    /** A keyset of one key of any kind that Tink knows. */
    @SuppressWarnings("deprecation") // The registry knows kinds that our configuration does not.
    static KeysetHandle of(Parameters kind) throws GeneralSecurityException {
        TinkConfig.register();
        return KeysetHandle.generateNew(kind);
    }

    @SuppressWarnings("deprecation") // As above.
    static String json(KeysetHandle keyset) throws GeneralSecurityException {
        return TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
    }

    /** The keyset with another first key of this kind, in this state. */
    static KeysetHandle with(KeysetHandle keyset, Parameters kind, KeyStatus status) throws GeneralSecurityException {
        KeysetHandle.Builder.Entry entry =
                KeysetHandle.generateEntryFromParameters(kind).withRandomId();
        return KeysetHandle.newBuilder(keyset).addEntry(entry.setStatus(status)).build();
    }

    /** What must never be read anywhere: the keys in a keyset's text. */
    static List<String> secrets(String json) {
        List<String> values = new ArrayList<>();
        for (Matcher matcher = KEY_VALUE.matcher(json); matcher.find(); ) {
            values.add(matcher.group(1));
        }
        return values;
    }
}

package dev.numberpool.twilio;

import dev.numberpool.twilio.TwilioEvent.Rejected.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Decodes strictly: what is no UTF-8 is not replaced by something else. */
final class Utf8 {
    private Utf8() {}

    static String decoded(byte[] bytes) throws RejectedException {
        return decoded(bytes, bytes.length);
    }

    static String decoded(byte[] bytes, int length) throws RejectedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RejectedException(Reason.MALFORMED);
        }
    }
}

package dev.numberpool.twilio;

import dev.numberpool.spi.Credentials;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * An account at Twilio and how to speak for it.
 *
 * @param accountSid {@code AC} and 32 hexadecimal digits
 * @param user who calls Twilio: the account itself, or an API key ({@code SK…})
 * @param secret its auth token or the API key's secret
 * @param authTokens the auth tokens that Twilio may sign webhooks with, the current one first; two while they are being
 *     rotated. An API key's secret signs nothing, so with an API key the auth token is needed all the same
 *     (https://www.twilio.com/docs/usage/webhooks/webhooks-security)
 */
public record TwilioAccount(String accountSid, String user, String secret, List<String> authTokens) {
    private static final Pattern SID = Pattern.compile("AC[0-9a-fA-F]{32}");

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if the account's SID is none, or anything is blank; the message repeats no value
     */
    public TwilioAccount {
        if (!isSid(accountSid)) {
            throw new IllegalArgumentException("not an account SID: expected AC and 32 hexadecimal digits");
        }
        authTokens = List.copyOf(authTokens);
        if (user.isBlank() || secret.isBlank() || authTokens.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("user, secret and auth tokens of an account must not be blank");
        }
    }

    /** The account with its auth token, which calls and signs. */
    public static TwilioAccount withAuthToken(String accountSid, String authToken) {
        return new TwilioAccount(accountSid, accountSid, authToken, List.of(authToken));
    }

    /** The account with an API key, which calls, and its auth tokens, which sign. */
    public static TwilioAccount withApiKey(
            String accountSid, String apiKeySid, String apiKeySecret, List<String> authTokens) {
        return new TwilioAccount(accountSid, apiKeySid, apiKeySecret, authTokens);
    }

    /**
     * The account of a widget's credentials: the first token calls, all of them may sign.
     *
     * @throws IllegalArgumentException if there is no token, or as the constructor
     */
    public static TwilioAccount of(Credentials credentials) {
        List<String> tokens = credentials.tokens();
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException("the credentials hold no token");
        }
        return new TwilioAccount(credentials.accountId(), credentials.accountId(), tokens.get(0), tokens);
    }

    /** This account, for who asks for its SID. */
    Function<String, Optional<TwilioAccount>> ifAsked() {
        return sid -> Optional.of(this).filter(known -> known.accountSid().equals(sid));
    }

    static boolean isSid(String text) {
        return SID.matcher(text).matches();
    }

    /** The end of the SID only. */
    @Override
    public String toString() {
        return "TwilioAccount[AC•••" + accountSid.substring(accountSid.length() - 4) + "]";
    }
}

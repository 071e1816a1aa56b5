package dev.numberpool.twilio.fake;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;

/** Who may call: the account with its token, and API keys. */
final class Accounts {
    private final String accountSid;
    private final Set<String> credentials = new CopyOnWriteArraySet<>();

    Accounts(String accountSid) {
        this.accountSid = accountSid;
    }

    void accept(String user, String password) {
        credentials.add(user + ":" + password);
    }

    void forget(String user) {
        credentials.removeIf(pair -> pair.startsWith(user + ":"));
    }

    void check(Request request) {
        if (request.path().startsWith("/media/")) {
            return;
        }
        String given = request.credentials();
        boolean known = given != null && credentials.contains(given);
        if (!known || !isOwn(request.path())) {
            throw new TwilioError(401, 20003, "Authenticate");
        }
    }

    private boolean isOwn(String path) {
        return !path.startsWith("/2010-04-01/Accounts/") || path.startsWith("/2010-04-01/Accounts/" + accountSid);
    }
}

package dev.numberpool.twilio;

import com.twilio.http.HttpClient;
import com.twilio.http.TwilioRestClient;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** The SDK's client of each account, all over one HTTP client. An account whose secret has changed gets a new one. */
final class TwilioClients {
    private record Entry(TwilioAccount account, TwilioRestClient client) {}

    private final ConcurrentMap<String, Entry> entries = new ConcurrentHashMap<>();
    private final HttpClient http;

    TwilioClients(HttpClient http) {
        this.http = http;
    }

    TwilioRestClient of(TwilioAccount account) {
        Entry entry = entries.get(account.accountSid());
        if (entry == null || !entry.account().equals(account)) {
            entry = new Entry(account, client(account));
            entries.put(account.accountSid(), entry);
        }
        return entry.client();
    }

    private TwilioRestClient client(TwilioAccount account) {
        return new QuietRestClient(new TwilioRestClient.Builder(account.user(), account.secret())
                .accountSid(account.accountSid())
                .userAgentExtensions(List.of("numberpool"))
                .httpClient(http));
    }
}

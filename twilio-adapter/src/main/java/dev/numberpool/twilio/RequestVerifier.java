package dev.numberpool.twilio;

import dev.numberpool.twilio.TwilioEvent.Rejected.Reason;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lets only those requests through that an account of ours has signed. */
final class RequestVerifier {
    /**
     * A genuine request.
     *
     * @param accountSid the account that signed it
     * @param isForm whether it is a form; else a JSON object
     * @param fields what it says
     * @param reference our reference of a message, from the address, or null
     */
    record Verified(
            String accountSid,
            boolean isForm,
            Fields fields,
            @Nullable String reference) {}

    private static final Pattern TARGET = Pattern.compile("/[\\x21\\x22\\x24-\\x7e]*");
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9.-]{1,255}");
    private static final List<String> ACCOUNT_NAMES = List.of("AccountSid", "account_sid", "accountSid");

    private final SignedUrls urls;
    private final Function<String, Optional<TwilioAccount>> accounts;
    private final int maxBodyBytes;
    private final JsonFields json = new JsonFields();

    RequestVerifier(URI publicBaseUrl, Function<String, Optional<TwilioAccount>> accounts, int maxBodyBytes) {
        this.urls = new SignedUrls(publicBaseUrl);
        this.accounts = accounts;
        this.maxBodyBytes = maxBodyBytes;
    }

    Verified verify(TwilioWebhooks.Request request) throws RejectedException {
        check(request.method().equals("POST"), Reason.METHOD);
        check(request.body().length <= maxBodyBytes, Reason.TOO_LARGE);
        check(TARGET.matcher(request.target()).matches(), Reason.MALFORMED);
        String signature = signature(request.headers());
        boolean isForm = isForm(request.headers());
        String body = Utf8.decoded(request.body());
        Fields fields = isForm ? new Fields(FormParser.parse(body)) : json.parse(body);
        TwilioAccount account = account(fields);
        SortedMap<String, List<String>> signed = isForm ? fields.values() : Collections.emptySortedMap();
        check(
                Signature.isRight(signature, account.authTokens(), urls.of(request.target()), signed)
                        && (isForm || hasDigest(request)),
                Reason.WRONG_SIGNATURE);
        return new Verified(account.accountSid(), isForm, fields, reference(request.target()));
    }

    private static void check(boolean condition, Reason otherwise) throws RejectedException {
        if (!condition) {
            throw new RejectedException(otherwise);
        }
    }

    private static String signature(Map<String, List<String>> headers) throws RejectedException {
        List<String> values = values(headers, "X-Twilio-Signature");
        check(values.size() == 1 && !values.get(0).isBlank(), Reason.NOT_SIGNED);
        return values.get(0);
    }

    private static boolean isForm(Map<String, List<String>> headers) throws RejectedException {
        List<String> values = values(headers, "Content-Type");
        check(values.size() == 1, Reason.CONTENT_TYPE);
        ContentType type = ContentType.of(values.get(0));
        check(type.isUtf8() && (type.isForm() || type.isJson()), Reason.CONTENT_TYPE);
        return type.isForm();
    }

    private static List<String> values(Map<String, List<String>> headers, String name) {
        List<String> values = new ArrayList<>();
        headers.forEach((key, list) -> {
            if (name.equalsIgnoreCase(key)) {
                values.addAll(list);
            }
        });
        return values;
    }

    private TwilioAccount account(Fields fields) throws RejectedException {
        String sid = ACCOUNT_NAMES.stream()
                .filter(name -> !fields.isRepeated(name))
                .flatMap(name -> fields.text(name).stream())
                .findFirst()
                .filter(TwilioAccount::isSid)
                .orElseThrow(() -> new RejectedException(Reason.UNKNOWN_ACCOUNT));
        return accounts.apply(sid)
                .filter(account -> account.accountSid().equals(sid))
                .filter(account -> !account.authTokens().isEmpty())
                .orElseThrow(() -> new RejectedException(Reason.UNKNOWN_ACCOUNT));
    }

    private static boolean hasDigest(TwilioWebhooks.Request request) throws RejectedException {
        Optional<String> digest = FormParser.parameter(request.target(), "bodySHA256");
        return digest.isPresent() && Signature.isDigest(digest.get(), request.body());
    }

    private static @Nullable String reference(String target) throws RejectedException {
        return FormParser.parameter(target, OutgoingMessage.REFERENCE)
                .filter(text -> REFERENCE.matcher(text).matches())
                .orElse(null);
    }
}

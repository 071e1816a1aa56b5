package dev.numberpool.twilio.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The messages of the 2010 API. */
final class MessageApi {
    private final World world;
    private final Messages messages;
    private final Outbound outbound;
    private final Pages pages;

    MessageApi(World world, Messages messages, Outbound outbound, Pages pages) {
        this.world = world;
        this.messages = messages;
        this.outbound = outbound;
        this.pages = pages;
    }

    void register(Router router) {
        String all = "/2010-04-01/Accounts/{account}/Messages.json";
        String one = "/2010-04-01/Accounts/{account}/Messages/{sid}.json";
        router.on("POST", all, this::create);
        router.on("GET", all, this::list);
        router.on("GET", one, request -> Answer.ok(json(messages.get(request.part("sid")))));
        router.on("DELETE", one, this::delete);
    }

    private Answer create(Request request) {
        Params form = request.form();
        String from = form.text("From");
        if (from == null) {
            throw TwilioError.bad(21603, "A 'From' phone number is required.");
        }
        FakeMessage taken = outbound.take(new Outbound.Order(
                from,
                form.text("To"),
                form.text("Body"),
                form.all("MediaUrl"),
                form.text("ContentSid"),
                form.text("ContentVariables"),
                form.text("StatusCallback")));
        Answer answer = Answer.created(json(taken));
        outbound.deliver(taken);
        return answer;
    }

    private Answer delete(Request request) {
        messages.remove(request.part("sid"));
        return Answer.noContent();
    }

    private Answer list(Request request) {
        Params query = request.query();
        Predicate<FakeMessage> asked = message -> matches(query.text("To"), message.to())
                && matches(query.text("From"), message.from())
                && matchesDate(query, message.sent());
        List<FakeMessage> rows = messages.newestFirst().stream().filter(asked).toList();
        return Answer.ok(pages.page2010(request, "messages", rows, FakeMessage::sid, this::json));
    }

    private static boolean matches(@Nullable String wanted, String value) {
        return wanted == null || wanted.equals(value);
    }

    /** A message that is still queued has no date and so matches no filter by date. */
    private static boolean matchesDate(Params query, @Nullable Instant sent) {
        String on = query.text("DateSent");
        String after = query.text("DateSent>");
        String before = query.text("DateSent<");
        if (on == null && after == null && before == null) {
            return true;
        }
        if (sent == null) {
            return false;
        }
        Instant second = sent.truncatedTo(ChronoUnit.SECONDS);
        return (on == null || day(second).equals(day(Dates.from(on))))
                && (after == null || !second.isBefore(Dates.from(after)))
                && (before == null || !second.isAfter(Dates.until(before)));
    }

    private static LocalDate day(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    ObjectNode json(FakeMessage message) {
        String path = world.accountPath("/Messages/" + message.sid());
        ObjectNode json = Json.object()
                .put("account_sid", world.accountSid)
                .put("api_version", "2010-04-01")
                .put("body", message.body())
                .put("date_created", Json.rfc2822(message.created()))
                .put("date_sent", Json.rfc2822(message.sent()))
                .put("date_updated", Json.rfc2822(message.sent() == null ? message.created() : message.sent()))
                .put("direction", message.inbound() ? "inbound" : "outbound-api")
                .put("error_code", message.errorCode())
                .put("error_message", Delivery.reason(message.errorCode()))
                .put("from", message.from())
                .put("to", message.to())
                .putNull("messaging_service_sid")
                .put("num_media", Integer.toString(message.media().size()))
                .put("num_segments", "1")
                .putNull("price")
                .putNull("price_unit")
                .put("sid", message.sid())
                .put("status", message.status())
                .put("uri", path + ".json");
        json.putObject("subresource_uris").put("media", path + "/Media.json");
        return json;
    }
}

package dev.numberpool.twilio.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Senders of the Messaging API v2, typing indicators, and the phone numbers of the 2010 API. */
final class SenderApi {
    private static final List<String> WEBHOOK_FIELDS = List.of(
            "callback_url",
            "callback_method",
            "fallback_url",
            "fallback_method",
            "status_callback_url",
            "status_callback_method");
    private static final List<String> PROFILE_FIELDS =
            List.of("name", "about", "address", "description", "logo_url", "vertical");

    private final World world;
    private final Senders senders;
    private final Messages messages;
    private final Pages pages;

    SenderApi(World world, Senders senders, Messages messages, Pages pages) {
        this.world = world;
        this.senders = senders;
        this.messages = messages;
        this.pages = pages;
    }

    void register(Router router) {
        router.on("GET", "/v2/Channels/Senders", this::list);
        router.on("GET", "/v2/Channels/Senders/{sid}", request -> Answer.ok(json(sender(request))));
        router.on("POST", "/v2/Channels/Senders/{sid}", this::update);
        router.on("POST", "/v2/Indicators/Typing.json", this::typing);
        router.on("GET", "/2010-04-01/Accounts/{account}/IncomingPhoneNumbers.json", this::phoneNumbers);
    }

    private FakeSender sender(Request request) {
        return senders.bySid(request.part("sid"));
    }

    private Answer list(Request request) {
        String channel = request.query().text("Channel");
        if (channel == null) {
            throw TwilioError.bad(20001, "Channel is required");
        }
        List<FakeSender> rows = channel.equals("whatsapp") ? senders.all() : List.of();
        Pages.Style style = new Pages.Style(Hosts.MESSAGING, "senders", 50, 1000);
        return Answer.ok(pages.page(request, style, rows, FakeSender::sid, this::json));
    }

    private Answer update(Request request) {
        FakeSender sender = sender(request);
        JsonNode change = Json.read(request.body());
        copy(change.path("webhook"), WEBHOOK_FIELDS, sender.webhook());
        copy(change.path("profile"), PROFILE_FIELDS, sender.profile());
        return Answer.json(202, json(sender));
    }

    private static void copy(JsonNode from, List<String> fields, Map<String, @Nullable String> to) {
        for (String field : fields) {
            if (from.has(field)) {
                to.put(field, from.get(field).isNull() ? null : from.get(field).asText());
            }
        }
    }

    private Answer typing(Request request) {
        messages.get(request.form().or("messageId", ""));
        return Answer.ok(Json.object().put("success", true));
    }

    private Answer phoneNumbers(Request request) {
        String wanted = request.query().text("PhoneNumber");
        List<FakeSender> rows = senders.all().stream()
                .filter(sender -> wanted == null || number(sender).equals(wanted))
                .toList();
        return Answer.ok(pages.page2010(request, "incoming_phone_numbers", rows, FakeSender::sid, this::phoneNumber));
    }

    private static String number(FakeSender sender) {
        return sender.address().substring("whatsapp:".length());
    }

    private ObjectNode json(FakeSender sender) {
        ObjectNode json = Json.object()
                .put("sid", sender.sid())
                .put("status", sender.status())
                .put("sender_id", sender.address());
        json.putObject("configuration").put("waba_id", "12345678912345");
        ObjectNode webhook = json.putObject("webhook");
        WEBHOOK_FIELDS.forEach(field -> webhook.put(field, sender.webhook().get(field)));
        if (sender.callback() != null) {
            webhook.put("callback_method", "POST");
        }
        ObjectNode profile = json.putObject("profile");
        PROFILE_FIELDS.forEach(field -> profile.put(field, sender.profile().get(field)));
        json.putObject("properties").put("quality_rating", sender.quality()).put("messaging_limit", sender.limit());
        addReasons(json, sender);
        return json.put("url", "https://" + Hosts.MESSAGING + "/v2/Channels/Senders/" + sender.sid());
    }

    private static void addReasons(ObjectNode json, FakeSender sender) {
        if (sender.offlineReasons().isEmpty()) {
            json.putNull("offline_reasons");
            return;
        }
        ArrayNode reasons = json.putArray("offline_reasons");
        sender.offlineReasons()
                .forEach(reason -> reasons.addObject()
                        .put("code", reason.getKey())
                        .put("message", reason.getValue())
                        .put("more_info", "https://www.twilio.com/docs/errors/" + reason.getKey()));
    }

    private ObjectNode phoneNumber(FakeSender sender) {
        String sid = world.sids.fixed("PN", sender.address());
        ObjectNode json = Json.object()
                .put("account_sid", world.accountSid)
                .put("sid", sid)
                .put("phone_number", number(sender))
                .put("friendly_name", number(sender))
                .put("api_version", "2010-04-01")
                .put("status", "in-use")
                .put("uri", world.accountPath("/IncomingPhoneNumbers/" + sid + ".json"));
        json.putObject("capabilities")
                .put("voice", true)
                .put("sms", true)
                .put("mms", false)
                .put("fax", false);
        return json;
    }
}

package dev.numberpool.twilio.fake;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Address configurations: whether a number makes conversations of its own for what comes in. */
final class AddressApi {
    private final World world;
    private final Addressbook addresses;
    private final ConversationJson json;
    private final Pages pages;

    AddressApi(World world, Addressbook addresses, ConversationJson json, Pages pages) {
        this.world = world;
        this.addresses = addresses;
        this.json = json;
        this.pages = pages;
    }

    /** The configuration of one number. */
    static final class AddressRow {
        final String sid;
        final String type;
        final String address;
        final Instant created;

        @Nullable
        String friendlyName;

        boolean autocreating;
        String autocreationType = "default";

        @Nullable
        String webhookUrl;

        Set<String> webhookEvents = Set.of();

        AddressRow(String sid, String type, String address, Instant created) {
            this.sid = sid;
            this.type = type;
            this.address = address;
            this.created = created;
        }
    }

    void register(Router router) {
        router.on("GET", "/v1/Configuration/Addresses", this::list);
        router.on("POST", "/v1/Configuration/Addresses", this::create);
        router.on("GET", "/v1/Configuration/Addresses/{sid}", request -> Answer.ok(json(row(request))));
        router.on("POST", "/v1/Configuration/Addresses/{sid}", this::update);
        router.on("DELETE", "/v1/Configuration/Addresses/{sid}", this::delete);
    }

    private AddressRow row(Request request) {
        return addresses.get(request.part("sid"));
    }

    private Answer create(Request request) {
        String type = request.form().text("Type");
        String address = request.form().text("Address");
        if (type == null || address == null) {
            throw TwilioError.bad(20001, "Type and Address are required");
        }
        if (addresses.all().stream().anyMatch(row -> row.address.equals(address))) {
            throw TwilioError.conflict(20409, "An address configuration for this address already exists");
        }
        AddressRow row = new AddressRow(world.sids.next("IG"), type, address, world.clock.instant());
        change(row, request.form());
        addresses.add(row);
        return Answer.created(json(row));
    }

    private Answer update(Request request) {
        change(row(request), request.form());
        return Answer.ok(json(row(request)));
    }

    private Answer delete(Request request) {
        addresses.remove(row(request));
        return Answer.noContent();
    }

    private Answer list(Request request) {
        String type = request.query().text("Type");
        List<AddressRow> rows = addresses.all().stream()
                .filter(row -> type == null || row.type.equals(type))
                .toList();
        Pages.Style style = Pages.Style.conversations("address_configurations", 50);
        return Answer.ok(pages.page(request, style, rows, row -> row.sid, this::json));
    }

    private static void change(AddressRow row, Params form) {
        if (form.has("FriendlyName")) {
            row.friendlyName = form.text("FriendlyName");
        }
        row.autocreating = Boolean.parseBoolean(form.or("AutoCreation.Enabled", Boolean.toString(row.autocreating)));
        row.autocreationType = form.or("AutoCreation.Type", row.autocreationType);
        if (form.has("AutoCreation.WebhookUrl")) {
            row.webhookUrl = form.text("AutoCreation.WebhookUrl");
        }
        if (form.has("AutoCreation.WebhookFilters")) {
            row.webhookEvents = new LinkedHashSet<>(form.all("AutoCreation.WebhookFilters"));
        }
    }

    private ObjectNode json(AddressRow row) {
        ObjectNode answer = Json.object()
                .put("sid", row.sid)
                .put("account_sid", world.accountSid)
                .put("type", row.type)
                .put("address", row.address)
                .put("friendly_name", row.friendlyName)
                .putNull("address_country")
                .put("date_created", Json.iso(row.created))
                .put("date_updated", Json.iso(row.created))
                .put("url", World.conversationsUrl("/v1/Configuration/Addresses/" + row.sid));
        ObjectNode autocreation = answer.putObject("auto_creation")
                .put("enabled", row.autocreating)
                .put("type", row.autocreationType.toLowerCase(Locale.ROOT))
                .put("conversation_service_sid", json.service());
        if (row.webhookUrl != null) {
            ArrayNode filters = autocreation
                    .put("webhook_url", row.webhookUrl)
                    .put("webhook_method", "POST")
                    .putArray("webhook_filters");
            row.webhookEvents.forEach(filters::add);
        }
        return answer;
    }
}

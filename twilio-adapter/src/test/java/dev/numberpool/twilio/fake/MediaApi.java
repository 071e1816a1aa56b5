package dev.numberpool.twilio.fake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Media of messages: described by the 2010 API, fetched by a redirect to another host that wants no credentials. */
final class MediaApi {
    private final World world;
    private final Messages messages;
    private final Pages pages;
    private boolean redirecting = true;

    MediaApi(World world, Messages messages, Pages pages) {
        this.world = world;
        this.messages = messages;
        this.pages = pages;
    }

    void register(Router router) {
        String media = "/2010-04-01/Accounts/{account}/Messages/{message}/Media";
        router.on("GET", media + ".json", this::list);
        router.on("GET", media + "/{sid}.json", request -> Answer.ok(json(medium(request))));
        router.on("DELETE", media + "/{sid}.json", this::delete);
        router.on("GET", media + "/{sid}", this::fetch);
        router.on("GET", "/media/{account}/{sid}", request -> bytes(messages.medium(request.part("sid"))));
    }

    void redirecting(boolean redirect) {
        redirecting = redirect;
    }

    private Answer list(Request request) {
        FakeMessage message = messages.get(request.part("message"));
        return Answer.ok(pages.page2010(request, "media_list", messages.mediaOf(message), FakeMedium::sid, this::json));
    }

    private Answer delete(Request request) {
        messages.removeMedium(medium(request).sid());
        return Answer.noContent();
    }

    private Answer fetch(Request request) {
        FakeMedium medium = medium(request);
        if (!redirecting) {
            return bytes(medium);
        }
        return Answer.redirect(
                307, "https://" + Hosts.MEDIA + "/media/" + world.accountSid + "/" + medium.sid() + "?Expires=1");
    }

    private static Answer bytes(FakeMedium medium) {
        if (medium.bytes() == null) {
            throw TwilioError.notFound("/Media/" + medium.sid());
        }
        return new Answer(200, medium.contentType(), medium.bytes(), Map.of());
    }

    private FakeMedium medium(Request request) {
        FakeMedium medium = messages.medium(request.part("sid"));
        if (!medium.messageSid().equals(request.part("message"))) {
            throw TwilioError.notFound(request.path());
        }
        return medium;
    }

    private ObjectNode json(FakeMedium medium) {
        String date = Json.rfc2822(medium.created());
        return Json.object()
                .put("account_sid", world.accountSid)
                .put("content_type", medium.contentType())
                .put("date_created", date)
                .put("date_updated", date)
                .put("parent_sid", medium.messageSid())
                .put("sid", medium.sid())
                .put("uri", world.accountPath("/Messages/" + medium.messageSid() + "/Media/" + medium.sid() + ".json"));
    }
}

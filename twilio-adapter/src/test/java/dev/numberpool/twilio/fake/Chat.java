package dev.numberpool.twilio.fake;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A conversation. Guarded by the world's lock. */
final class Chat {
    static final String ACTIVE = "active";
    static final String CLOSED = "closed";
    static final String INITIALIZING = "initializing";

    final String sid;
    final Instant created;
    final Map<String, Member> members = new LinkedHashMap<>();
    final List<Post> posts = new ArrayList<>();
    Instant updated;
    String state = ACTIVE;
    String attributes = "{}";

    @Nullable
    String uniqueName;

    @Nullable
    String friendlyName;

    @Nullable
    String messagingServiceSid;

    @Nullable
    Duration inactiveAfter;

    @Nullable
    Duration closedAfter;
    /** A webhook of this conversation alone, with its events. */
    @Nullable
    String ownWebhook;

    Set<String> ownEvents = Set.of();

    Chat(String sid, Instant created) {
        this.sid = sid;
        this.created = created;
        this.updated = created;
    }

    /** A participant: a person with an address and our number, or an identity. */
    record Member(
            String sid,
            @Nullable String identity,
            @Nullable String address,
            @Nullable String proxy,
            String attributes,
            Instant created) {
        boolean isBoundTo(String otherAddress, String otherProxy) {
            return otherAddress.equals(address) && otherProxy.equals(proxy);
        }

        /** The address or the identity: what messages name as their author. */
        String author() {
            return String.valueOf(address == null ? identity : address);
        }
    }

    /** A message in a conversation, with what became of it at each receiver, by the message that carried it. */
    record Post(
            String sid,
            int index,
            String author,
            @Nullable String memberSid,
            @Nullable String body,
            List<FakeMedium> media,
            String attributes,
            @Nullable String contentSid,
            Instant created,
            Map<String, Receipt> receipts) {}

    /** What became of a message at one receiver. */
    record Receipt(
            String sid,
            String channelSid,
            String memberSid,
            String status,
            @Nullable Integer errorCode,
            Instant at) {}

    boolean isClosed() {
        return state.equals(CLOSED);
    }

    /** Refuses to be changed where Twilio does. */
    Chat writable() {
        if (state.equals(INITIALIZING)) {
            throw TwilioError.conflict(50386, "Conversation is still initializing");
        }
        if (isClosed()) {
            throw TwilioError.bad(50377, "Conversation " + sid + " is closed and can not be changed");
        }
        return this;
    }
}

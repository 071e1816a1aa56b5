package dev.numberpool.twilio.fake;

import java.util.List;

/** The messages of the account, for tests to look at and to steer. Safe for use by many threads. */
public final class FakeMessages {
    private final World world;
    private final Messages messages;
    private final Templates templates;
    private final Outbound outbound;
    private final MediaApi media;

    FakeMessages(World world, Messages messages, Templates templates, Outbound outbound, MediaApi media) {
        this.world = world;
        this.messages = messages;
        this.templates = templates;
        this.outbound = outbound;
        this.media = media;
    }

    /** All messages in both directions, oldest first. */
    public List<FakeMessage> all() {
        return world.look(messages::oldestFirst);
    }

    /** The messages that we sent, or tried to, oldest first. */
    public List<FakeMessage> sent() {
        return all().stream().filter(message -> !message.inbound()).toList();
    }

    /**
     * A message.
     *
     * @throws IllegalArgumentException if there is none
     */
    public FakeMessage get(String sid) {
        FakeMessage message = world.look(() -> messages.find(sid));
        if (message == null) {
            throw new IllegalArgumentException("no message " + sid);
        }
        return message;
    }

    /**
     * Approves a template; others are refused with 21655.
     *
     * @param sid its id, {@code HX…}
     * @param text its text, with variables as {@code {{1}}}
     */
    public void template(String sid, String text) {
        world.run(() -> templates.put(sid, text));
    }

    /** Leaves further messages in the state {@code queued}. */
    public void pause() {
        world.run(outbound::pause);
    }

    /** Brings the messages that were left in {@code queued} to their end, and further ones at once again. */
    public void resume() {
        world.run(outbound::resume);
    }

    /** Whether media are fetched by a redirect to another host, as with Twilio and by default, or at once. */
    public void redirectMedia(boolean redirect) {
        world.run(() -> media.redirecting(redirect));
    }
}

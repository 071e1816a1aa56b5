package dev.numberpool.twilio.fake;

import java.util.List;

/** The messages of the account, for tests to look at and to steer. Safe for use by many threads. */
public final class FakeMessages {
    private final World world;
    private final Messages messages;
    private final Templates templates;
    private final ServiceWindows windows;
    private final Outbound outbound;
    private final MediaApi media;

    FakeMessages(
            World world,
            Messages messages,
            Templates templates,
            ServiceWindows windows,
            Outbound outbound,
            MediaApi media) {
        this.world = world;
        this.messages = messages;
        this.templates = templates;
        this.windows = windows;
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
     * Puts back a message that an earlier fake of this account held, and tells nobody: for a host that outlives its fake, and
     * asks for old messages or quotes them. It stands after those that are there. What a person wrote opens the service
     * window as of its own time. New ids differ from its id, and from those of the 10 000 that were given after it. Media are
     * not put back.
     *
     * @throws IllegalArgumentException if the message is there
     */
    public void restore(FakeMessage message) {
        world.run(() -> {
            if (messages.find(message.sid()) != null) {
                throw new IllegalArgumentException("message " + message.sid() + " is there already");
            }
            messages.put(message);
            world.sids.after(message.sid());
            if (message.inbound()) {
                windows.open(message.from(), message.to(), message.created());
            }
        });
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

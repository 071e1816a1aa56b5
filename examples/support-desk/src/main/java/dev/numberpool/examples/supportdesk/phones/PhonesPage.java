package dev.numberpool.examples.supportdesk.phones;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the page shows, ready to print.
 *
 * @param id of this answer; forms bring it back, so that one that is sent twice is noticed
 * @param place where the person is
 * @param problem what could not be shown or done, in words, or null
 * @param typed what the person typed into the form that was refused
 * @param agents whose phones there are
 * @param phone the phone of the chosen agent; null if there is none, or phones are real
 * @param visitors the visitors' chats
 * @param story what happens here; empty with real phones
 * @param steps what to try
 * @param time the time of the simulation
 */
public record PhonesPage(
        String id,
        Place place,
        @Nullable String problem,
        Typed typed,
        List<Person> agents,
        @Nullable Phone phone,
        Visitors visitors,
        List<String> story,
        List<Step> steps,
        String time) {
    /** How many steps are done. */
    public long done() {
        return steps.stream().filter(Step::isDone).count();
    }

    /**
     * What was typed into the form that was refused.
     *
     * @param form which form, or empty
     * @param name what was typed as a name
     * @param text what was typed as a text
     */
    public record Typed(String form, String name, String text) {
        static final Typed NOTHING = new Typed("", "", "");

        /** The name that was typed into this form. */
        public String name(String asked) {
            return form.equals(asked) ? name : "";
        }

        /** The text that was typed into this form. */
        public String text(String asked) {
            return form.equals(asked) ? text : "";
        }

        @Override
        public String toString() {
            return "typed into " + form;
        }
    }

    /**
     * An agent to choose.
     *
     * @param digits of the phone
     * @param colour of the picture, 0 to 5
     * @param chats how many active chats
     */
    public record Person(
            String digits,
            String name,
            String initial,
            int colour,
            int chats,
            int unread,
            boolean isChosen,
            String path) {
        /** Such as {@code 2 chats}. */
        public String busy() {
            return chats == 0 ? "free" : chats == 1 ? "1 chat" : chats + " chats";
        }
    }

    /**
     * A phone.
     *
     * @param open the thread that is open, or null if there is none
     */
    public record Phone(
            Person owner, List<ThreadRow> threads, @Nullable OpenThread open) {}

    /**
     * A thread in the phone's list.
     *
     * @param digits of our number
     * @param name how our number is called
     * @param last its newest message
     * @param with whose chats are on it
     */
    public record ThreadRow(
            String digits,
            String name,
            String last,
            String time,
            int unread,
            List<String> with,
            boolean isWindowClosed,
            boolean isOpen) {}

    /**
     * The thread that is open.
     *
     * @param window about the service window, in words
     * @param quote what is about to be quoted, or null
     */
    public record OpenThread(
            String digits,
            String name,
            String number,
            List<Visitor> with,
            boolean isWindowClosed,
            String window,
            List<Bubble> bubbles,
            boolean isCut,
            List<Parked> parked,
            @Nullable Quote quote) {}

    /** A visitor on a thread, and the code that names the chat. */
    public record Visitor(String name, String code) {}

    /** A message that waits until the agent writes. */
    public record Parked(String id, String visitor, String text) {}

    /** A message that is quoted, or about to be. */
    public record Quote(String sid, String who, String text) {}

    /**
     * A message on a phone.
     *
     * @param day the day if it is the first message of it, or null
     * @param isOwn whether the agent wrote it
     * @param heading the line that names a new visitor, or empty
     * @param code such as {@code #282:}, or empty
     * @param button what can be tapped, or null
     * @param fate what became of an agent's message, or null
     * @param quotePath where it is about to be quoted
     */
    public record Bubble(
            String sid,
            @Nullable String day,
            boolean isOwn,
            String heading,
            String code,
            String text,
            String time,
            @Nullable Quote quoted,
            @Nullable Button button,
            @Nullable Fate fate,
            String quotePath) {
        /** Whether the agent has to say for whom it is. */
        public boolean asks() {
            return fate != null && fate.isHeld();
        }
    }

    /** A template's button. */
    public record Button(String text, boolean isTapped) {}

    /**
     * What became of what an agent wrote.
     *
     * @param kind good, warn or bad
     * @param isHeld whether it waits for the agent to say for whom it is
     */
    public record Fate(String kind, String words, boolean isHeld) {}

    /**
     * The visitors' chats.
     *
     * @param more how many are not in the list
     * @param open the one that is shown, or null
     * @param canBegin whether the website has a chat for them
     */
    public record Visitors(
            List<Item> list, int more, @Nullable OpenChat open, boolean canBegin) {}

    /**
     * A visitor's chat in the list.
     *
     * @param kind of the badge: good, warn or empty
     */
    public record Item(long id, String visitor, String state, String kind, String last, boolean isOpen, String path) {}

    /**
     * The visitor's chat that is shown.
     *
     * @param kind of what it says about that: good, warn or empty
     * @param why where it sits and why, in words
     * @param phonePath its thread on the agent's phone, or null
     * @param canWrite whether it is not over
     * @param needsAgent whether a human can be asked for
     */
    public record OpenChat(
            long id,
            String visitor,
            String kind,
            String why,
            @Nullable String phonePath,
            List<Said> lines,
            boolean canWrite,
            boolean needsAgent) {}

    /**
     * A line of a visitor's chat.
     *
     * @param kind of its state: good, warn, bad or empty
     */
    public record Said(long id, boolean isVisitor, String text, String time, String state, String kind) {}

    /** Something to try. */
    public record Step(String words, boolean isDone) {}
}

package dev.numberpool.examples.supportdesk.phones;

/** A form cannot be carried out; the message says why, for the person who sent it. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    private Refusal(int status, String why) {
        super(why);
        this.status = status;
    }

    /** What was typed is not usable. */
    static Refusal invalid(String why) {
        return new Refusal(422, why);
    }

    /** Things are not, or no longer, as the form takes them to be. */
    static Refusal conflict(String why) {
        return new Refusal(409, why);
    }

    int status() {
        return status;
    }
}

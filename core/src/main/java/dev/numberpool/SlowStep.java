package dev.numberpool;

/** A step whose answer the widget alone does not hold: it decrypts, or asks the host. */
sealed interface SlowStep extends FallbackStep permits CredentialsNumber, HostStep {
    /** True if what was answered for the one widget is the answer for the other, too. */
    boolean isAnsweredAlike(Widget before, Widget now);
}

package dev.numberpool.twilio.fake;

/** How status callbacks may come: all of these happen with the real service. */
public enum StatusHabit {
    /** Each callback comes two times. */
    TWICE,
    /** The callbacks of one message come in reversed order. */
    OUT_OF_ORDER,
    /** The callbacks come before the call that created the message is answered. */
    BEFORE_ANSWER,
    /** The callbacks wait until {@link FakeWebhooks#release()}. */
    LATE
}

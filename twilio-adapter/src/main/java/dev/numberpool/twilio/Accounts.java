package dev.numberpool.twilio;

import dev.numberpool.WidgetId;
import dev.numberpool.desk.Failure.Kind;
import dev.numberpool.desk.GatewayException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the account to send with.
 *
 * @param byWidget the account of a widget, if it has one of its own
 * @param fallback the account of all others, and of messages whose widget is not known
 */
record Accounts(
        Function<WidgetId, Optional<TwilioAccount>> byWidget,
        @Nullable TwilioAccount fallback) {
    /**
     * The account.
     *
     * @throws GatewayException if there is none, or the host's function failed: then it can be tried again, unless the
     *     function says otherwise by such an exception of its own
     */
    TwilioAccount of(@Nullable WidgetId widget) {
        Optional<TwilioAccount> own = widget == null ? Optional.empty() : own(widget);
        if (own.isPresent()) {
            return own.get();
        }
        if (fallback == null) {
            String whose = widget == null ? "a message whose widget is not known" : "widget " + widget;
            throw new GatewayException(Kind.AUTHENTICATION, "no Twilio account for " + whose);
        }
        return fallback;
    }

    private Optional<TwilioAccount> own(WidgetId widget) {
        try {
            return byWidget.apply(widget);
        } catch (GatewayException e) {
            throw e;
        } catch (RuntimeException e) {
            // Without the cause: what it says may hold the credentials.
            throw new GatewayException(
                    Kind.NOT_SENT,
                    "the Twilio account of widget " + widget + " could not be found out: "
                            + e.getClass().getSimpleName());
        }
    }
}

package dev.numberpool.twilio;

import static java.util.Objects.requireNonNull;

import dev.numberpool.PhoneNumber;
import dev.numberpool.StoreException;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.spi.CredentialsReader;
import dev.numberpool.spi.WidgetStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The Twilio accounts in the widgets' credentials: by widget for sending, by account SID for webhooks.
 *
 * <pre>{@code
 * TwilioAccounts accounts = TwilioAccounts.builder(store, credentials).build();
 * TwilioMessagingGateway gateway = TwilioMessagingGateway.builder(accounts::ofWidget).build();
 * TwilioWebhooks webhooks = TwilioWebhooks.builder(publicBaseUrl, accounts::ofSid, accounts::mayHave).build();
 * }</pre>
 *
 * <p>The column is read for each message, so a change counts from the next one on; it is decrypted only when it has
 * changed. Whoever may write a widget's credentials can have webhooks accepted for the account that they name: let Twilio
 * confirm an account and its token before you store them.
 *
 * <p>Safe for use by many threads; starts none.
 */
public final class TwilioAccounts {
    private final WidgetStore widgets;
    private final OpenedCredentials credentials;
    private final AccountsBySid bySid;

    private TwilioAccounts(Builder builder) {
        widgets = builder.widgets;
        credentials = new OpenedCredentials(builder.reader, builder.remember);
        bySid = new AccountsBySid(widgets, credentials, builder.clock, builder.rescanAfter);
    }

    /**
     * Starts.
     *
     * @param widgets where the column is
     * @param reader decrypts it. If it cannot tell at the moment, because it needs a service that is away, say, it throws
     *     a {@link StoreException}: the message is then sent later. Whatever else it throws means that the column is no good
     */
    public static Builder builder(WidgetStore widgets, CredentialsReader reader) {
        return new Builder(widgets, reader);
    }

    /**
     * The account of a widget, as its column is now; empty if there is no such widget, or the column is empty.
     *
     * @throws GatewayException of kind AUTHENTICATION if the column cannot be read: nothing is sent with another account
     *     instead. A WARN says why, once for each value of the column
     * @throws StoreException if the store or the reader cannot tell at the moment
     */
    public Optional<TwilioAccount> ofWidget(WidgetId widget) {
        return widgets.widget(widget)
                .map(Widget::credentials)
                .filter(stored -> !stored.isBlank())
                .map(stored -> account(widget, stored));
    }

    private TwilioAccount account(WidgetId widget, String stored) {
        return credentials
                .open(widget, stored)
                .map(OpenedCredentials.Opened::account)
                .orElseThrow(() -> new GatewayException(
                        Failure.Kind.AUTHENTICATION, "the credentials of widget '" + widget + "' cannot be read"));
    }

    /**
     * The account with this SID, if any widget has it, with the tokens of all widgets that do. For verifying: which of the
     * tokens is the current one, only a widget's own account tells. A widget whose column cannot be read counts as none.
     *
     * <p>All widgets are read for it, at most once in {@link Builder#rescanAfter}, whatever SIDs are asked for: for so long
     * a new account may be unknown, and a removed one known. While the store fails, known accounts serve on for ten times
     * as long.
     *
     * @throws StoreException if the account is not known and the widgets cannot be read at the moment
     */
    public Optional<TwilioAccount> ofSid(String accountSid) {
        return bySid.find(accountSid);
    }

    /**
     * Whether a message to this number may have come through the account. False only if widgets of other accounts have the
     * number in their pool, as their default or in their credentials, and no widget of this account does. A number that no
     * widget has any more is not denied: conversations may still be on it, and the desk knows.
     *
     * @throws StoreException if the widgets have to be read for it and cannot be
     */
    public boolean mayHave(String accountSid, PhoneNumber number) {
        return bySid.mayHave(accountSid, number);
    }

    /** Options; every one has a default. Not thread-safe. */
    public static final class Builder {
        private final WidgetStore widgets;
        private final CredentialsReader reader;
        private Duration rescanAfter = Duration.ofMinutes(1);
        private int remember = 10_000;
        private InstantSource clock = InstantSource.system();

        private Builder(WidgetStore widgets, CredentialsReader reader) {
            this.widgets = requireNonNull(widgets, "widgets");
            this.reader = requireNonNull(reader, "reader");
        }

        /**
         * How long {@link TwilioAccounts#ofSid} relies on what it has read. Default: 1 minute.
         *
         * @param time one second to one hour
         */
        public Builder rescanAfter(Duration time) {
            if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(Duration.ofHours(1)) > 0) {
                throw new IllegalArgumentException("rescanAfter is " + time + "; it must be one second to one hour");
            }
            rescanAfter = time;
            return this;
        }

        /**
         * Of how many widgets the decrypted account is kept in memory. Default: 10 000. With fewer than there are widgets,
         * each look at all of them decrypts them all.
         *
         * @throws IllegalArgumentException unless it is at least 1
         */
        public Builder remember(int numberOfWidgets) {
            if (numberOfWidgets < 1) {
                throw new IllegalArgumentException("remember at least 1 widget, not " + numberOfWidgets);
            }
            remember = numberOfWidgets;
            return this;
        }

        /** What tells the time. Default: the system's clock. */
        public Builder clock(InstantSource time) {
            clock = requireNonNull(time, "time");
            return this;
        }

        /** Makes it. No I/O. */
        public TwilioAccounts build() {
            return new TwilioAccounts(this);
        }
    }
}

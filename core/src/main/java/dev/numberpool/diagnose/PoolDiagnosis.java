package dev.numberpool.diagnose;

import static java.util.Objects.requireNonNull;

import dev.numberpool.UnknownWidgetException;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.CredentialsReader;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.SenderDirectory;
import dev.numberpool.spi.WidgetStore;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is wrong with widgets, their conversations and the provider's senders, and says in words what to do.
 *
 * <pre>{@code
 * PoolDiagnosis diagnosis = PoolDiagnosis.builder(store)
 *         .credentials(reader)
 *         .senders(widget -> Optional.of(twilioSenders))
 *         .webhookBase(URI.create("https://example.com/twilio"))
 *         .build();
 * System.out.println(diagnosis.diagnose().report());
 * }</pre>
 *
 * <p>It reads and changes nothing: about five queries for each widget, and one for each number in use. The provider is asked
 * through the directories only, once for each account. An account or credentials that cannot be read are findings; a store
 * that fails is a {@link dev.numberpool.StoreException}. It knows the standard fallback chain (default number, then the
 * number in the credentials); steps that a host added are not considered. Safe for use by many threads; each call is on
 * its own.
 */
public final class PoolDiagnosis {
    private static final int PAGE = 100;

    private final NumberStore numbers;
    private final WidgetStore widgets;
    private final Options options;
    private final InstantSource clock;

    /** What is known besides the store. */
    record Options(
            @Nullable CredentialsReader credentials,
            @Nullable Function<WidgetId, Optional<SenderDirectory>> senders,
            SenderCheck.Webhooks webhooks,
            Thresholds thresholds) {}

    private PoolDiagnosis(Builder builder) {
        numbers = builder.numbers;
        widgets = builder.widgets;
        clock = builder.clock;
        options = new Options(
                builder.credentials,
                builder.senders,
                new SenderCheck.Webhooks(builder.webhookBase, builder.isReportedByMessage),
                builder.thresholds);
    }

    /** Starts a diagnosis of a store that keeps both assignments and widgets. */
    public static <S extends NumberStore & WidgetStore> Builder builder(S store) {
        return new Builder(store, store);
    }

    /** Starts a diagnosis of two stores. */
    public static Builder builder(NumberStore numbers, WidgetStore widgets) {
        return new Builder(numbers, widgets);
    }

    /** Looks at all widgets, page by page, and at what shows only when they are seen together. */
    public Diagnosis diagnose() {
        Examination examination = new Examination(numbers, widgets, options, clock.instant());
        List<WidgetId> page = widgets.widgets(null, PAGE);
        while (!page.isEmpty()) {
            page.forEach(examination::examine);
            page = widgets.widgets(page.get(page.size() - 1), PAGE);
        }
        return examination.finish();
    }

    /**
     * Looks at one widget. What other widgets do with the same numbers is not considered.
     *
     * @throws UnknownWidgetException if there is no such widget
     */
    public Diagnosis diagnose(WidgetId widget) {
        Examination examination = new Examination(numbers, widgets, options, clock.instant());
        if (!examination.examine(widget)) {
            throw new UnknownWidgetException(widget, "the store has no such row; check the id");
        }
        return examination.finish();
    }

    /** Options of a diagnosis; every one has a default. Not thread-safe. */
    public static final class Builder {
        private final NumberStore numbers;
        private final WidgetStore widgets;
        private @Nullable CredentialsReader credentials;
        private @Nullable Function<WidgetId, Optional<SenderDirectory>> senders;
        private @Nullable WebAddress webhookBase;
        private boolean isReportedByMessage;
        private Thresholds thresholds = Thresholds.STANDARD;
        private InstantSource clock = InstantSource.system();

        private Builder(NumberStore numbers, WidgetStore widgets) {
            this.numbers = requireNonNull(numbers, "numbers");
            this.widgets = requireNonNull(widgets, "widgets");
        }

        /** How credentials are read. Default: not at all; then it is a finding where a widget depends on them. */
        public Builder credentials(CredentialsReader credentials) {
            this.credentials = requireNonNull(credentials, "credentials");
            return this;
        }

        /**
         * What the provider says of a widget's account; empty if its account is not known. Default: the provider is not
         * asked. What the function throws is a finding, without its text.
         */
        public Builder senders(Function<WidgetId, Optional<SenderDirectory>> senders) {
            this.senders = requireNonNull(senders, "senders");
            return this;
        }

        /**
         * What the public addresses of the host's webhooks begin with: scheme, host, port and path; the path may go on.
         * Default: not known, so only whether webhooks are set is looked at.
         *
         * @throws IllegalArgumentException unless it begins with https:// or http:// and a host
         */
        public Builder webhookBase(URI base) {
            this.webhookBase = WebAddress.checked("webhookBase", base);
            return this;
        }

        /**
         * Where each message asks to be reported to, as the gateway was told. Then the provider's own setting for a number
         * does not matter, and is not looked at; nor is whether this address leads to the host. Default: messages name no
         * place, so that setting decides.
         *
         * @throws IllegalArgumentException unless it begins with https:// or http:// and a host
         */
        public Builder statusCallback(URI address) {
            WebAddress.checked("statusCallback", address);
            this.isReportedByMessage = true;
            return this;
        }

        /**
         * The host's statuses of conversations that are with an agent. Default: none; then conversations that were handed
         * over before the pool existed are not looked for.
         */
        public Builder handedOverStatuses(Set<String> statuses) {
            thresholds = new Thresholds(thresholds.sharedShare(), thresholds.idleAfter(), statuses);
            return this;
        }

        /**
         * Which share of the active conversations may be on shared threads without a finding. Default: 0.2.
         *
         * @param share 0 to 1
         */
        public Builder sharedShare(double share) {
            thresholds = new Thresholds(share, thresholds.idleAfter(), thresholds.handedOver());
            return this;
        }

        /**
         * After what time without a message from the agent an active conversation counts as forgotten. Default: 7 days.
         *
         * @param time more than zero
         */
        public Builder idleAfter(Duration time) {
            thresholds = new Thresholds(thresholds.sharedShare(), time, thresholds.handedOver());
            return this;
        }

        /** Where the time comes from. Default: the system's clock. */
        public Builder clock(InstantSource clock) {
            this.clock = requireNonNull(clock, "clock");
            return this;
        }

        /** Makes the diagnosis. No I/O. */
        public PoolDiagnosis build() {
            return new PoolDiagnosis(this);
        }
    }
}

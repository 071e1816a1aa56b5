package dev.numberpool.testkit.broken;

import dev.numberpool.desk.DeliveryReport;
import dev.numberpool.spi.OutboundRecord;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Logs that note reports where they do not belong, or not as they are. */
final class BrokenReports {
    private BrokenReports() {}

    /** Does not listen to the provider. */
    @CaughtBy({
        "aReportIsFoundByItsReference",
        "aReportWithoutAReferenceIsFoundByTheProvidersId",
        "theReferenceGoesBeforeTheProvidersId",
        "theProvidersIdIsKeptIfItWasNotKnown",
        "theStateOnlyMovesForward",
        "aReportThatComesManyTimesAtOnceIsNewsOnce"
    })
    static final class NotesNothing extends HealthyLog {
        @Override
        public Optional<OutboundRecord> note(DeliveryReport report) {
            return Optional.empty();
        }
    }

    /** Knows messages by its own reference only. */
    @CaughtBy({
        "aReportWithoutAReferenceIsFoundByTheProvidersId",
        "aMessageThatTheProviderHadIsParkedByItsIdAndForgetsIt"
    })
    static final class KnowsReferencesOnly extends HealthyLog {
        @Override
        DeliveryReport report(DeliveryReport given) {
            return given.reference() == null ? withReference(given, "nobody.1") : given;
        }
    }

    /** Goes by the provider's id if it knows it. */
    @CaughtBy({"theReferenceGoesBeforeTheProvidersId", "aReportOfAnEarlierAttemptFindsNothing"})
    static final class PrefersTheProvidersId extends HealthyLog {
        @Override
        DeliveryReport report(DeliveryReport given) {
            String providerId = given.providerId();
            return providerId != null && memory.quoted(providerId).isPresent() ? withReference(given, null) : given;
        }
    }

    /** Takes what is said of an earlier attempt for news of this one. */
    @CaughtBy({"aReportOfAnEarlierAttemptFindsNothing", "aRefusalOfAnEarlierAttemptParksNothing"})
    static final class MixesAttemptsUp extends HealthyLog {
        @Override
        DeliveryReport report(DeliveryReport given) {
            return seen(given.reference())
                    .map(message -> withReference(given, message.reference()))
                    .orElse(given);
        }
    }

    /** Finds a message for every report. */
    @CaughtBy("aReportOfNobodysMessageFindsNothing")
    static final class FindsAnyMessage extends HealthyLog {
        @Override
        public Optional<OutboundRecord> note(DeliveryReport report) {
            return super.note(report).or(() -> seen().stream().findFirst());
        }
    }

    /** Keeps no id of the provider. */
    @CaughtBy({
        "theProvidersIdIsKeptIfItWasNotKnown",
        "theProvidersIdIsKeptEvenIfTheStateIsNoNews",
        "theProvidersIdThatIsKnownStays",
        "anOutboundMessageIsFoundByTheProvidersId"
    })
    static final class KeepsNoProvidersId extends HealthyLog {
        @Override
        DeliveryReport report(DeliveryReport given) {
            return given.reference() == null ? given : withProviderId(given, null);
        }
    }

    /** Looks at the provider's id only if the state is news. */
    @CaughtBy("theProvidersIdIsKeptEvenIfTheStateIsNoNews")
    static final class KeepsTheProvidersIdOfNews extends HealthyLog {
        @Override
        DeliveryReport report(DeliveryReport given) {
            boolean isNews = seen(given.reference())
                    .filter(message -> message.state().mayBecome(given.state()))
                    .isPresent();
            return given.reference() == null || isNews ? given : withProviderId(given, null);
        }
    }

    /** Keeps the provider's id that it heard last. */
    @CaughtBy("theProvidersIdThatIsKnownStays")
    static final class OverwritesTheProvidersId extends HealthyLog {
        private final Map<String, String> last = new ConcurrentHashMap<>();

        @Override
        DeliveryReport report(DeliveryReport given) {
            String providerId = given.providerId();
            if (providerId != null) {
                seen(given.reference()).ifPresent(message -> last.put(message.id(), providerId));
            }
            return given;
        }

        @Override
        OutboundRecord shown(OutboundRecord truth) {
            return with(truth, "providerId", last.getOrDefault(truth.id(), truth.providerId()));
        }
    }

    /** Believes whatever was said last. */
    @CaughtBy({
        "theStateOnlyMovesForward",
        "aReportThatComesManyTimesAtOnceIsNewsOnce",
        "theProvidersIdIsKeptEvenIfTheStateIsNoNews"
    })
    static final class MovesBackwards extends HealthyLog {
        @Override
        public Optional<OutboundRecord> note(DeliveryReport report) {
            return super.note(report)
                    .or(() -> seen(report.reference()).map(message -> with(message, "state", report.state())));
        }
    }

    /** Dates reports by its own clock. */
    @CaughtBy({"aReportIsFoundByItsReference", "theStateOnlyMovesForward"})
    static final class HasItsOwnClock extends HealthyLog {
        @Override
        DeliveryReport report(DeliveryReport given) {
            return new DeliveryReport(
                    given.reference(),
                    given.providerId(),
                    given.state(),
                    given.failure(),
                    given.at().plusSeconds(1));
        }
    }

    /** Does not keep why a message failed. */
    @CaughtBy({"aReportIsFoundByItsReference", "aMessageThatIsParkedKeepsItsPlace"})
    static final class ForgetsWhy extends HealthyLog {
        @Override
        OutboundRecord shown(OutboundRecord truth) {
            return with(truth, "failure", null);
        }
    }
}

package dev.numberpool.diagnose;

import static java.util.Objects.requireNonNull;

import dev.numberpool.PhoneNumber;
import dev.numberpool.WidgetId;
import dev.numberpool.desk.Failure;
import dev.numberpool.desk.GatewayException;
import dev.numberpool.diagnose.Finding.Code;
import dev.numberpool.diagnose.Finding.Severity;
import dev.numberpool.spi.SenderDirectory;
import dev.numberpool.spi.SenderDirectory.Sender;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One of the provider's accounts in one diagnosis or poll: asked once, whatever comes of it. */
final class Account {
    private final SenderDirectory directory;
    private final String id;
    private final Set<WidgetId> widgets = new LinkedHashSet<>();
    private @Nullable Map<PhoneNumber, Sender> senders;
    private @Nullable RuntimeException failure;
    private @Nullable Set<PhoneNumber> opening;
    private @Nullable RuntimeException openingFailure;

    Account(String id, SenderDirectory directory) {
        this.id = id;
        this.directory = directory;
    }

    String id() {
        return id;
    }

    /** The end of the id only. */
    String masked() {
        return "•••" + (id.length() >= 8 ? id.substring(id.length() - 4) : "");
    }

    void addWidget(WidgetId widget) {
        widgets.add(widget);
    }

    /** The senders by number, or empty if they cannot be read. Of a number that is listed twice, the better state counts. */
    Optional<Map<PhoneNumber, Sender>> senders() {
        if (senders == null && failure == null) {
            try {
                Map<PhoneNumber, Sender> read = new LinkedHashMap<>();
                directory.senders().forEach(sender -> read.merge(sender.number(), sender, Account::better));
                senders = read;
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        return Optional.ofNullable(senders);
    }

    /** True if the number is among the senders that have been read. */
    boolean hasRead(PhoneNumber number) {
        return senders != null && senders.containsKey(number);
    }

    static Sender better(Sender one, Sender other) {
        return other.isUsable() && !one.isUsable() ? other : one;
    }

    /** Whether the provider opens conversations of its own for the number; false also if nobody knows. */
    boolean opensConversations(PhoneNumber number) {
        if (opening == null && openingFailure == null) {
            try {
                opening = Set.copyOf(directory.openingConversations());
            } catch (RuntimeException e) {
                openingFailure = e;
            }
        }
        return opening != null && opening.contains(number);
    }

    /** Says what could not be read. */
    void addFailures(Notebook notes) {
        WidgetId only = widgets.size() == 1 ? widgets.iterator().next() : null;
        if (failure != null) {
            notes.add(new Finding(
                    severity(failure),
                    Code.ACCOUNT_UNREADABLE,
                    only,
                    null,
                    "the senders of account " + masked() + of(only) + " cannot be read: " + words(failure),
                    advice(failure)));
        }
        if (openingFailure != null) {
            notes.add(
                    Severity.NOTE,
                    Code.AUTOCREATION_UNKNOWN,
                    only,
                    null,
                    "the address configurations of account " + masked() + of(only) + " cannot be read: "
                            + words(requireNonNull(openingFailure)));
        }
    }

    private String of(@Nullable WidgetId only) {
        return only != null || widgets.isEmpty() ? "" : ", which " + Words.widgets(widgets) + " have,";
    }

    private static Severity severity(RuntimeException failure) {
        return kind(failure) == Failure.Kind.AUTHENTICATION ? Severity.ERROR : Severity.WARNING;
    }

    private static Failure.@Nullable Kind kind(RuntimeException failure) {
        return failure instanceof GatewayException gateway ? gateway.kind() : null;
    }

    /** Not what the exception says: it may come from anybody. */
    static String words(RuntimeException failure) {
        if (!(failure instanceof GatewayException gateway)) {
            return failure.getClass().getSimpleName();
        }
        String status = gateway.httpStatus() == 0 ? "no answer" : "HTTP " + gateway.httpStatus();
        String code = gateway.code() == null ? "" : ", code " + gateway.code();
        return gateway.kind() + " (" + status + code + ")";
    }

    private static String advice(RuntimeException failure) {
        Failure.Kind kind = kind(failure);
        if (kind == Failure.Kind.AUTHENTICATION) {
            return "Check account id and token of the credentials: the token may have been rotated.";
        }
        if (kind == Failure.Kind.RATE_LIMITED) {
            return "The account makes too many requests. Look again later, and less often.";
        }
        return kind == null
                ? Code.ACCOUNT_UNREADABLE.advice()
                : "Look again; if it stays so, look up the provider's status.";
    }
}

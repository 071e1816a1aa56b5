package dev.numberpool.diagnose;

import dev.numberpool.PhoneNumber;
import dev.numberpool.WidgetId;
import dev.numberpool.diagnose.Finding.Code;
import dev.numberpool.diagnose.Finding.Severity;
import dev.numberpool.spi.SenderDirectory.Sender;
import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares the numbers on which messages of a widget come and go with what the provider says of them. */
final class SenderCheck {
    private static final Set<String> LOW = Set.of("LOW", "RED");

    /**
     * Where the host expects the provider's posts.
     *
     * @param base what the addresses of the host begin with, or null if not known
     * @param isReportedByMessage whether each message names its own place for reports
     */
    record Webhooks(@Nullable WebAddress base, boolean isReportedByMessage) {}

    private final WidgetId id;
    private final Map<PhoneNumber, String> carrying;
    private final Webhooks webhooks;
    private final Notebook notes;
    private final Set<WebAddress> inbound = new HashSet<>();

    SenderCheck(Facts facts, Webhooks webhooks, Notebook notes) {
        this.id = facts.id();
        this.carrying = facts.carrying();
        this.webhooks = webhooks;
        this.notes = notes;
    }

    void run(Account account, Accounts accounts) {
        account.senders().ifPresent(senders -> {
            carrying.forEach((number, role) -> {
                Sender sender = senders.get(number);
                if (sender == null) {
                    accounts.addMissing(id, number, role, account);
                } else {
                    check(sender, role);
                    checkOpening(account, number, role);
                }
            });
            addDifferences();
        });
    }

    private void check(Sender sender, String role) {
        Finding complaint = complaint(id, sender, role);
        if (complaint != null) {
            notes.add(complaint);
        }
        checkQuality(sender, role);
        checkInbound(sender, role);
        checkStatusCallback(sender, role);
    }

    /** What is wrong with the sender's state, or null. */
    static @Nullable Finding complaint(@Nullable WidgetId widget, Sender sender, String role) {
        Code code = switch (sender.state()) {
            case ONLINE -> null;
            case OFFLINE -> Code.SENDER_OFFLINE;
            case NOT_READY -> Code.SENDER_NOT_READY;
            case UNKNOWN -> Code.SENDER_STATE_UNKNOWN;
        };
        if (code == null) {
            return null;
        }
        Severity severity = code == Code.SENDER_STATE_UNKNOWN ? Severity.WARNING : Severity.ERROR;
        return new Finding(severity, code, widget, sender.number(), "is " + sender.complaint() + role, code.advice());
    }

    private void checkQuality(Sender sender, String role) {
        String quality = sender.quality();
        if (quality != null && LOW.contains(quality.toUpperCase(Locale.ROOT))) {
            String limit = sender.messagingLimit() == null ? "" : ", messaging limit " + sender.messagingLimit();
            add(Severity.WARNING, Code.QUALITY_LOW, sender, "is of quality " + quality + limit + role);
        }
    }

    private void checkInbound(Sender sender, String role) {
        URI address = sender.inbound();
        if (address == null) {
            add(Severity.ERROR, Code.INBOUND_NOT_SET, sender, "has no address to post to what comes in" + role);
            return;
        }
        WebAddress known = WebAddress.of(address);
        if (isElsewhere(known)) {
            add(
                    Severity.ERROR,
                    Code.INBOUND_ELSEWHERE,
                    sender,
                    "posts what comes in to " + name(known) + role + expected());
        } else if (known != null) {
            inbound.add(known);
        }
    }

    private void checkStatusCallback(Sender sender, String role) {
        if (webhooks.isReportedByMessage()) {
            return;
        }
        URI address = sender.statusCallback();
        if (address == null) {
            add(
                    Severity.WARNING,
                    Code.STATUS_CALLBACK_NOT_SET,
                    sender,
                    "reports the state of messages to nobody" + role);
            return;
        }
        WebAddress known = WebAddress.of(address);
        if (isElsewhere(known)) {
            add(
                    Severity.WARNING,
                    Code.STATUS_CALLBACK_ELSEWHERE,
                    sender,
                    "reports the state of messages to " + name(known) + role + expected());
        }
    }

    private boolean isElsewhere(@Nullable WebAddress address) {
        WebAddress base = webhooks.base();
        return address == null || (base != null && !base.covers(address));
    }

    private static String name(@Nullable WebAddress address) {
        return address == null ? "an address that cannot be read" : address.toString();
    }

    private String expected() {
        return webhooks.base() == null ? "" : "; expected " + webhooks.base();
    }

    private void checkOpening(Account account, PhoneNumber number, String role) {
        if (account.opensConversations(number)) {
            notes.add(
                    Severity.WARNING,
                    Code.AUTOCREATION_ON,
                    id,
                    number,
                    "makes the provider open a conversation for whoever writes to it" + role);
        }
    }

    private void addDifferences() {
        if (inbound.size() > 1) {
            notes.add(
                    Severity.NOTE,
                    Code.INBOUND_DIFFERS,
                    id,
                    "its numbers post what comes in to " + inbound.size() + " different addresses");
        }
    }

    private void add(Severity severity, Code code, Sender sender, String what) {
        notes.add(severity, code, id, sender.number(), what);
    }
}

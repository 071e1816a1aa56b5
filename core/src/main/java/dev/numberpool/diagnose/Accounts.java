package dev.numberpool.diagnose;

import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.diagnose.Finding.Code;
import dev.numberpool.diagnose.Finding.Severity;
import dev.numberpool.spi.SenderDirectory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The accounts of all widgets that are looked at, and what shows only when they are seen together. */
final class Accounts {
    private final Function<WidgetId, Optional<SenderDirectory>> directories;
    private final Notebook notes;
    private final Map<String, Account> byId = new LinkedHashMap<>();
    private final List<Missing> missing = new ArrayList<>();
    private final Map<PhoneNumber, Map<Account, Set<WidgetId>>> users = new LinkedHashMap<>();

    /** A number that the account of its widget does not have. */
    private record Missing(WidgetId widget, PhoneNumber number, String role, Account account) {}

    Accounts(Function<WidgetId, Optional<SenderDirectory>> directories, Notebook notes) {
        this.directories = directories;
        this.notes = notes;
    }

    /** The account of the widget; empty, and said so, if nobody knows it. */
    Optional<Account> of(Widget widget) {
        try {
            Optional<Account> account = directories
                    .apply(widget.id())
                    .map(directory -> byId.computeIfAbsent(directory.accountId(), id -> new Account(id, directory)));
            account.ifPresentOrElse(known -> remember(widget, known), () -> addUnknown(widget.id()));
            return account;
        } catch (RuntimeException e) {
            // The host's function: its text may hold credentials.
            notes.add(
                    Severity.WARNING,
                    Code.ACCOUNT_UNREADABLE,
                    widget.id(),
                    "the account could not be found out: " + e.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    void addMissing(WidgetId widget, PhoneNumber number, String role, Account account) {
        missing.add(new Missing(widget, number, role, account));
    }

    /** Says what is known only when every account has been asked. */
    void finish() {
        byId.values().forEach(account -> account.addFailures(notes));
        missing.forEach(this::addMissing);
        users.forEach(this::addDoubleUse);
    }

    private void remember(Widget widget, Account account) {
        account.addWidget(widget.id());
        Stream.concat(widget.pool().stream().map(PooledNumber::number), Stream.ofNullable(widget.handoverNumber()))
                .forEach(number -> users.computeIfAbsent(number, n -> new LinkedHashMap<>())
                        .computeIfAbsent(account, a -> new LinkedHashSet<>())
                        .add(widget.id()));
    }

    private void addUnknown(WidgetId widget) {
        notes.add(
                Severity.NOTE,
                Code.ACCOUNT_UNKNOWN,
                widget,
                "its numbers were not compared with the provider's: no account is known");
    }

    private void addMissing(Missing lost) {
        Optional<Account> owner = byId.values().stream()
                .filter(account -> account.hasRead(lost.number()))
                .findFirst();
        String what = "is no WhatsApp sender of the widget's account "
                + lost.account().masked()
                + owner.map(account -> ", but of account " + account.masked()).orElse("") + lost.role();
        Code code = owner.isPresent() ? Code.SENDER_IN_OTHER_ACCOUNT : Code.SENDER_NOT_LISTED;
        notes.add(Severity.ERROR, code, lost.widget(), lost.number(), what);
    }

    private void addDoubleUse(PhoneNumber number, Map<Account, Set<WidgetId>> accounts) {
        if (accounts.size() > 1) {
            String uses = accounts.entrySet().stream()
                    .map(use -> Words.widgets(use.getValue()) + " (account "
                            + use.getKey().masked() + ")")
                    .collect(Collectors.joining(" and "));
            notes.add(Severity.ERROR, Code.NUMBER_IN_TWO_ACCOUNTS, null, number, "stands in " + uses);
        }
    }
}

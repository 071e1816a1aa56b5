package dev.numberpool.diagnose;

import dev.numberpool.UnknownWidgetException;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.diagnose.Diagnosis.Checked;
import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.WidgetStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run: looks at widgets one after the other, then says what shows only when they are seen together. */
final class Examination {
    private final NumberStore numbers;
    private final WidgetStore widgets;
    private final PoolDiagnosis.Options options;
    private final Instant at;
    private final Notebook notes = new Notebook();
    private final @Nullable Accounts accounts;
    private final List<Checked> checked = new ArrayList<>();

    Examination(NumberStore numbers, WidgetStore widgets, PoolDiagnosis.Options options, Instant at) {
        this.numbers = numbers;
        this.widgets = widgets;
        this.options = options;
        this.at = at;
        this.accounts = options.senders() == null ? null : new Accounts(options.senders(), notes);
    }

    /** Looks at a widget; false if there is none. */
    boolean examine(WidgetId id) {
        Optional<Facts> facts = widgets.widget(id).flatMap(this::facts);
        facts.ifPresent(this::examine);
        return facts.isPresent();
    }

    /** Everything that was found. */
    Diagnosis finish() {
        if (accounts != null) {
            accounts.finish();
        }
        return new Diagnosis(at, notes.worstFirst(), checked);
    }

    /** Empty if somebody deletes the widget meanwhile. */
    private Optional<Facts> facts(Widget widget) {
        try {
            return Optional.of(new Facts(
                    widget,
                    widgets.usage(widget.id()),
                    numbers.active(ActiveQuery.of(widget.id())),
                    StoredCredentials.of(widget, options.credentials()),
                    at));
        } catch (UnknownWidgetException e) {
            return Optional.empty();
        }
    }

    private void examine(Facts facts) {
        Sharing sharing = Sharing.of(facts, numbers);
        new StoredPoolCheck(facts, notes).run();
        new FallbackCheck(facts, notes).run();
        new UseCheck(facts, numbers, widgets, options.thresholds(), notes).run(sharing);
        checked.add(new Checked(facts.id(), state(facts, sharing, online(facts))));
    }

    /** How many of the widget's numbers are online, in words. */
    private String online(Facts facts) {
        if (accounts == null || facts.carrying().isEmpty()) {
            return "";
        }
        Optional<Account> account = accounts.of(facts.widget());
        account.ifPresent(known -> new SenderCheck(facts, options.webhooks(), notes).run(known, accounts));
        return account.flatMap(Account::senders)
                .map(senders -> {
                    int all = facts.carrying().size();
                    long usable = facts.carrying().keySet().stream()
                            .map(senders::get)
                            .filter(sender -> sender != null && sender.isUsable())
                            .count();
                    return "; " + (usable == all ? "all online" : usable + " of " + all + " online");
                })
                .orElse("");
    }

    private static String state(Facts facts, Sharing sharing, String online) {
        int entries = facts.widget().pool().size();
        int active = facts.activeEntries().size();
        String pool = entries == 0
                ? "No pool"
                : Words.count(entries, "number") + " in the pool, " + (active == entries ? "all" : active) + " active";
        String fallback = facts.widget().handoverNumber() == null ? "" : "; a default number";
        int conversations = facts.active().size();
        String use = conversations == 0
                ? "; no active conversations"
                : "; " + Words.count(conversations, "active conversation") + ", "
                        + (sharing.shared() == 0 ? "none" : sharing.shared()) + " on shared threads";
        return pool + fallback + online + use + ".";
    }
}

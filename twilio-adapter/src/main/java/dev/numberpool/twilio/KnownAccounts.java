package dev.numberpool.twilio;

import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.twilio.OpenedCredentials.Opened;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The accounts that widgets have, and which numbers go with them.
 *
 * @param accounts the accounts by SID, each with the tokens that any widget has for it
 * @param widgets the widgets of each
 * @param owners by number, the SIDs of the widgets that have it
 */
record KnownAccounts(
        Map<String, TwilioAccount> accounts,
        Map<String, List<WidgetId>> widgets,
        Map<PhoneNumber, Set<String>> owners) {

    static KnownAccounts none() {
        return new KnownAccounts(Map.of(), Map.of(), Map.of());
    }

    Set<String> owners(PhoneNumber number) {
        return owners.getOrDefault(number, Set.of());
    }

    List<WidgetId> widgets(String sid) {
        return widgets.getOrDefault(sid, List.of());
    }

    /** Every number that a widget could send from, switched off or not. */
    static Stream<PhoneNumber> numbers(Widget widget, @Nullable PhoneNumber ofCredentials) {
        return Stream.of(
                        widget.pool().stream().map(PooledNumber::number),
                        Stream.ofNullable(widget.handoverNumber()),
                        Stream.ofNullable(ofCredentials))
                .flatMap(numbers -> numbers);
    }

    /** How many there are. */
    @Override
    public String toString() {
        return "KnownAccounts[" + accounts.size() + "]";
    }

    /** Takes in one widget after the other. */
    static final class Collector {
        private final Map<String, TwilioAccount> accounts = new HashMap<>();
        private final Map<String, List<WidgetId>> widgets = new HashMap<>();
        private final Map<PhoneNumber, Set<String>> owners = new HashMap<>();

        void add(Widget widget, Opened opened) {
            String sid = opened.account().accountSid();
            accounts.merge(sid, opened.account(), Collector::both);
            widgets.computeIfAbsent(sid, none -> new ArrayList<>()).add(widget.id());
            numbers(widget, opened.number())
                    .forEach(number -> owners.computeIfAbsent(number, none -> new HashSet<>())
                            .add(sid));
        }

        /** While tokens are rotated, one widget may have the new one already and another only the old one. */
        private static TwilioAccount both(TwilioAccount one, TwilioAccount other) {
            if (one.authTokens().containsAll(other.authTokens())) {
                return one;
            }
            List<String> tokens = Stream.concat(one.authTokens().stream(), other.authTokens().stream())
                    .distinct()
                    .toList();
            return new TwilioAccount(one.accountSid(), one.user(), one.secret(), tokens);
        }

        /** Nothing is added afterwards. */
        KnownAccounts collected() {
            return new KnownAccounts(accounts, widgets, owners);
        }
    }
}

package dev.numberpool.testkit.broken;

import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.NumberFacts;
import dev.numberpool.spi.Snapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stores that read, save or report widgets wrongly. */
final class BrokenWidgets {
    private BrokenWidgets() {}

    /** Reads a widget once and never again. */
    @CaughtBy({
        "aPoolThatWasEditedByOtherMeansCountsForTheNextDecision",
        "anEditByOtherMeansIsSeenAtOnceAndMakesAnotherVersion"
    })
    static final class CachesWidgets extends HealthyStore {
        private final Map<WidgetId, Widget> cache = new ConcurrentHashMap<>();

        @Override
        Snapshot shown(Handover handover, Instant at, Snapshot truth) {
            Widget cached = cache.computeIfAbsent(handover.widget(), id -> truth.widget());
            return new Snapshot(truth.conversation(), cached, truth.facts());
        }

        @Override
        public Optional<Widget> widget(WidgetId id) {
            return super.widget(id).map(widget -> cache.computeIfAbsent(id, key -> widget));
        }
    }

    /** Does not show the credentials to a decision. */
    @CaughtBy({"theDeciderSeesTheWidgetAsItIsStored", "aPoolThatWasEditedByOtherMeansCountsForTheNextDecision"})
    static final class HidesCredentials extends HealthyStore {
        @Override
        Snapshot shown(Handover handover, Instant at, Snapshot truth) {
            return new Snapshot(truth.conversation(), truth.widget().withCredentials(null), truth.facts());
        }
    }

    /** Drops what it does not know. */
    @CaughtBy({
        "propertiesThatAreNotKnownSurviveAnEdit",
        "aWidgetIsReadAsItIsStored",
        "saveStoresPoolAndDefaultNumberInANewVersion"
    })
    static final class DropsUnknownProperties extends HealthyStore {
        @Override
        public void putWidget(Widget widget) {
            super.putWidget(bare(widget));
        }

        @Override
        public Widget save(Widget edited) {
            return super.save(bare(edited));
        }

        private static Widget bare(Widget widget) {
            return widget.withPool(widget.pool().stream()
                    .map(e -> new PooledNumber(
                            e.number(), e.id(), e.displayName(), e.active(), e.weight(), e.notes(), Map.of()))
                    .toList());
        }
    }

    /** Skips what it cannot read, without a word. */
    @CaughtBy("anEntryThatCannotBeReadKeepsItsIndexAndIsReported")
    static final class SkipsUnreadableEntries extends HealthyStore {
        @Override
        public Optional<Widget> widget(WidgetId id) {
            return super.widget(id).map(widget -> widget.withFindings(Map.of(), List.of()));
        }
    }

    /** Writes entries that it cannot read behind all others. */
    @CaughtBy("anEntryThatCannotBeReadKeepsItsPlaceWhenOthersAreEdited")
    static final class MovesUnreadableEntries extends HealthyStore {
        @Override
        public Widget save(Widget edited) {
            Map<Integer, String> moved = new HashMap<>();
            edited.unreadable().values().forEach(text -> moved.put(edited.pool().size() + moved.size(), text));
            return super.save(edited.withFindings(moved, edited.problems()));
        }
    }

    /** Never drops an entry that it cannot read. */
    @CaughtBy("anEntryThatCannotBeReadGoesWhenTheEditDropsIt")
    static final class ClingsToUnreadableEntries extends HealthyStore {
        @Override
        public Widget save(Widget edited) {
            Widget stored = super.widget(edited.id()).orElse(edited);
            return super.save(edited.withFindings(stored.unreadable(), stored.problems()));
        }
    }

    /** Makes a new version whenever somebody reads. */
    @CaughtBy("aWidgetThatNobodyEditedKeepsItsVersion")
    static final class MakesVersionsByReading extends HealthyStore {
        @Override
        public Optional<Widget> widget(WidgetId id) {
            super.widget(id).ifPresent(super::putWidget);
            return super.widget(id);
        }
    }

    /** Lists only widgets that have a pool. */
    @CaughtBy({"everyWidgetIsListedOnce", "aWidgetIsListedAsSoonAsItIsThere"})
    static final class ListsWidgetsWithPoolsOnly extends HealthyStore {
        @Override
        public List<WidgetId> widgets(@Nullable WidgetId after, int limit) {
            return super.widgets(after, Integer.MAX_VALUE).stream()
                    .filter(id -> !widget(id).orElseThrow().pool().isEmpty())
                    .limit(limit)
                    .toList();
        }
    }

    /** Begins each page with the last one of the page before. */
    @CaughtBy({"everyWidgetIsListedOnce", "theOrderOfWidgetsIsKept"})
    static final class ListsTheLastOneAgain extends HealthyStore {
        @Override
        public List<WidgetId> widgets(@Nullable WidgetId after, int limit) {
            List<WidgetId> next = super.widgets(after, limit);
            return after == null || next.isEmpty()
                    ? next
                    : Stream.concat(Stream.of(after), next.stream())
                            .limit(limit)
                            .toList();
        }
    }

    /** Leaves out one between two pages. */
    @CaughtBy({"everyWidgetIsListedOnce", "theOrderOfWidgetsIsKept"})
    static final class LeavesOutOneOfEachPage extends HealthyStore {
        @Override
        public List<WidgetId> widgets(@Nullable WidgetId after, int limit) {
            return super.widgets(after, limit + 1).stream()
                    .skip(after == null ? 0 : 1)
                    .limit(limit)
                    .toList();
        }
    }

    /** Lists all at once. */
    @CaughtBy("aPageHasAtMostSoManyWidgets")
    static final class ListsAllWidgetsAtOnce extends HealthyStore {
        @Override
        public List<WidgetId> widgets(@Nullable WidgetId after, int limit) {
            return super.widgets(after, Integer.MAX_VALUE);
        }
    }

    /** Lists those first that nobody has edited for long. */
    @CaughtBy("theOrderOfWidgetsIsKept")
    static final class OrdersWidgetsByEdits extends HealthyStore {
        private final Map<WidgetId, Integer> edits = new ConcurrentHashMap<>();

        @Override
        public Widget save(Widget edited) {
            edits.put(edited.id(), edits.size() + 1);
            return super.save(edited);
        }

        @Override
        public List<WidgetId> widgets(@Nullable WidgetId after, int limit) {
            List<WidgetId> all = super.widgets(null, Integer.MAX_VALUE).stream()
                    .sorted(Comparator.comparing(id -> edits.getOrDefault(id, 0)))
                    .toList();
            return all.stream().skip(all.indexOf(after) + 1L).limit(limit).toList();
        }
    }

    /** Saves the pool, not the default number. */
    @CaughtBy("saveStoresPoolAndDefaultNumberInANewVersion")
    static final class SavesThePoolOnly extends HealthyStore {
        @Override
        public Widget save(Widget edited) {
            PhoneNumber stored = super.widget(edited.id()).orElse(edited).handoverNumber();
            return super.save(edited.withHandoverNumber(stored));
        }
    }

    /** Takes nothing for no change. */
    @CaughtBy("saveCanRemoveTheDefaultNumberAndEveryEntry")
    static final class RemovesNothing extends HealthyStore {
        @Override
        public Widget save(Widget edited) {
            Widget stored = super.widget(edited.id()).orElse(edited);
            Widget merged =
                    edited.handoverNumber() == null ? edited.withHandoverNumber(stored.handoverNumber()) : edited;
            return super.save(merged.pool().isEmpty() ? merged.withPool(stored.pool()) : merged);
        }
    }

    /** Keeps entries in the order of their numbers. */
    @CaughtBy("saveKeepsTheOrderOfTheEntries")
    static final class SortsEntries extends HealthyStore {
        @Override
        public Widget save(Widget edited) {
            return super.save(edited.withPool(edited.pool().stream()
                    .sorted(Comparator.comparing(entry -> entry.number().e164()))
                    .toList()));
        }
    }

    /** Saves whatever credentials the edit carries. */
    @CaughtBy("saveNeverChangesTheCredentials")
    static final class SavesCredentials extends HealthyStore {
        @Override
        public Widget save(Widget edited) {
            super.save(edited);
            putWidget(edited);
            return super.widget(edited.id()).orElseThrow();
        }
    }

    /** Lets the last one win. */
    @CaughtBy({
        "anOutdatedEditStoresNothingAndShowsBothWidgets",
        "anEditIsOutdatedIfTheNumbersWereChangedByOtherMeans",
        "ofManyEditorsOfOneVersionOneSaves"
    })
    static final class LetsTheLastEditorWin extends HealthyStore {
        @Override
        public synchronized Widget save(Widget edited) {
            Optional<Widget> stored = super.widget(edited.id());
            return super.save(
                    stored.isEmpty() ? edited : edited.withVersion(stored.get().version()));
        }
    }

    /** Stores pools that it cannot read again. */
    @CaughtBy({"aPoolOfTooManyEntriesIsRefusedOrCanBeReadAgain", "aPoolOfTooLongEntriesIsRefusedOrCanBeReadAgain"})
    static final class StoresWhatItCannotRead extends HealthyStore {
        @Override
        public Optional<Widget> widget(WidgetId id) {
            return super.widget(id).map(widget -> isTooLarge(widget) ? widget.withPool(List.of()) : widget);
        }

        private static boolean isTooLarge(Widget widget) {
            return widget.pool().size() > Widget.MAX_ENTRIES
                    || widget.pool().stream()
                            .anyMatch(e -> e.notes() != null && e.notes().length() > 100_000);
        }
    }

    /** Reports only numbers that are in use. */
    @CaughtBy("usageListsEveryNumberOfThePoolOnce")
    static final class ReportsUsedNumbersOnly extends HealthyStore {
        @Override
        public List<NumberFacts> usage(WidgetId id) {
            return super.usage(id).stream().filter(facts -> facts.active() > 0).toList();
        }
    }

    /** Reports only numbers that are in the pool. */
    @CaughtBy("usageListsNumbersThatAreNoLongerInThePoolWhileTheyCarryActiveAssignments")
    static final class ReportsThePoolOnly extends HealthyStore {
        @Override
        public List<NumberFacts> usage(WidgetId id) {
            Set<PhoneNumber> pool = widget(id).orElseThrow().pool().stream()
                    .map(PooledNumber::number)
                    .collect(Collectors.toSet());
            return super.usage(id).stream()
                    .filter(facts -> pool.contains(facts.number()))
                    .toList();
        }
    }

    /** Reports everybody's numbers. */
    @CaughtBy("usageDoesNotListNumbersOfOtherWidgets")
    static final class ReportsAllWidgets extends HealthyStore {
        @Override
        public List<NumberFacts> usage(WidgetId id) {
            List<NumberFacts> own = super.usage(id);
            Set<PhoneNumber> listed = own.stream().map(NumberFacts::number).collect(Collectors.toSet());
            Stream<NumberFacts> others = active(new ActiveQuery(null, null, null, null, Integer.MAX_VALUE)).stream()
                    .map(a -> NumberFacts.none(a.number()))
                    .filter(facts -> listed.add(facts.number()));
            return Stream.concat(own.stream(), others).toList();
        }
    }

    /** Reports counts and nothing else. */
    @CaughtBy("usageCountsLikeAHandoverWithoutAnAgent")
    static final class ReportsCountsOnly extends HealthyStore {
        @Override
        public List<NumberFacts> usage(WidgetId id) {
            return super.usage(id).stream()
                    .map(f -> withCounts(NumberFacts.none(f.number()), f.active(), f.activeWithAgent()))
                    .toList();
        }
    }

    /** Lists by status alone, in the order in which it was set. */
    @CaughtBy({
        "openConversationsWithoutANumberAreListedByStatusInOrderOfTheirIds",
        "closedConversationsAreNotListedEvenIfTheirStatusIsAskedFor",
        "conversationsThatHaveOrHadANumberAreNotListed",
        "conversationsOfOtherWidgetsAreNotListed"
    })
    static final class ListsByStatusAlone extends HealthyStore {
        private final Map<ConversationId, String> statuses = new LinkedHashMap<>();

        @Override
        public void setStatus(ConversationId conversation, @Nullable String status) {
            statuses.put(conversation, String.valueOf(status));
            super.setStatus(conversation, status);
        }

        @Override
        public List<ConversationId> withoutNumber(WidgetId id, Set<String> wanted) {
            return statuses.entrySet().stream()
                    .filter(entry -> wanted.contains(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    /** Lists every open conversation, whatever its status. */
    @CaughtBy("conversationsInOtherStatusesOrWithNoneAreNotListed")
    static final class ListsAnyStatus extends HealthyStore {
        @Override
        public List<ConversationId> withoutNumber(WidgetId id, Set<String> statuses) {
            return super.withoutNumber(id, Set.of(openStatus(), openStatus() + "2"));
        }
    }
}

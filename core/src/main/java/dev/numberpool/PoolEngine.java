package dev.numberpool;

import dev.numberpool.spi.ActiveQuery;
import dev.numberpool.spi.ConversationRecord;
import dev.numberpool.spi.Health;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.WidgetStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The pool: turns calls into verbs, runs them on the store, and tells the listener. */
final class PoolEngine implements NumberPool {
    private final NumberStore numbers;
    private final WidgetStore widgets;
    private final VerbRunner verbs;
    private final GuardedListener listener;
    private final CoolDown coolDown;

    PoolEngine(
            NumberStore numbers, WidgetStore widgets, VerbRunner verbs, GuardedListener listener, CoolDown coolDown) {
        this.numbers = numbers;
        this.widgets = widgets;
        this.verbs = verbs;
        this.listener = listener;
        this.coolDown = coolDown;
    }

    @Override
    public Assignment assign(Handover handover) {
        Optional<Assignment> settled = numbers.find(handover.conversation())
                .filter(known -> known.widget().equals(handover.widget()))
                .map(ConversationRecord::settled);
        if (settled.isPresent() && AssignVerb.agentToAttach(settled.get(), handover) == null) {
            return settled.get();
        }
        return finish(handover, verbs.run(handover, AssignVerb::new));
    }

    @Override
    public Assignment transfer(ConversationId conversation, Participant agent) {
        Assignment active = active(conversation);
        Handover handover = Handover.of(active.widget(), conversation).withAgent(agent);
        return finish(handover, verbs.run(handover, TransferVerb::new));
    }

    @Override
    public Assignment reassign(ConversationId conversation) {
        for (int round = 0; round < VerbRunner.MAX_ROUNDS; round++) {
            Assignment active = active(conversation);
            Handover handover = new Handover(active.widget(), conversation, active.agent(), null);
            Outcome outcome = verbs.run(handover, ReassignVerb::new);
            if (!(outcome instanceof Outcome.Outdated)) {
                return finish(handover, outcome);
            }
        }
        throw new StoreException("conversation '" + conversation + "' kept changing its agent; try again later", true);
    }

    @Override
    public Optional<Assignment> release(ConversationId conversation) {
        Optional<Assignment> released = numbers.release(conversation, verbs.now());
        released.ifPresent(assignment -> listener.tell(l -> l.released(assignment)));
        return released;
    }

    @Override
    public List<Assignment> releaseIdle(Duration olderThan, int limit) {
        if (olderThan.isNegative() || olderThan.isZero()) {
            throw new IllegalArgumentException("olderThan is " + olderThan + "; it must be more than zero");
        }
        Instant before = verbs.now().minus(olderThan);
        List<Assignment> released = new ArrayList<>();
        for (Assignment idle : numbers.active(ActiveQuery.idleSince(before, limit))) {
            unlessEnded(() -> release(idle.conversation()))
                    .flatMap(ended -> ended)
                    .ifPresent(released::add);
        }
        return released;
    }

    @Override
    public Optional<Assignment> assignmentOf(ConversationId conversation) {
        return numbers.find(conversation).map(ConversationRecord::active);
    }

    @Override
    public List<Assignment> assignmentsOn(PhoneNumber number) {
        return numbers.active(ActiveQuery.on(number));
    }

    @Override
    public List<Assignment> drain(PhoneNumber number) {
        Drain drain = new Drain(number);
        for (Assignment assignment : assignmentsOn(number)) {
            ConversationId conversation = assignment.conversation();
            drain.move(conversation, () -> unlessEnded(() -> reassign(conversation)));
        }
        return drain.result();
    }

    @Override
    public List<Assignment> adopt(
            WidgetId widget, Set<String> statuses, Function<ConversationId, Optional<Participant>> agentOf) {
        widget(widget);
        List<Assignment> adopted = new ArrayList<>();
        for (ConversationId conversation : widgets.withoutNumber(widget, Set.copyOf(statuses))) {
            Participant agent = agentOf.apply(conversation).orElse(null);
            Handover handover = new Handover(widget, conversation, agent, null);
            unlessEnded(() -> finish(handover, verbs.run(handover, AdoptVerb::new)))
                    .filter(Assignment::isNew)
                    .ifPresent(adopted::add);
        }
        return adopted;
    }

    @Override
    public void quarantine(PhoneNumber number, Duration time, String reason) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time is " + time + "; it must not be negative");
        }
        if (time.isZero()) {
            List.of(Health.Source.values()).forEach(source -> numbers.noteHealth(number, source, null));
        } else {
            Instant now = verbs.now();
            numbers.noteHealth(number, Health.Source.OPERATOR, new Health(reason, now, now.plus(time)));
        }
    }

    @Override
    public Decision explain(Handover handover) {
        Outcome outcome = verbs.run(handover, ExplainVerb::new);
        if (!(outcome instanceof Outcome.Explained explained)) {
            throw unexpected(outcome);
        }
        Assignment settled = explained.settled();
        return settled == null
                ? Decision.of(handover, explained.choice())
                : Decision.kept(handover, explained.choice(), settled);
    }

    @Override
    public Usage usage(WidgetId id) {
        Widget widget = widget(id);
        UsageReport report =
                new UsageReport(widget, widgets.usage(id), numbers.active(ActiveQuery.of(id)), verbs.now(), coolDown);
        return report.of(widget);
    }

    @Override
    public Widget widget(WidgetId id) {
        return widgets.widget(id)
                .orElseThrow(() -> new UnknownWidgetException(id, "the store has no such row; check the id"));
    }

    @Override
    public Widget save(Widget edited) {
        PoolCheck.check(edited);
        return widgets.save(edited);
    }

    @Override
    public Duration coolDown() {
        return coolDown.time();
    }

    static UnknownConversationException notHandedOver(ConversationId conversation) {
        return new UnknownConversationException(
                conversation, "has no active assignment; assign() gives it a number first");
    }

    /** Empty if the conversation ended since it was listed. */
    private static <T> Optional<T> unlessEnded(Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (UnknownConversationException | ConversationClosedException e) {
            return Optional.empty();
        }
    }

    private Assignment active(ConversationId conversation) {
        ConversationRecord known = numbers.find(conversation).orElseThrow(() -> notHandedOver(conversation));
        Assignment active = known.active();
        if (active == null) {
            throw known.open() ? notHandedOver(conversation) : new ConversationClosedException(conversation);
        }
        return active;
    }

    private Assignment finish(Handover handover, Outcome outcome) {
        if (outcome instanceof Outcome.Kept kept) {
            return kept.assignment();
        }
        if (outcome instanceof Outcome.Attached attached) {
            return attached.assignment();
        }
        if (outcome instanceof Outcome.Nothing nothing) {
            throw new NoNumberAvailableException(
                    "conversation '" + handover.conversation() + "' of widget '" + handover.widget() + "'",
                    nothing.choice().steps());
        }
        if (outcome instanceof Outcome.Settled settled) {
            tell(handover, settled);
            return settled.after();
        }
        throw unexpected(outcome);
    }

    private void tell(Handover handover, Outcome.Settled settled) {
        Assignment before = settled.before();
        Assignment after = settled.after();
        Choice.Pick pick = settled.pick();
        if (before == null) {
            listener.tell(l -> l.assigned(after, () -> Decision.of(handover, settled.choice())));
        } else {
            listener.tell(l -> l.moved(before, after, () -> Decision.of(handover, settled.choice())));
        }
        if (pick.others() > 0) {
            listener.tell(l -> l.shared(after, pick.others()));
        }
        if (pick.unhealthy()) {
            listener.tell(l -> l.usedUnhealthy(after));
        }
    }

    private static IllegalStateException unexpected(Outcome outcome) {
        return new IllegalStateException(
                "unexpected outcome " + outcome.getClass().getSimpleName());
    }
}

package dev.numberpool;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Stream;

/**
 * The ordered chain of steps that answers when the pool cannot: by default the widget's handover number, then the number
 * in its credentials. Immutable, so safe for use by many threads.
 */
public final class FallbackResolver {
    private final List<FallbackStep> steps;

    private FallbackResolver(List<FallbackStep> steps) {
        this.steps = steps;
    }

    /** The widget's {@code handover_whatsapp_number}, then the number in its credentials. */
    public static FallbackResolver standard() {
        return new FallbackResolver(List.of(new HandoverDefault(), new CredentialsNumber()));
    }

    /** No step at all: where the pool has no number, the caller gets {@link NoNumberAvailableException}. */
    public static FallbackResolver none() {
        return new FallbackResolver(List.of());
    }

    /**
     * This chain and one more step at its end.
     *
     * @param name what the step is called in explanations and errors: 1 to 255 characters
     * @throws IllegalArgumentException if the name is blank, too long, or has control characters
     */
    public FallbackResolver then(String name, Fallback step) {
        Text.checkedId("name of a fallback step", name);
        return new FallbackResolver(Stream.concat(
                        steps.stream(), Stream.of(new HostStep(name, requireNonNull(step, "step"))))
                .toList());
    }

    List<FallbackStep> steps() {
        return steps;
    }
}

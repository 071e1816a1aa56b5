package dev.numberpool.desk;

import dev.numberpool.ServiceWindow;
import dev.numberpool.spi.OutboundRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Says what became of a message from what became of its parts. */
final class Deliveries {
    private Deliveries() {}

    static Delivery of(List<OutboundRecord> parts, ServiceWindow window) {
        Optional<OutboundRecord> failed =
                parts.stream().filter(part -> part.state().isFailure()).findFirst();
        if (failed.isPresent()) {
            Failure failure = failed.get().failure();
            return new Delivery.Failed(failure == null ? Failure.of(Failure.Kind.UNCLASSIFIED) : failure);
        }
        if (parts.stream().anyMatch(Deliveries::isUncertain)) {
            return new Delivery.Unknown();
        }
        return parts.stream()
                .filter(part -> part.state() == DeliveryState.PARKED)
                .findFirst()
                .map(part -> parked(part, window))
                .orElseGet(() -> new Delivery.Accepted(leastFar(parts)));
    }

    private static boolean isUncertain(OutboundRecord part) {
        return part.state() == DeliveryState.UNKNOWN || part.state() == DeliveryState.PENDING;
    }

    private static Delivery parked(OutboundRecord part, ServiceWindow window) {
        if (part.notBefore() != null) {
            return new Delivery.Parked(Delivery.Why.TIME, part.notBefore());
        }
        boolean waitsForAgent = window == ServiceWindow.CLOSED
                || (part.failure() != null && part.failure().kind() == Failure.Kind.WINDOW_CLOSED);
        return new Delivery.Parked(waitsForAgent ? Delivery.Why.SERVICE_WINDOW : Delivery.Why.TURN, null);
    }

    private static DeliveryState leastFar(List<OutboundRecord> parts) {
        return parts.stream()
                .map(OutboundRecord::state)
                .min(Comparator.naturalOrder())
                .orElse(DeliveryState.ACCEPTED);
    }
}

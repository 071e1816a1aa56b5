package dev.numberpool.desk;

import dev.numberpool.Participant;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Numbers of one WhatsApp person that differ in a digit only. Mexico, Argentina and Brazil once put a digit into mobile
 * numbers or took it out; WhatsApp ids of these countries may be registered with or without it, and the provider may
 * report either, whichever the host wrote to.
 */
final class PhoneVariants {
    private PhoneVariants() {}

    /** The participant, first, and the other form of the number if there is one. */
    static Set<Participant> of(Participant participant) {
        Set<Participant> forms = new LinkedHashSet<>();
        forms.add(participant);
        otherForm(participant.address()).map(Participant::of).ifPresent(forms::add);
        return Collections.unmodifiableSet(forms);
    }

    private static Optional<String> otherForm(String address) {
        if (!address.startsWith("+") || !address.chars().skip(1).allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return switch (address.substring(0, Math.min(3, address.length()))) {
            case "+52" -> toggled(address, 3, '1', 10);
            case "+54" -> toggled(address, 3, '9', 10);
            case "+55" -> isBrazilianMobile(address) ? toggled(address, 5, '9', 8) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Landlines never had the ninth digit: their eight begin with 2 to 5. */
    private static boolean isBrazilianMobile(String address) {
        int eighthLast = address.length() - 8;
        return eighthLast >= 5 && address.charAt(eighthLast) >= '6';
    }

    /** Takes the extra digit out if it is there, puts it in if it is not. */
    private static Optional<String> toggled(String address, int place, char extra, int digitsBehind) {
        if (address.length() == place + digitsBehind) {
            return Optional.of(address.substring(0, place) + extra + address.substring(place));
        }
        boolean hasExtra = address.length() == place + 1 + digitsBehind && address.charAt(place) == extra;
        return hasExtra ? Optional.of(address.substring(0, place) + address.substring(place + 1)) : Optional.empty();
    }
}

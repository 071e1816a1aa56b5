package dev.numberpool;

import org.jspecify.annotations.Nullable;

/**
 * What a step of the chain has to offer.
 *
 * @param number the number, or null
 * @param reason why there is none, or the number, masked
 */
record StepAnswer(@Nullable PhoneNumber number, String reason) {
    static StepAnswer of(PhoneNumber number) {
        return new StepAnswer(number, number.masked());
    }

    static StepAnswer none(String reason) {
        return new StepAnswer(null, reason);
    }
}

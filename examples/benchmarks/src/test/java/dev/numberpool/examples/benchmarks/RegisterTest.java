package dev.numberpool.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RegisterTest {
    private final Register register = new Register(100);

    @Test
    void everything_once_is_exact() {
        for (int i = 0; i < 90; i++) {
            register.done(register.ask());
        }

        assertThat(register.isExact()).isTrue();
        assertThat(register).hasToString("90 messages, 0 missing, 0 twice or wrong []");
    }

    @Test
    void what_is_lost_is_missing() {
        register.done(register.ask());
        register.ask();

        assertThat(register.missing()).isEqualTo(1);
        assertThat(register.isExact()).isFalse();
    }

    @Test
    void what_comes_twice_is_wrong() {
        int number = register.ask();
        register.done(number);
        register.done(number);

        assertThat(register.isExact()).isFalse();
        assertThat(register).hasToString("1 messages, 0 missing, 1 twice or wrong [twice: message 1]");
    }

    @Test
    void what_is_wrong_otherwise_is_counted() {
        register.done(register.ask());
        register.fault("misrouted: message 1");

        assertThat(register.isExact()).isFalse();
        assertThat(register.faults()).isEqualTo(1);
    }

    @Test
    void nothing_at_all_proves_nothing() {
        assertThat(register.isExact()).isFalse();
    }

    @Test
    void more_than_there_is_room_for_is_refused() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 200; i++) {
                        register.ask();
                    }
                })
                .hasMessage("the register is full");
    }
}

package dev.numberpool.examples.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Ledger ledger = new Ledger();

    @Test
    void everything_once_is_exact() {
        ledger.ask("m-1");
        ledger.ask("m-2");
        ledger.done("m-2");
        ledger.done("m-1");

        assertThat(ledger.isExact()).isTrue();
        assertThat(ledger).hasToString("2 asked for, 2 done, 0 missing, 0 repeated, 0 that nobody asked for");
    }

    @Test
    void what_is_lost_is_missing() {
        ledger.ask("m-1");

        assertThat(ledger.missing()).isEqualTo(1);
        assertThat(ledger.isExact()).isFalse();
    }

    @Test
    void what_comes_twice_is_repeated() {
        ledger.ask("m-1");
        ledger.done("m-1");
        ledger.done("m-1");

        assertThat(ledger.repeated()).isEqualTo(1);
        assertThat(ledger.isExact()).isFalse();
    }

    @Test
    void what_nobody_asked_for_is_found() {
        ledger.ask("m-1");
        ledger.done("m-1");
        ledger.done("a template");

        assertThat(ledger.unasked()).isEqualTo(1);
        assertThat(ledger.isExact()).isFalse();
    }

    @Test
    void nothing_at_all_proves_nothing() {
        assertThat(ledger.isExact()).isFalse();
        ledger.ask("m-1");
        assertThatThrownBy(() -> ledger.ask("m-1")).hasMessageContaining("m-1");
    }
}

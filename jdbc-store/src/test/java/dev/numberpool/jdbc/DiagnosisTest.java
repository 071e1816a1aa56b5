package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.WidgetId;
import dev.numberpool.diagnose.Diagnosis;
import dev.numberpool.diagnose.Finding;
import dev.numberpool.diagnose.PoolDiagnosis;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("the setup guide's troubleshooting, on tables that somebody edited by SQL")
class DiagnosisTest {
    private static final HostTables HOST =
            HostTables.on(TestDatabase.H2).makeTables().adopt();

    @AfterAll
    static void close() {
        HOST.close();
    }

    @AfterEach
    void empty() {
        HOST.sql("DELETE FROM widget_conversations", "DELETE FROM widget_configs");
    }

    @ParameterizedTest(name = "{0} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            nullValues = "NULL",
            value = {
                "[{number: 1}]                                    | +15550001111 | POOL_UNREADABLE",
                "{\"number\": \"+15558986359\"}                   | +15550001111 | POOL_UNREADABLE",
                "[]                                               | +15550001111 | NO_POOL",
                "NULL                                             | +15550001111 | NO_POOL",
                "[{\"number\": \"+15558986359\"}, TWO, THREE]     | +15550001111 | ENTRY_SWITCH_UNCLEAR",
                "[{\"number\": \"15558986359\", \"is_active\": true}, TWO, THREE] | +15550001111 | ENTRY_UNUSABLE",
                "[{\"number\": \"0987654321\", \"is_active\": true}, TWO, THREE]  | +15550001111 | ENTRY_UNUSABLE",
                "[{\"number\": \"+0987654321\", \"is_active\": true}, TWO, THREE] | +15550001111 | NUMBER_NOT_E164",
                "[TWO, TWO, THREE]                                | +15550001111 | ENTRY_DUPLICATE",
                "[TWO]                                            | +15550001111 | ONE_ACTIVE_NUMBER",
                "[{\"number\": \"+15558986359\", \"is_active\": false}] | +15550001111 | POOL_SWITCHED_OFF",
                "[TWO, THREE]                                     | 15550001111  | DEFAULT_NUMBER_UNUSABLE CREDENTIALS_MISSING",
                "[TWO, THREE]                                     | NULL         | DEFAULT_NUMBER_MISSING CREDENTIALS_MISSING",
                "[]                                               | NULL         | NO_NUMBER NO_POOL DEFAULT_NUMBER_MISSING CREDENTIALS_MISSING",
                "[TWO, THREE]                                     | +15550001111 | NULL",
            })
    void what_is_stored_wrongly_is_found(String pool, String number, String codes) {
        Set<String> expected = codes == null ? Set.of() : Set.copyOf(Arrays.asList(codes.split(" ")));

        Diagnosis diagnosis = diagnose(pool, number);

        assertThat(diagnosis.findings().stream()
                        .map(Finding::code)
                        .map(Enum::name)
                        .collect(Collectors.toSet()))
                .isEqualTo(expected);
    }

    @Test
    void conversations_that_were_handed_over_before_are_found() {
        HOST.sql("INSERT INTO widget_conversations (id, widget_id, status) VALUES (282, 7, 'with_agent')");

        assertThat(diagnose("[TWO, THREE]", "+15550001111").findings())
                .extracting(Finding::code)
                .containsExactly(Finding.Code.NOT_ADOPTED);
    }

    private static Diagnosis diagnose(String pool, String number) {
        String entry = "{\"number\": \"+1555898636%d\", \"is_active\": true}";
        String stored =
                pool == null ? null : pool.replace("TWO", entry.formatted(0)).replace("THREE", entry.formatted(1));
        HOST.update(
                "INSERT INTO widget_configs (id, whatsapp_number_pool, handover_whatsapp_number) VALUES (7, ?, ?)",
                stored,
                number);
        return PoolDiagnosis.builder(HOST.store())
                .handedOverStatuses(Set.of("with_agent"))
                .build()
                .diagnose(WidgetId.of(7));
    }
}

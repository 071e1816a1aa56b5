package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.numberpool.Widget;
import dev.numberpool.Widget.Problem.Kind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A7 a problem of a stored pool says of what sort it is")
class ProblemKindTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{]                                                                        | POOL_UNREADABLE",
                "{\"number\": \"+15558986359\", \"is_active\": true}                        | POOL_UNREADABLE",
                "[7]                                                                        | ENTRY_UNUSABLE",
                "[{\"is_active\": true}]                                                    | ENTRY_UNUSABLE",
                "[{\"number\": 15558986359, \"is_active\": true}]                           | ENTRY_UNUSABLE",
                "[{\"number\": \"15558986359\", \"is_active\": true}]                       | ENTRY_UNUSABLE",
                "[{\"number\": \"+0987654321\", \"is_active\": true}]                       | NUMBER_NOT_E164",
                "[{\"number\": \"+15558986359\"}]                                           | SWITCH_UNCLEAR",
                "[{\"number\": \"+15558986359\", \"is_active\": \"true\"}]                  | SWITCH_UNCLEAR",
                "[{\"number\": \"+15558986359\", \"is_active\": true, \"weight\": 0}]       | WEIGHT_UNUSABLE",
                "[{\"number\": \"+15558986359\", \"is_active\": true, \"notes\": 1}]        | PROPERTY_UNUSABLE",
                "[{\"number\": \"+15558986359\", \"is_active\": true, \"display_name\": []}]| PROPERTY_UNUSABLE",
            })
    void one_problem_of_one_kind(String stored, Kind kind) {
        assertThat(new PoolJson().read(stored).problems())
                .extracting(Widget.Problem::kind)
                .containsExactly(kind);
    }

    @Test
    void the_second_entry_of_a_number_is_a_duplicate() {
        String entry = "{\"number\": \"+15558986359\", \"is_active\": true}";

        assertThat(new PoolJson().read("[" + entry + "," + entry + "]").problems())
                .extracting(Widget.Problem::index, Widget.Problem::kind)
                .containsExactly(tuple(1, Kind.DUPLICATE));
    }
}

package dev.numberpool.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.StoreException;
import dev.numberpool.WidgetId;
import dev.numberpool.jdbc.JdbcNumberStore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

@DisplayName("A visitor asks for a human")
class HandoverTest extends ApplicationTest {
    @Autowired
    private Handovers handovers;

    @Autowired
    private NumberPool numberPool;

    @Autowired
    private HikariDataSource dataSource;

    @Autowired
    private TransactionTemplate transactions;

    @Test
    void the_conversation_gets_a_number_and_its_status() {
        post("/conversations/282/handover", "{\"agent\": \"%s\"}".formatted(agent))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.number")
                .isEqualTo("+15558986359")
                .jsonPath("$.displayName")
                .isEqualTo("Support Team 1")
                .jsonPath("$.source")
                .isEqualTo("POOL")
                .jsonPath("$.agent")
                .isEqualTo(agent);

        assertThat(status()).isEqualTo("with agent");
    }

    @Test
    void rolled_back_with_the_callers_transaction_it_leaves_no_assignment_no_status_and_no_count() {
        double before = count("numberpool.assigned", "source", "pool");

        transactions.executeWithoutResult(status -> {
            assertThat(handovers.handOver(282, Participant.of(agent)).isNew()).isTrue();
            status.setRollbackOnly();
        });

        assertThat(pool.assignmentOf(ConversationId.of(282))).isEmpty();
        assertThat(status()).isNull();
        assertThat(count("numberpool.assigned", "source", "pool")).isEqualTo(before);
    }

    @Test
    void outside_a_transaction_the_pool_of_the_application_refuses_and_loses_no_connection() {
        for (int call = 0; call < 10; call++) {
            assertThatThrownBy(() -> numberPool.assign(WidgetId.of(7), ConversationId.of(282)))
                    .isInstanceOf(IllegalTransactionStateException.class)
                    .hasMessageContaining("@Transactional");
        }

        assertThat(dataSource.getHikariPoolMXBean().getActiveConnections()).isZero();
    }

    @Test
    void a_connection_source_that_does_not_ask_for_the_transaction_would_lose_one_with_each_such_call() {
        try (HikariDataSource few = new HikariDataSource()) {
            few.setJdbcUrl(dataSource.getJdbcUrl());
            few.setUsername(dataSource.getUsername());
            NumberPool careless = NumberPool.builder(JdbcNumberStore.joining(() -> DataSourceUtils.getConnection(few)))
                    .build();

            assertThatThrownBy(() -> careless.assign(WidgetId.of(7), ConversationId.of(282)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("auto-commit");

            assertThat(few.getHikariPoolMXBean().getActiveConnections()).isEqualTo(1);
        }
    }

    @Test
    void a_conversation_that_is_not_there_is_404() {
        refused("/conversations/999/handover", "{}", HttpStatus.NOT_FOUND, "UnknownConversationException");
    }

    @Test
    void a_closed_conversation_is_409_and_stays_closed() {
        database.sql("UPDATE widget_conversations SET status = 'closed'").update();

        refused("/conversations/282/handover", "{}", HttpStatus.CONFLICT, "ConversationClosedException");

        assertThat(status()).isEqualTo("closed");
    }

    @Test
    void another_agent_is_409_and_no_number_is_told_in_full() {
        handedOver();

        refused(
                "/conversations/282/handover",
                "{\"agent\": \"+201099999999\"}",
                HttpStatus.CONFLICT,
                "AgentConflictException");
    }

    @Test
    void a_widget_without_any_number_is_503() {
        database.sql("UPDATE widget_conversations SET widget_id = 8").update();

        refused("/conversations/282/handover", "{}", HttpStatus.SERVICE_UNAVAILABLE, "NoNumberAvailableException");

        assertThat(status()).isNull();
    }

    @Test
    void an_agent_without_an_address_is_400() {
        post("/conversations/282/handover", "{\"agent\": \" \"}").expectStatus().isBadRequest();
    }

    @Test
    void a_closed_conversation_gives_its_number_back() {
        handedOver();

        post("/conversations/282/close", "{}").expectStatus().isNoContent();

        assertThat(status()).isEqualTo("closed");
        assertThat(pool.assignmentOf(ConversationId.of(282))).isEmpty();
    }

    private void refused(String path, String json, HttpStatus status, String title) {
        String body = post(path, json)
                .expectStatus()
                .isEqualTo(status)
                .expectHeader()
                .contentType("application/problem+json")
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();
        assertThat(body).contains("\"title\":\"" + title + "\"").doesNotContainPattern("\\+\\d{8}");
    }

    private String status() {
        return database.sql("SELECT status FROM widget_conversations WHERE id = 282")
                .query(String.class)
                .optional()
                .orElse(null);
    }
}

package dev.numberpool.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What Actuator says of the numbers")
class HealthTest extends ApplicationTest {
    @AfterEach
    void all_senders_are_online() {
        twilio.senders().all().forEach(sender -> sender.status("ONLINE"));
        jobs.diagnose();
    }

    @Test
    void it_is_up_when_nothing_is_wrong() {
        database.sql("UPDATE widget_configs SET handover_whatsapp_number = '+15558986359'")
                .update();
        jobs.diagnose();

        client().get()
                .uri("/actuator/health")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.status")
                .isEqualTo("UP")
                .jsonPath("$.components.numberPool.status")
                .isEqualTo("UP")
                .jsonPath("$.components.numberPool.details.widgets")
                .isEqualTo(2);
    }

    @Test
    void a_number_that_is_offline_is_named_in_words_and_takes_no_node_out_of_service() {
        twilio.senders().add("+15558986360").offline(63020, "Business account is locked");
        jobs.diagnose();

        String body = client().get()
                .uri("/actuator/health")
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .returnResult()
                .getResponseBody();

        client().get()
                .uri("/actuator/health/readiness")
                .exchange()
                .expectStatus()
                .isOk();
        assertThat(body)
                .contains("\"status\":\"DEGRADED\"", "SENDER_OFFLINE", "+1555•••6360")
                .doesNotContain("+15558986360", twilio.authToken(), twilio.accountSid());
    }

    @Test
    void a_probe_asks_nobody_at_twilio() {
        jobs.diagnose();
        twilio.calls().clear();

        for (int probe = 0; probe < 5; probe++) {
            client().get().uri("/actuator/health").exchange().expectStatus().isOk();
        }

        assertThat(twilio.calls().all()).isEmpty();
    }
}

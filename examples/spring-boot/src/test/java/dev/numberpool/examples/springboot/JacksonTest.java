package dev.numberpool.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.numberpool.PooledNumber;
import dev.numberpool.WidgetId;
import dev.numberpool.diagnose.Finding;
import dev.numberpool.diagnose.PoolDiagnosis;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("A host with a Jackson 3 and a Jackson 2 of its own, set up unlike any other")
@Import(JacksonTest.OwnJackson.class)
@DirtiesContext
class JacksonTest extends ApplicationTest {
    @Autowired
    private PoolDiagnosis diagnosis;

    @TestConfiguration(proxyBeanMethods = false)
    static class OwnJackson {
        @Bean
        JsonMapper jsonMapper() {
            return JsonMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.UPPER_SNAKE_CASE)
                    .build();
        }

        @Bean
        ObjectMapper objectMapper() {
            return new ObjectMapper()
                    .setPropertyNamingStrategy(com.fasterxml.jackson.databind.PropertyNamingStrategies.UPPER_CAMEL_CASE)
                    .enable(
                            DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                            DeserializationFeature.USE_LONG_FOR_INTS);
        }
    }

    @Test
    void the_hosts_own_answers_are_written_as_the_host_says() {
        post("/conversations/282/handover", "{\"AGENT\": \"%s\"}".formatted(agent))
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.DISPLAY_NAME")
                .isEqualTo("Support Team 1");
    }

    @Test
    void the_pools_json_and_twilios_answers_are_read_and_written_as_ever() {
        List<PooledNumber> numbers = pool.widget(WidgetId.of(7)).pool();
        pool.save(pool.widget(WidgetId.of(7)).withPool(List.of(numbers.get(1), numbers.get(0))));

        assertThat(pool.widget(WidgetId.of(7)).pool())
                .extracting(PooledNumber::displayName)
                .containsExactly("Support Team 2", "Support Team 1");
        assertThat(database.sql("SELECT whatsapp_number_pool::text FROM widget_configs WHERE id = 7")
                        .query(String.class)
                        .single())
                .contains("\"is_active\": true", "\"display_name\": \"Support Team 2\"");
        assertThat(diagnosis.diagnose(WidgetId.of(7)).findings())
                .extracting(Finding::code)
                .doesNotContain(Finding.Code.ACCOUNT_UNREADABLE, Finding.Code.SENDER_NOT_LISTED);
    }

    @Test
    void a_message_goes_out_and_its_answer_comes_back() {
        post("/conversations/282/handover", "{\"AGENT\": \"%s\"}".formatted(agent));
        greeted("+15558986359");

        post("/conversations/282/messages", "{\"ID\": \"m1\", \"TEXT\": \"Where is my parcel?\"}")
                .expectStatus()
                .isAccepted();
        phone.quote(phone.screen("+15558986359").get(1).sid(), "It left this morning.");
        twilio.webhooks().settle();

        assertThat(database.sql("SELECT text FROM chat_message ORDER BY seq")
                        .query(String.class)
                        .list())
                .containsExactly("Good morning", "Where is my parcel?", "It left this morning.");
    }
}

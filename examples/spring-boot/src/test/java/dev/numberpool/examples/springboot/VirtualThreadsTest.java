package dev.numberpool.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

@DisplayName("On virtual threads")
@Tag("newer-jdk")
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "older ones have no virtual threads")
@TestPropertySource(properties = "spring.threads.virtual.enabled=true")
@DirtiesContext
class VirtualThreadsTest extends ApplicationTest {
    @Autowired
    @Qualifier("applicationTaskExecutor")
    private AsyncTaskExecutor executor;

    @Test
    void messages_go_both_ways_many_at_once() {
        assertThat(executor).isInstanceOf(SimpleAsyncTaskExecutor.class); // that is: the property has done something
        String number = handedOver();
        twilio.webhooks().parallel(16);
        List<String> texts = IntStream.range(0, 64).mapToObj(i -> "Line " + i).toList();

        texts.forEach(text -> phone.write(number, text));
        twilio.webhooks().settle();
        twilio.webhooks().parallel(1);
        post("/conversations/282/messages", "{\"id\": \"m1\", \"text\": \"Thank you!\"}")
                .expectStatus()
                .isAccepted();

        assertThat(database.sql("SELECT text FROM chat_message WHERE author = 'agent'")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrderElementsOf(texts);
        assertThat(phone.texts(number)).last().asString().endsWith("Thank you!");
    }
}

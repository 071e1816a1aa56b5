package dev.numberpool.examples.springboot;

import static org.awaitility.Awaitility.await;

import dev.numberpool.ConversationId;
import dev.numberpool.NumberPool;
import dev.numberpool.twilio.fake.FakePhone;
import dev.numberpool.twilio.fake.FakeTwilio;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

/** The application as it runs, with a database and a Twilio on this machine; one for all tests. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        classes = SpringBootExample.class,
        properties = {
            // Three connections of the application for eight webhooks at a time.
            "spring.datasource.hikari.maximum-pool-size=3",
            "numberpool.connections=3",
            // Once when it starts; after that tests call jobs themselves.
            "numberpool.jobs.send=2h",
            "numberpool.jobs.flush=1h",
            "numberpool.jobs.reconcile=1h",
            "numberpool.jobs.poll-health=1h",
            "numberpool.jobs.diagnose=1h",
        })
@Import({LocalTwilio.class, WebhookTest.BodyEater.class})
abstract class ApplicationTest {
    private static final AtomicInteger AGENTS = new AtomicInteger(100);

    final FakeTwilio twilio = LocalServices.get().twilio();

    /** A phone for each test: what it shows is what this test did. */
    final String agent = "+201016666" + AGENTS.incrementAndGet();

    final FakePhone phone = twilio.phone(agent);

    @Autowired
    NumberPoolJobs jobs;

    @Autowired
    JdbcClient database;

    @Autowired
    @Qualifier("ownPool")
    NumberPool pool;

    @Autowired
    MeterRegistry meters;

    @LocalServerPort
    int port;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry registry) {
        LocalServices.get().properties().forEach((name, value) -> registry.add(name, () -> value));
    }

    @BeforeEach
    void a_widget_with_two_numbers_and_a_visitor() {
        await("first run of every job")
                .atMost(Duration.ofSeconds(20))
                .until(() -> meters.find("tasks.scheduled.execution").timers().size() >= 6);
        twilio.webhooks().place(LocalServices.PUBLIC, URI.create("http://127.0.0.1:" + port));
        twilio.webhooks().settle();
        twilio.faults().clear();
        twilio.webhooks().release();
        twilio.webhooks().clear();
        database.sql("TRUNCATE " + String.join(", ", tables())).update();
        database.sql("INSERT INTO widget_configs (id, whatsapp_number_pool) VALUES (7, ?::jsonb), (8, NULL)")
                .param("""
                        [{"number": "+15558986359", "display_name": "Support Team 1", "is_active": true},
                         {"number": "+15558986360", "display_name": "Support Team 2", "is_active": true}]""")
                .update();
        database.sql("INSERT INTO widget_conversations (id, widget_id, visitor_name) VALUES (282, 7, 'Maria')")
                .update();
    }

    /** All but those in which migrations are noted. */
    private List<String> tables() {
        return database.sql("""
                        SELECT tablename FROM pg_tables
                        WHERE schemaname = 'public' AND tablename NOT LIKE '%schema%'""").query(String.class).list();
    }

    RestTestClient client() {
        return RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
    }

    RestTestClient.ResponseSpec post(String path, String json) {
        return client().post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(json)
                .exchange();
    }

    /** The visitor of conversation 282 is with the agent; the number. */
    String handedOver() {
        post("/conversations/282/handover", "{\"agent\": \"%s\"}".formatted(agent))
                .expectStatus()
                .isOk();
        return pool.assignmentOf(ConversationId.of(282)).orElseThrow().number().e164();
    }

    /** The agent has written to the number, so its service window is open. */
    void greeted(String number) {
        phone.write(number, "Good morning");
        twilio.webhooks().settle();
    }

    double count(String meter, String... tags) {
        Counter counter = meters.find(meter).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }
}

package dev.numberpool.examples.springboot;

import dev.numberpool.twilio.fake.FakeTwilio;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** A widget with two numbers, a visitor, and the agent's phone to look at and to write on. */
@TestConfiguration(proxyBeanMethods = false)
@Import(Demo.Phone.class)
class Demo {
    private static final String STORY = """

            Maria, conversation 282, asks for a human, and gets the agent +201016666301:
              curl -H 'Content-Type: application/json' -d '{"agent": "+201016666301"}' %1$s/conversations/282/handover
            She writes:
              curl -H 'Content-Type: application/json' -d '{"id": "m1", "text": "Where is my parcel?"}' %1$s/conversations/282/messages
            The agent's phone, which shows a template first, because the agent has never written to this number:
              curl %1$s/demo/phone/+201016666301
            The agent writes, and gets her question:
              curl -H 'Content-Type: text/plain' -d 'Good morning' %1$s/demo/phone/+201016666301/+15558986359
            What Maria sees:
              curl %1$s/conversations/282/messages
            What there is to see of the numbers:
              curl %1$s/actuator/health
              curl %1$s/actuator/metrics/numberpool.assigned
            """;

    private final FakeTwilio twilio = LocalServices.get().twilio();

    @Bean
    ApplicationRunner story(JdbcClient database, WebServerApplicationContext context) {
        return arguments -> {
            database.sql("""
                            INSERT INTO widget_configs (id, whatsapp_number_pool, handover_whatsapp_number) VALUES (7, '[
                              {"number": "+15558986359", "display_name": "Support Team 1", "is_active": true},
                              {"number": "+15558986360", "display_name": "Support Team 2", "is_active": true}
                            ]', '+15558986359')""").update();
            database.sql("INSERT INTO widget_conversations (id, widget_id, visitor_name) VALUES (282, 7, 'Maria')")
                    .update();
            System.out.printf(
                    STORY, "http://127.0.0.1:" + context.getWebServer().getPort());
            if (arguments.containsOption("demo.exit")) {
                System.exit(SpringApplication.exit(context));
            }
        };
    }

    /** The local Twilio's time stands still by itself. */
    @Scheduled(fixedRate = 1000)
    void tick() {
        twilio.clock().advance(Duration.ofSeconds(1));
    }

    /** The phones of agents. */
    @RestController
    static class Phone {
        private final FakeTwilio twilio = LocalServices.get().twilio();

        /** What a phone shows. */
        record Bubble(String chatWith, String text) {}

        @GetMapping("/demo/phone/{agent}")
        List<Bubble> screen(@PathVariable String agent) {
            return twilio.phone(agent).screen().stream()
                    .map(line -> new Bubble(line.number(), line.text()))
                    .toList();
        }

        @PostMapping("/demo/phone/{agent}/{number}")
        List<Bubble> write(@PathVariable String agent, @PathVariable String number, @RequestBody String text) {
            twilio.phone(agent).write(number, text);
            twilio.webhooks().settle();
            return screen(agent);
        }
    }
}

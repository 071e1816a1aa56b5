package dev.numberpool.examples.supportdesk.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.examples.supportdesk.TestDesk;
import dev.numberpool.examples.supportdesk.Visit;
import dev.numberpool.examples.supportdesk.Visit.Answer;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An empty database")
class EmptyPoolTest {
    @Test
    void gets_its_first_widget_and_number_on_the_pages() {
        try (TestDesk desk = TestDesk.empty()) {
            Visit visit = desk.visit();
            Answer empty = visit.open("/pool");
            assertThat(empty.text()).contains("No widget yet");

            Answer created = visit.send(PoolPages.form(empty, "/pool/widget"), Map.of());
            assertThat(created.text()).contains("Widget 1 is there", "No numbers yet", "Nothing to draw yet");

            Answer draft = visit.send(PoolPages.form(created, "/pool/edit"), Map.of());
            Answer saved = visit.send(
                    PoolPages.form(draft, "/pool/draft"),
                    Map.of("number.n0", "+1 (555) 898-6359", "name.n0", "Support", "do", "save"));

            assertThat(saved.text()).contains("The pool is saved.", "Added to the simulated account: +15558986359.");
            assertThat(desk.answer("SELECT whatsapp_number_pool::text FROM widget_configs WHERE id = 1"))
                    .isEqualTo("[{\"number\": \"+15558986359\", \"is_active\": true, \"display_name\": \"Support\"}]");
            assertThat(desk.twilio().owned()).contains("+15558986359");
        }
    }
}

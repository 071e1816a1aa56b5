package dev.numberpool.examples.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The properties of the application")
class PropertiesTest {
    private final ApplicationContextRunner complete = new ApplicationContextRunner()
            .withUserConfiguration(OnlyProperties.class)
            .withPropertyValues(
                    "numberpool.public-url=https://chat.example.com",
                    "numberpool.twilio.account-sid=AC00000000000000000000000000000001",
                    "numberpool.twilio.auth-tokens=new-token,old-token",
                    "numberpool.twilio.wake-up-template=HX1");

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(NumberPoolProperties.class)
    static class OnlyProperties {}

    @Test
    void what_has_to_be_set_is_enough_and_the_rest_has_defaults() {
        complete.run(context -> {
            NumberPoolProperties properties = context.getBean(NumberPoolProperties.class);
            assertThat(properties.connections()).isEqualTo(10);
            assertThat(properties.twilio().authTokens()).containsExactly("new-token", "old-token");
            assertThat(properties.twilio().endpoints()).isEmpty();
            assertThat(properties.jobs().flush()).isEqualTo(Duration.ofSeconds(5));
            assertThat(properties.jobs().keepMessages()).isEqualTo(Duration.ofDays(30));
        });
    }

    @Test
    void without_a_token_the_application_does_not_start_and_says_which_property_is_missing() {
        complete.withPropertyValues("numberpool.twilio.auth-tokens=")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("numberpool.twilio")
                        .hasMessageContaining("authTokens"));
    }

    @Test
    void no_token_is_printed() {
        complete.run(context -> assertThat(
                        context.getBean(NumberPoolProperties.class).toString())
                .doesNotContain("new-token", "old-token"));
    }

    @Test
    void editors_find_every_property_with_a_description_and_its_default() throws IOException {
        Map<String, JsonNode> metadata = metadata();

        assertThat(metadata)
                .containsKeys("numberpool.public-url", "numberpool.twilio.auth-tokens", "numberpool.jobs.reconcile")
                .allSatisfy((name, property) ->
                        assertThat(property.path("description").asString("")).isNotBlank());
        assertThat(metadata.get("numberpool.jobs.reconcile")
                        .path("defaultValue")
                        .asString())
                .isEqualTo("5m");
        assertThat(metadata.get("numberpool.connections").path("defaultValue").asInt())
                .isEqualTo(10);
    }

    @Test
    void the_page_names_every_property_with_its_default() throws IOException {
        String page = ProjectPage.read("docs/spring-boot.md");

        assertThat(metadata()).allSatisfy((name, property) -> {
            String fallback = property.path("defaultValue").asString("");
            assertThat(page)
                    .containsPattern("\\| `" + name + "` \\| " + (fallback.isEmpty() ? "" : "`" + fallback + "`"));
        });
    }

    private static Map<String, JsonNode> metadata() throws IOException {
        try (InputStream json = Objects.requireNonNull(
                PropertiesTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            Map<String, JsonNode> properties = new HashMap<>();
            JsonMapper.shared()
                    .readTree(json)
                    .path("properties")
                    .forEach(property -> properties.put(property.path("name").asString(), property));
            return properties;
        }
    }
}

package dev.numberpool.examples.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.numberpool.twilio.fake.FakeTwilio;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The fake as it is published")
class FixtureTest {
    private static final String FOLDER = "dev/numberpool/twilio/fake/";

    @Test
    void it_runs_on_the_jdk_and_jackson_alone() throws Exception {
        URL[] jars = Stream.of(FakeTwilio.class, ObjectMapper.class, JsonFactory.class, JsonCreator.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        try (URLClassLoader alone = new URLClassLoader(jars, ClassLoader.getPlatformClassLoader())) {
            Class<?> type = alone.loadClass(FakeTwilio.class.getName());
            AutoCloseable fake = (AutoCloseable) type.getMethod("start").invoke(null);
            try (fake) {
                Map<?, ?> endpoints = (Map<?, ?>) type.getMethod("endpoints").invoke(fake);
                String answer = send((URI) endpoints.get("api.twilio.com"));

                assertThat(answer).contains("\"code\":63007");
            }
        }
    }

    /** From a number that is none of the account's. */
    private static String send(URI api) throws IOException, InterruptedException {
        String user = FakeTwilio.ACCOUNT_SID + ":" + FakeTwilio.AUTH_TOKEN;
        String form = TestSite.encoded(
                Map.of("From", "whatsapp:+15558986359", "To", "whatsapp:+201016666301", "Body", "Hello"));
        HttpRequest request = HttpRequest.newBuilder(
                        api.resolve("/2010-04-01/Accounts/" + FakeTwilio.ACCOUNT_SID + "/Messages.json"))
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(user.getBytes()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void its_jar_holds_the_fake_and_none_of_our_tests() throws Exception {
        Path place = Path.of(FakeTwilio.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assumeTrue(place.toString().endsWith(".jar"), "no jar: Maven makes it in the phase package, so run mvn verify");
        try (JarFile jar = new JarFile(place.toFile())) {
            List<String> classes = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".class"))
                    .toList();
            assertThat(place.getFileName().toString()).endsWith("-tests.jar");
            assertThat(classes)
                    .contains(FOLDER + "FakeTwilio.class")
                    .allMatch(name -> name.startsWith(FOLDER))
                    .noneMatch(name -> name.startsWith(FOLDER + "tests/"));
        }
    }
}

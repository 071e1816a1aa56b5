package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.PhoneNumber;
import dev.numberpool.spi.Credentials;
import dev.numberpool.twilio.credentials.EncryptedCredentials;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Credentials in a process of their own")
@Timeout(120)
class CredentialsProcessTest {
    private static final Pattern OPTIONAL = Pattern.compile(".*[/\\\\](tink|gson|protobuf-java)-[^/\\\\]*\\.jar");
    private static final Pattern VALUE = Pattern.compile("\"value\"\\s*:\\s*\"([^\"]+)\"");

    @Test
    void a_host_that_decrypts_for_itself_sends_and_receives_without_tink() throws Exception {
        String output = run(classPath(false), HostWithoutTink.class, Map.of());

        assertThat(output)
                .contains("Tink is there: false", "Gson is there: false", "protobuf is there: false")
                .containsPattern("loaded [0-9]{2,}")
                .contains("sent SM", "received 200");
    }

    @Test
    void nobody_reads_a_secret_in_logs_texts_or_exceptions_at_the_finest_level() throws Exception {
        String keyset = EncryptedCredentials.newKeyset();
        Credentials credentials = new Credentials(Signer.SID, List.of("token-new"), PhoneNumber.of("+15558986359"));
        String stored = EncryptedCredentials.ofJson(keyset).encrypt(TalkativeCredentials.WIDGET, credentials);
        List<String> keys =
                VALUE.matcher(keyset).results().map(match -> match.group(1)).toList();

        String output = run(
                classPath(true),
                TalkativeCredentials.class,
                Map.of("NUMBERPOOL_KEYSET", keyset, "NUMBERPOOL_STORED", stored));

        assertThat(keys).hasSize(1);
        assertThat(output)
                .contains(
                        "the platform's loggers talk",
                        "finished",
                        "UnreadableCredentialsException",
                        "WARN dev.numberpool.twilio.OpenedCredentials",
                        "AUTHENTICATION")
                .doesNotContain("this should not have worked", "token-new", "5558986359", stored, Signer.SID)
                .doesNotContain(keys.get(0), keys.get(0).substring(8, 24), stored.substring(20, 36));
    }

    private static String classPath(boolean withTink) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> withTink || !OPTIONAL.matcher(entry).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String run(String classPath, Class<?> main, Map<String, String> environment) throws Exception {
        ProcessBuilder process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                        "-cp",
                        classPath,
                        main.getName())
                .redirectErrorStream(true);
        process.environment().putAll(environment);
        Process started = process.start();
        String output = new String(started.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(started.waitFor()).as(output).isZero();
        return output;
    }
}

package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SecrecyTest {
    /** In a JVM of its own, because a logger's level is set once. */
    @Test
    @Timeout(60)
    void with_every_logger_at_trace_nobody_reads_a_token_a_text_or_a_number() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TalkativeHost.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output)
                .contains(
                        "finished",
                        "TwilioRestClient",
                        "code 21211",
                        "UNKNOWN_OUTCOME",
                        "WRONG_SIGNATURE",
                        "code 50377")
                .doesNotContain("201016666348", "15558986359", "visitor's words", "token-new", "Grüße")
                .doesNotContain(Base64.getEncoder()
                        .encodeToString((Signer.SID + ":token-new").getBytes(StandardCharsets.UTF_8)));
    }
}

package dev.numberpool.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In JVMs of their own, because a logger's level is set once. What is driven is in {@link TalkativeHost}. */
@DisplayName("With every logger at its lowest level nobody reads a token, a text or a whole number")
@Timeout(120)
class SecrecyTest {
    private static final List<String> SECRETS = List.of(
            "201016666348",
            "15558986359",
            TalkativeHost.TEXT,
            "Grüße",
            TalkativeHost.PICTURE,
            "token-new",
            "token-old",
            "secret-of-the-key",
            base64("SK1:secret-of-the-key"),
            "/Media/ME2");

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertNothingSecret(String output) {
        assertThat(output.lines().filter(line -> SECRETS.stream().anyMatch(line::contains)))
                .isEmpty();
    }

    @Test
    void in_the_lines_of_all_loggers_in_records_and_in_exceptions() throws Exception {
        String output = OwnJvm.of(TalkativeHost.class)
                .with("-Dorg.slf4j.simpleLogger.defaultLogLevel=trace")
                .run();

        assertThat(output)
                .contains("finished after", "DEBUG com.twilio.http.TwilioRestClient")
                .contains("code 21211", "UNKNOWN_OUTCOME", "WRONG_SIGNATURE", "InboundEvent", "StatusEvent")
                .contains(
                        "ConversationEvent",
                        "UnknownEvent",
                        "ProviderConversation",
                        "Sender[",
                        "a list that",
                        "Download",
                        "TwilioAccount",
                        "InboundMessage");
        assertThat(output)
                .contains("message SM2 to +1555•••6359 was not handled", "the SDK cannot read it")
                .contains("WARN dev.numberpool.twilio.TwilioReconciler");
        assertThat(Pattern.compile("finished after (\\d+) values and (\\d+) failures")
                        .matcher(output)
                        .results())
                .singleElement()
                .satisfies(counts -> {
                    assertThat(Integer.parseInt(counts.group(1))).isGreaterThan(40);
                    assertThat(Integer.parseInt(counts.group(2))).isGreaterThan(40);
                });
        assertNothingSecret(output);
    }

    /** The JDK's own log, which somebody has to ask for, shows requests with all their headers: not ours to change. */
    @Test
    void in_any_line_but_the_jdks_when_that_is_told_to_log_its_requests() throws Exception {
        OwnJvm.Output output = OwnJvm.of(TalkativeHost.class)
                .with("-Djdk.httpclient.HttpClient.log=all")
                .with("-Dorg.slf4j.simpleLogger.defaultLogLevel=trace")
                .with("-Dorg.slf4j.simpleLogger.logFile=System.out")
                .runApart();

        assertThat(output.errors()).contains("jdk.internal.net.http", "HEADERS");
        assertThat(output.out()).contains("finished after");
        assertNothingSecret(output.out());
    }
}

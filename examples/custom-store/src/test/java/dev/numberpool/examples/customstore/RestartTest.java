package dev.numberpool.examples.customstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The program that assigns a number")
class RestartTest {
    @TempDir
    private Path folder;

    @Test
    void saysTheSameNumberAfterARestart() throws Exception {
        assertThat(run()).isEqualTo("+15558986359 Support Team 1, chosen now");
        assertThat(run()).isEqualTo("+15558986359 Support Team 1, as before");
    }

    /** In a process of its own, as its user runs it. */
    private String run() throws Exception {
        Process process = Worker.start(Restart.class, folder.resolve("support.documents"));
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return printed.strip();
    }
}

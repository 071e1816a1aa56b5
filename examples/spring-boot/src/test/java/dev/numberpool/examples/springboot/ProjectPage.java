package dev.numberpool.examples.springboot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of the project, wherever the tests were started. */
final class ProjectPage {
    private ProjectPage() {}

    static String read(String page) throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve(page))) {
            folder = folder.getParent();
        }
        return Files.readString(folder.resolve(page));
    }
}

package dev.numberpool.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** The statements of a page of the handbook, as they stand there. */
final class Handbook {
    private final String text;
    private final List<String> taken = new ArrayList<>();

    /** The page {@code docs/NAME}. */
    Handbook(String name) {
        this.text = ProjectFiles.read(ProjectFiles.root().resolve("docs").resolve(name));
    }

    /** The only statement below a heading. */
    String sql(String heading) {
        return sql(heading, 1, 1);
    }

    /** One of several statements below a heading, the first is 1. */
    String sql(String heading, int which, int of) {
        List<String> blocks = ProjectFiles.blocks(section(heading), "sql");
        assertThat(blocks).as("statements below '%s'", heading).hasSize(of);
        String block = blocks.get(which - 1);
        taken.add(block);
        return block;
    }

    /** A text of the page that is set off, such as what a program prints. */
    String output(String heading) {
        return ProjectFiles.blocks(section(heading), "text").get(0);
    }

    /** What stands below a heading. */
    String section(String heading) {
        List<String> sections = List.of(text.split("(?m)^#+ ", -1)).stream()
                .filter(section -> section.startsWith(heading + "\n"))
                .toList();
        assertThat(sections).as("sections '%s'", heading).hasSize(1);
        return sections.get(0);
    }

    /** Every statement of the page was taken once, in the order of the page. */
    void assertAllWereTakenInOrder() {
        assertThat(taken).containsExactlyElementsOf(ProjectFiles.blocks(text, "sql"));
    }
}

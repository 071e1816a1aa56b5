package dev.numberpool.examples.quickstart;

import dev.numberpool.Assignment;
import dev.numberpool.NoNumberAvailableException;
import dev.numberpool.NumberPool;
import dev.numberpool.PhoneNumber;
import dev.numberpool.spi.Credentials;
import dev.numberpool.spi.CredentialsReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;

/** The chapters about widgets without a pool, and the guide's monitoring query. */
final class FallbackChain {
    private final Stage stage;
    private final Story story;

    private FallbackChain(Stage stage) {
        this.stage = stage;
        this.story = stage.story();
    }

    static void tell(Stage stage) throws SQLException {
        FallbackChain chapters = new FallbackChain(stage);
        chapters.walk();
        chapters.monitor();
    }

    private void walk() throws SQLException {
        story.chapter("The pool is emptied, and the fallback chain answers");
        String update = stage.database().file("empty-pool.sql");
        stage.sql().run(update);
        story.quote(update);
        NumberPool pool = stage.poolBuilder().credentials(reader()).build();

        story.say("With handover_whatsapp_number set:");
        answer(pool, 297, "Olga");

        stage.sql()
                .run("UPDATE widget_configs SET handover_whatsapp_number = NULL, encrypted_credentials = '"
                        + sealed("+15558986301") + "' WHERE id = 7");
        story.say("That set to NULL, a number in encrypted_credentials, and a CredentialsReader:");
        answer(pool, 298, "Paul");

        stage.sql().run("UPDATE widget_configs SET encrypted_credentials = NULL WHERE id = 7");
        story.say("Neither of them:");
        answer(pool, 299, "Rosa");
    }

    private void answer(NumberPool pool, long conversation, String visitor) throws SQLException {
        stage.sql().insertVisitor(conversation, visitor);
        try {
            Assignment assignment = pool.assign(stage.handover(conversation));
            story.quote("#" + conversation + "  " + assignment.number() + "  source " + assignment.source());
        } catch (NoNumberAvailableException e) {
            story.quote("NoNumberAvailableException: "
                    + String.valueOf(e.getMessage()).replace("; ", ";\n  "));
        }
    }

    private void monitor() throws SQLException {
        story.chapter("The guide's monitoring query");
        story.say("""
                Word for word the guide's. Everything above is in the host's own table; #299 is not
                listed, for it has no number.""");
        HostSql.Answer answer = stage.sql().query(HostSql.file("guide/monitoring.sql"));
        story.table(answer.header(), answer.rows());
    }

    /** Stands for the host's own decryption. Base64 is none. */
    private static CredentialsReader reader() {
        return (widget, stored) -> {
            String number = new String(Base64.getDecoder().decode(stored), StandardCharsets.UTF_8);
            return new Credentials("example account", List.of(), PhoneNumber.of(number));
        };
    }

    private static String sealed(String number) {
        return Base64.getEncoder().encodeToString(number.getBytes(StandardCharsets.UTF_8));
    }
}

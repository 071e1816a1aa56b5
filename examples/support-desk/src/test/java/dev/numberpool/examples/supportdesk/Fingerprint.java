package dev.numberpool.examples.supportdesk;

import java.util.List;
import java.util.stream.Collectors;

/** All that a desk remembers, to see whether something has changed it. */
final class Fingerprint {
    private Fingerprint() {}

    /** Equal for the same rows in all tables, and the same messages at Twilio. What the desk samples by itself is left out. */
    static String of(TestDesk desk) {
        desk.twilio().twilio().webhooks().settle();
        return desk.application().database().jdbi().withHandle(handle -> {
            List<String> tables = handle.createQuery("SELECT table_name FROM information_schema.tables"
                            + " WHERE table_schema = 'public' AND table_name <> 'desk_usage' ORDER BY 1")
                    .mapTo(String.class)
                    .list();
            String rows = tables.stream()
                    .map(table -> table + " "
                            + handle.createQuery(
                                            "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, ' ' ORDER BY t::text)), '')"
                                                    + " FROM " + table + " t")
                                    .mapTo(String.class)
                                    .one())
                    .collect(Collectors.joining("\n"));
            return rows + "\nmessages "
                    + desk.twilio().twilio().messages().all().size();
        });
    }
}

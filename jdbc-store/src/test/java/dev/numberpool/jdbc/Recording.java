package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Records every change of conversations and pools by triggers, and replays the record against a plain model of the
 * rules: single-threaded, written from the rules' sentences, sharing no code with the library. Choices that were written
 * by one statement are replayed in the order of their sequence, since a database writes the rows in any order.
 */
final class Recording {

    private final HostDatabase host;
    private final Map<Integer, Row> rows = new HashMap<>();
    private final Map<String, Long> lastUsed = new HashMap<>();
    private List<Entry> pool = List.of();

    /** A number of the pool. */
    private record Entry(String number, boolean active, int weight) {}

    /** A conversation as the last record left it. */
    private record Row(String number, String agent, String status, boolean released, long sequence, boolean left) {
        boolean isActive() {
            return number != null && !released && !"closed".equals(status);
        }
    }

    private Recording(HostDatabase host) {
        this.host = host;
    }

    static Recording install(HostDatabase host) {
        boolean postgres = host.database() == TestDatabase.POSTGRESQL;
        host.sql("CREATE TABLE record (id " + (postgres ? "BIGSERIAL" : "BIGINT AUTO_INCREMENT")
                + " PRIMARY KEY, transaction BIGINT, conversation INT, number VARCHAR(32), agent VARCHAR(255), status VARCHAR(32),"
                + " released INT, sequence BIGINT, pool TEXT, leaving INT)");
        String columns = "(transaction, conversation, number, agent, status, released, sequence, leaving)";
        String values = "(" + (postgres ? "txid_current()" : "0")
                + ", NEW.id, NEW.assigned_whatsapp_number, NEW.assigned_agent, NEW.status,"
                + " CASE WHEN NEW.released_at IS NULL THEN 0 ELSE 1 END, COALESCE(NEW.assigned_sequence, 0),"
                + " CASE WHEN NEW.left_at IS NULL THEN 0 ELSE 1 END)";
        String conversations = "INSERT INTO record " + columns + " VALUES " + values;
        String pools = "INSERT INTO record (pool) VALUES (NEW.whatsapp_number_pool)";
        if (postgres) {
            // As planners do it when they see fit: the rows of one statement are then not written in the order of the
            // choices.
            host.sql("DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET enable_nestloop = off';"
                    + " END $$");
            host.sql(
                    function("record_conversation", conversations),
                    function("record_pool", pools),
                    "CREATE TRIGGER record_conversation AFTER UPDATE ON widget_conversations FOR EACH ROW"
                            + " EXECUTE FUNCTION record_conversation()",
                    "CREATE TRIGGER record_pool AFTER UPDATE ON widget_configs FOR EACH ROW"
                            + " EXECUTE FUNCTION record_pool()");
        } else {
            host.sql(
                    "CREATE TRIGGER record_conversation AFTER UPDATE ON widget_conversations FOR EACH ROW "
                            + conversations,
                    "CREATE TRIGGER record_pool AFTER UPDATE ON widget_configs FOR EACH ROW " + pools);
        }
        host.setPool(5);
        return new Recording(host);
    }

    private static String function(String name, String body) {
        return "CREATE FUNCTION " + name + "() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + body
                + "; RETURN NEW; END $$";
    }

    /** Replays the record and returns how many choices it held. */
    int replay() {
        int choices = 0;
        List<Change> together = new ArrayList<>();
        List<String> record = host.query("SELECT conversation, number, agent, status, released, sequence, leaving,"
                + " REPLACE(CAST(pool AS CHAR(2000)), ' ', ''), transaction FROM record ORDER BY id");
        for (String line : record) {
            String[] column = line.split(" ");
            if (column[0].equals("null")) {
                choices += replay(together);
                pool = entries(column[7]);
                continue;
            }
            Change change = change(column);
            if (!together.isEmpty() && !together.get(0).isTogetherWith(change)) {
                choices += replay(together);
            }
            if (isChoice(change)) {
                together.add(change);
            } else {
                choices += replay(together);
                rows.put(change.id(), change.after());
            }
        }
        return choices + replay(together);
    }

    /**
     * A conversation as it is afterwards.
     *
     * @param transaction 0 if each choice has a statement of its own
     */
    private record Change(int id, Row after, long transaction) {
        boolean isTogetherWith(Change next) {
            return transaction != 0 && transaction == next.transaction;
        }
    }

    private static Change change(String[] column) {
        Row after = new Row(
                orNull(column[1]),
                orNull(column[2]),
                orNull(column[3]),
                column[4].equals("1"),
                Long.parseLong(column[5]),
                column[6].equals("1"));
        return new Change(Integer.parseInt(column[0]), after, Long.parseLong(column[8]));
    }

    private Row before(Change change) {
        return rows.getOrDefault(change.id(), new Row(null, null, null, false, 0, false));
    }

    private boolean isChoice(Change change) {
        return change.after().sequence() != before(change).sequence();
    }

    private int replay(List<Change> together) {
        together.sort(Comparator.comparingLong(change -> change.after().sequence()));
        for (Change change : together) {
            Row after = change.after();
            Row before = before(change);
            assertThat(after.number())
                    .as(
                            "choice %s for conversation %s, after %s, pool %s, rows %s",
                            after, change.id(), before, pool, rows)
                    .isEqualTo(expected(change.id(), before, after.agent()));
            lastUsed.put(after.number(), after.sequence());
            rows.put(change.id(), after);
        }
        int choices = together.size();
        together.clear();
        return choices;
    }

    /** The rules in plain words, for a pool that always has an active number and a cool-down of zero. */
    private String expected(int id, Row before, String agent) {
        boolean isTransfer = before.isActive() && !before.left();
        if (isTransfer && sharing(id, before.number(), agent) == 0) {
            return before.number();
        }
        boolean maySameAgent =
                before.agent() == null || agent == null || before.agent().equals(agent);
        boolean isUsable = pool.stream().anyMatch(e -> e.active() && e.number().equals(before.number()));
        if (!isTransfer && isUsable && maySameAgent && sharing(id, before.number(), agent) == 0) {
            return before.number();
        }
        List<Entry> usable = pool.stream().filter(Entry::active).toList();
        return usable.stream()
                .min(Comparator.<Entry>comparingLong(e -> sharing(id, e.number(), agent))
                        .thenComparing((a, b) -> Long.compare(load(id, a) * b.weight(), load(id, b) * a.weight()))
                        .thenComparingLong(e -> lastUsed.getOrDefault(e.number(), 0L))
                        .thenComparingInt(usable::indexOf))
                .orElseThrow()
                .number();
    }

    private long sharing(int except, String number, String agent) {
        return rows.entrySet().stream()
                .filter(row -> row.getKey() != except && row.getValue().isActive())
                .map(Map.Entry::getValue)
                .filter(row -> row.number().equals(number))
                .filter(row -> agent == null || row.agent() == null || Objects.equals(row.agent(), agent))
                .count();
    }

    private long load(int except, Entry entry) {
        return rows.entrySet().stream()
                .filter(row -> row.getKey() != except && row.getValue().isActive())
                .filter(row -> row.getValue().number().equals(entry.number()))
                .count();
    }

    private static List<Entry> entries(String json) {
        List<Entry> entries = new ArrayList<>();
        Matcher matcher = Pattern.compile("\\{[^}]*}").matcher(json);
        while (matcher.find()) {
            String entry = matcher.group();
            Matcher number = Pattern.compile("\\+\\d+").matcher(entry);
            Matcher weight = Pattern.compile("\"weight\":(\\d)").matcher(entry);
            if (number.find()) {
                entries.add(new Entry(
                        number.group(),
                        entry.contains("\"is_active\":true"),
                        weight.find() ? Integer.parseInt(weight.group(1)) : 1));
            }
        }
        return entries;
    }

    private static String orNull(String text) {
        return text.equals("null") ? null : text;
    }
}

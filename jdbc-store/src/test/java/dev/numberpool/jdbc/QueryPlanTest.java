package dev.numberpool.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.SenderThread;
import dev.numberpool.WidgetId;
import dev.numberpool.spi.ActiveQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** With 200 000 ended conversations, messages and widgets each, no statement reads them all. */
@Tag("slow")
class QueryPlanTest {
    private static final WidgetId WIDGET = WidgetId.of(7);
    private static final ConversationId CONVERSATION = ConversationId.of(200_005);
    private static final Participant OMAR = Participant.of("+201016666348");
    private static final PhoneNumber NUMBER = PhoneNumber.of("+15550000003");
    private static final List<PhoneNumber> NUMBERS = IntStream.range(0, 10)
            .mapToObj(i -> PhoneNumber.of("+1555000000" + i))
            .toList();
    private static final SenderThread THREAD = new SenderThread(OMAR, NUMBER);
    private static final Set<Participant> PEOPLE = Set.of(OMAR, Participant.of("US.13491208655302741918"));
    private static final Set<String> LARGE = Set.of(
            "widget_configs",
            "widget_conversations",
            "numberpool_message",
            "numberpool_inbound",
            "numberpool_held",
            "numberpool_departure",
            "numberpool_alias");
    private static final Set<String> ALIASES = Set.of("c", "w", "m", "o", "e", "f", "i", "h", "a", "b", "x");
    private static final Map<TestDatabase, HostTables> HOSTS = new EnumMap<>(TestDatabase.class);

    /** A statement of the store with its parameters. */
    private record Planned(String sql, Session.Binder binder) {}

    @AfterAll
    static void close() {
        HOSTS.values().forEach(HostTables::close);
        HOSTS.clear();
    }

    private static Map<String, Planned> statements(Sql sql) {
        Instant at = Instant.parse("2026-07-15T12:00:00Z");
        Handover handover = Handover.of(WIDGET, CONVERSATION);
        FactsQuery plain = facts(at, handover);
        FactsQuery withAgent = facts(at, handover.withAgent(OMAR).withCustomer(OMAR));
        FactsQuery crowd = facts(
                at,
                handover,
                Handover.of(WIDGET, ConversationId.of(200_006)).withAgent(OMAR),
                Handover.of(WIDGET, ConversationId.of(200_007)).withCustomer(OMAR));
        FactsQuery usage = FactsQuery.of(WIDGET, NUMBERS);
        Map<String, Planned> statements = new LinkedHashMap<>();
        statements.put("find", new Planned(sql.find, p -> p.conversation(CONVERSATION)));
        statements.put(
                "widgetAndSequence",
                new Planned(sql.widgetAndSequence, p -> p.text("7").widget(WIDGET)));
        List<ConversationId> ids = List.of(CONVERSATION, ConversationId.of(1), ConversationId.of(2));
        statements.put(
                "conversationsAndEnds",
                new Planned(
                        sql.conversationsAndEnds(3), p -> p.conversations(ids).widgetOfConversation(WIDGET)));
        statements.put("facts of a crowd", new Planned(sql.facts(crowd), crowd::bind));
        statements.put("widgets", new Planned(sql.widgets, p -> p.limit(100)));
        statements.put(
                "widgetsAfter",
                new Planned(sql.widgetsAfter, p -> p.widget(WIDGET).limit(100)));
        statements.put("facts", new Planned(sql.facts(plain), plain::bind));
        statements.put("facts with agent and customer", new Planned(sql.facts(withAgent), withAgent::bind));
        statements.put("facts of usage", new Planned(sql.facts(usage), usage::bind));
        statements.put("activeNumbers", new Planned(sql.activeNumbers, p -> p.widgetOfConversation(WIDGET)));
        statements.put(
                "active by widget",
                new Planned(
                        sql.active(true, false, false, false),
                        p -> p.widgetOfConversation(WIDGET)
                                .limit(ActiveQuery.of(WIDGET).limit())));
        statements.put(
                "active by number",
                new Planned(
                        sql.active(false, true, false, false),
                        p -> p.phone(NUMBER).limit(ActiveQuery.on(NUMBER).limit())));
        statements.put(
                "active by thread",
                new Planned(
                        sql.active(false, true, true, false),
                        p -> p.phone(NUMBER)
                                .participant(OMAR)
                                .limit(ActiveQuery.on(new SenderThread(OMAR, NUMBER))
                                        .limit())));
        statements.put(
                "active and idle",
                new Planned(
                        sql.active(false, false, false, true),
                        p -> p.time(at).time(at).limit(100)));
        statements.put(
                "threads",
                new Planned(
                        sql.threads(2),
                        p -> p.phone(NUMBER)
                                .people(PEOPLE)
                                .phone(NUMBER)
                                .people(PEOPLE)
                                .phone(NUMBER)
                                .people(PEOPLE)
                                .time(at)
                                .phone(NUMBER)
                                .people(PEOPLE)));
        statements.put("unnoticedOnThread", new Planned(sql.unnoticedOnThread, p -> p.thread(THREAD)));
        statements.put(
                "noteLeftIfUnnoticed",
                new Planned(sql.noteLeftIfUnnoticed, p -> p.time(at).conversation(CONVERSATION)));
        addMessages(statements, sql.messages, at);
        addInbound(statements, sql.inbound, at);
        statements.put("release", new Planned(sql.release, p -> p.time(at).conversation(CONVERSATION)));
        statements.put("noteLeft", new Planned(sql.noteLeft, p -> p.time(at).conversation(CONVERSATION)));
        statements.put(
                "record",
                new Planned(
                        sql.record,
                        p -> p.phone(NUMBER)
                                .text("x")
                                .text("POOL")
                                .text(null)
                                .time(at)
                                .number(1)
                                .text("x")
                                .conversation(CONVERSATION)
                                .widgetOfConversation(WIDGET)
                                .text(null)
                                .text(null)));
        return statements;
    }

    private static FactsQuery facts(Instant at, Handover... handovers) {
        List<DecisionRequest> requests = Stream.of(handovers)
                .map(handover -> new DecisionRequest(handover, at, snapshot -> Optional.empty(), "attempt"))
                .toList();
        return FactsQuery.of(requests, NUMBERS);
    }

    private static void addMessages(Map<String, Planned> statements, MessageSql sql, Instant at) {
        Session.Binder gate = p ->
                p.thread(THREAD).time(at).thread(THREAD).time(at).number(45).thread(THREAD);
        statements.put("isFree", new Planned(sql.isFree(true), gate));
        statements.put(
                "first",
                new Planned(
                        sql.first(false),
                        p -> p.thread(THREAD)
                                .thread(THREAD)
                                .time(at)
                                .thread(THREAD)
                                .time(at)
                                .number(45)));
        statements.put("parts", new Planned(sql.parts, p -> p.text("282").text("m1")));
        statements.put(
                "byReference",
                new Planned(sql.byReference, p -> p.text("id-282").number(1)));
        statements.put("byProviderId", new Planned(sql.byProviderId, p -> p.text("SM282")));
        statements.put(
                "due", new Planned(sql.due, p -> p.number(0).time(at).time(at).limit(100)));
        statements.put(
                "unsettled",
                new Planned(
                        sql.unsettled,
                        p -> p.number(0).time(at.minusSeconds(3_600)).time(at).limit(100)));
        statements.put("comparedUntil", new Planned(sql.comparedUntil, p -> p.text("AC1")));
        statements.put(
                "recorded",
                new Planned(
                        sql.recorded, p -> p.text("282").time(at).text("282").text("m1")));
        statements.put("quoted", new Planned(sql.quoted, p -> p.text("SM282").text("SM282")));
        statements.put(
                "hasWritten", new Planned(sql.hasWritten(2), p -> p.text("282").people(PEOPLE)));
        statements.put(
                "writtenOn",
                new Planned(
                        sql.writtenOn(2), p -> p.phone(NUMBER).people(PEOPLE).time(at)));
        statements.put("answers", new Planned(sql.answers, p -> p.thread(THREAD).time(at)));
        statements.put(
                "deleteOldMessages",
                new Planned(
                        sql.deleteOldMessages(2),
                        p -> p.number(1).number(500).time(at).texts(List.of("1", "2"))));
    }

    private static void addInbound(Map<String, Planned> statements, InboundSql sql, Instant at) {
        statements.put("claim", new Planned(sql.claim, p -> p.text("IN282")));
        statements.put(
                "lockExpiredClaim",
                new Planned(sql.lockExpiredClaim, p -> p.text("IN282").time(at)));
        statements.put(
                "complete",
                new Planned(
                        sql.complete,
                        p -> p.time(at).text(null).text("x").text("IN282").text("token")));
        statements.put(
                "lockFreeHeld",
                new Planned(
                        sql.lockFreeHeld(2),
                        p -> p.phone(NUMBER).people(PEOPLE).time(at).time(at).text("token")));
        statements.put("lockHeldOfClaim", new Planned(sql.lockHeldOfClaim, p -> p.text("token")));
        statements.put("aliases", new Planned(sql.aliases, p -> p.text("x").text("US.282")));
    }

    static Stream<Arguments> plans() {
        return Stream.of(TestDatabase.POSTGRESQL, TestDatabase.MARIADB)
                .flatMap(database -> Stream.of(
                                "threads",
                                "unnoticedOnThread",
                                "noteLeftIfUnnoticed",
                                "isFree",
                                "first",
                                "parts",
                                "byReference",
                                "byProviderId",
                                "due",
                                "unsettled",
                                "comparedUntil",
                                "recorded",
                                "quoted",
                                "hasWritten",
                                "writtenOn",
                                "answers",
                                "deleteOldMessages",
                                "claim",
                                "lockExpiredClaim",
                                "complete",
                                "lockFreeHeld",
                                "lockHeldOfClaim",
                                "aliases",
                                "find",
                                "widgetAndSequence",
                                "conversationsAndEnds",
                                "facts of a crowd",
                                "widgetsAfter",
                                "facts",
                                "facts with agent and customer",
                                "facts of usage",
                                "activeNumbers",
                                "active by widget",
                                "active by number",
                                "active by thread",
                                "active and idle",
                                "release",
                                "noteLeft",
                                "record")
                        .map(name -> Arguments.of(database, name)));
    }

    @ParameterizedTest(name = "{1} on {0}")
    @MethodSource("plans")
    void no_statement_reads_a_whole_table(TestDatabase database, String name) throws SQLException {
        List<String> plan = plan(database, name);
        assertThat(plan).isNotEmpty();
        assertThat(plan).as(String.join("\n", plan)).noneMatch(QueryPlanTest::readsAll);
    }

    /** The table may be read as far as the page goes, and nothing has to be put in order. */
    @ParameterizedTest(name = "{1} on {0} by {2}")
    @CsvSource({
        "POSTGRESQL, widgets, widget_configs_pkey",
        "POSTGRESQL, widgetsAfter, widget_configs_pkey",
        "POSTGRESQL, unsettled, numberpool_message_unsettled",
        "MARIADB, widgets, PRIMARY",
        "MARIADB, widgetsAfter, PRIMARY",
        "MARIADB, unsettled, numberpool_message_unsettled"
    })
    void pages_are_read_in_the_order_of_an_index(TestDatabase database, String name, String index) throws SQLException {
        String plan = String.join("\n", plan(database, name));
        assertThat(plan).contains(index).doesNotContain("Sort").doesNotContain("filesort");
    }

    /** What a host with very many widgets may add, so that a stranger's message does not have all pools looked at. */
    @Test
    void an_index_on_the_pools_is_used_if_there_is_one() throws SQLException {
        HostTables host = HOSTS.computeIfAbsent(TestDatabase.POSTGRESQL, QueryPlanTest::filled);
        try (Connection connection = host.source().getConnection();
                Statement statement = connection.createStatement()) {
            SchemaInfo schema = SchemaInfo.read(
                    connection,
                    TableNames.standard(),
                    ClosedStatuses.of(ClosedStatuses.STANDARD),
                    Duration.ofSeconds(5));
            connection.setAutoCommit(false);
            statement.execute("CREATE INDEX pools ON widget_configs USING gin (whatsapp_number_pool jsonb_path_ops)");
            String type = schema.poolType();
            Planned planned = new Planned(
                    schema.sql().poolsMentioning(type),
                    p -> p.text(schema.dialect().mention(NUMBER, type)));
            String plan = String.join("\n", explain(connection, schema, planned));
            connection.rollback();

            assertThat(plan).contains("Index Scan on pools");
        }
    }

    private static List<String> plan(TestDatabase database, String name) throws SQLException {
        HostTables host = HOSTS.computeIfAbsent(database, QueryPlanTest::filled);
        try (Connection connection = host.source().getConnection()) {
            SchemaInfo schema = SchemaInfo.read(
                    connection,
                    TableNames.standard(),
                    ClosedStatuses.of(ClosedStatuses.STANDARD),
                    Duration.ofSeconds(5));
            connection.setAutoCommit(false);
            List<String> plan =
                    explain(connection, schema, statements(schema.sql()).get(name));
            if (database == TestDatabase.POSTGRESQL) {
                plan.addAll(explainForAll(
                        connection, statements(schema.sql()).get(name).sql()));
            }
            connection.rollback();
            return plan;
        }
    }

    private static boolean readsAll(String line) {
        return LARGE.stream().anyMatch(table -> line.contains("Seq Scan on " + table))
                || line.startsWith("full scan of a large table");
    }

    /** A line of the plan each; MariaDB's are put into words. */
    private static List<String> explain(Connection connection, SchemaInfo schema, Planned planned) throws SQLException {
        List<String> plan = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("EXPLAIN " + planned.sql())) {
            planned.binder().bind(new Parameters(statement, schema));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    plan.add(schema.dialect().dialect() == Dialect.POSTGRESQL ? rows.getString(1) : mariaDbLine(rows));
                }
            }
        }
        return plan;
    }

    /** The plan for whatever parameters there may be, which own transactions use. */
    private static List<String> explainForAll(Connection connection, String sql) throws SQLException {
        AtomicInteger next = new AtomicInteger();
        String numbered = Pattern.compile("\\?").matcher(sql).replaceAll(any -> "\\$" + next.incrementAndGet());
        List<String> plan = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL plan_cache_mode = force_generic_plan");
            statement.execute("PREPARE planned AS " + numbered);
            String none = String.join(", ", Collections.nCopies(next.get(), "NULL"));
            try (ResultSet rows =
                    statement.executeQuery("EXPLAIN EXECUTE planned" + (none.isEmpty() ? "" : "(" + none + ")"))) {
                while (rows.next()) {
                    plan.add(rows.getString(1));
                }
            }
            statement.execute("DEALLOCATE planned");
        }
        return plan;
    }

    private static String mariaDbLine(ResultSet row) throws SQLException {
        String table = row.getString("table");
        String type = row.getString("type");
        boolean isLarge = ALIASES.contains(String.valueOf(table)) || LARGE.contains(String.valueOf(table));
        boolean isFull = "ALL".equals(type) || "index".equals(type);
        // An index that is read in its order until the limit is reached, or for the few active rows, is a range.
        return (isLarge && isFull ? "full scan of a large table: " : "") + table + " " + type + " "
                + row.getString("key") + " " + row.getString("rows") + " rows " + row.getString("Extra");
    }

    private static String joined(String one, String other) {
        return "CONCAT(" + one + ", " + other + ")";
    }

    private static HostTables filled(TestDatabase database) {
        boolean isPostgres = database == TestDatabase.POSTGRESQL;
        HostTables host = HostTables.on(database).create();
        String ended = isPostgres ? "generate_series(1, 200000) AS s(n)" : "(SELECT seq AS n FROM seq_1_to_200000) s";
        String active = isPostgres
                ? "generate_series(200001, 200100) AS s(n)"
                : "(SELECT seq AS n FROM seq_200001_to_200100) s";
        String few = isPostgres ? "generate_series(1, 50000) AS s(n)" : "(SELECT seq AS n FROM seq_1_to_50000) s";
        String number = isPostgres ? "'+1555000000' || n % 10" : "CONCAT('+1555000000', n % 10)";
        String columns =
                "INSERT INTO widget_conversations (id, widget_id, assigned_whatsapp_number, status, assigned_agent,"
                        + " assigned_source, assigned_at, assigned_sequence, released_at, left_at) SELECT n, 1 + n % 20, "
                        + number;
        host.sql(
                "INSERT INTO widget_configs (id) SELECT n FROM " + ended,
                columns + ", 'closed', '+201016666348', 'POOL', CURRENT_TIMESTAMP, n,"
                        + " CASE WHEN n % 2 = 0 THEN CURRENT_TIMESTAMP END,"
                        + " CASE WHEN n % 2 = 1 THEN CURRENT_TIMESTAMP END FROM " + ended,
                columns + ", 'handover', '+201016666348', 'POOL', CURRENT_TIMESTAMP, n, NULL, NULL FROM " + active,
                "INSERT INTO numberpool_message (id, kind, conversation_id, message_id, part, parts, participant, number,"
                        + " form, content, assigned_at, state, attempt, provider_id, since_at, logged_at, taken_at,"
                        + " waits_for) SELECT " + joined("'id-'", "n") + ", 'MESSAGE', " + joined("n / 10", "''")
                        + ", " + joined("'m'", "n") + ", 1, 1, " + joined("'+2010'", "100000 + n % 1000") + ", "
                        + number + ", 'TEXT', '', CURRENT_TIMESTAMP, CASE WHEN n % 500 = 0 THEN 'PARKED'"
                        + " WHEN n % 100 = 1 THEN 'SENT' ELSE 'READ' END, 1, " + joined("'SM'", "n")
                        + ", CURRENT_TIMESTAMP, CURRENT_TIMESTAMP,"
                        + " CURRENT_TIMESTAMP, CASE WHEN n % 500 = 0 THEN 'QUEUE' END FROM " + ended,
                "INSERT INTO numberpool_inbound (message_id, token, lease_until, held_count, completed_at, participant)"
                        + " SELECT " + joined("'IN'", "n")
                        + ", 'token', CURRENT_TIMESTAMP, 0, CURRENT_TIMESTAMP, '+201016666348' FROM " + few,
                "INSERT INTO numberpool_held (message_id, participant, number, written_at, content) SELECT "
                        + joined("'IN'", "n") + ", " + joined("'+2010'", "100000 + n % 1000") + ", " + number
                        + ", CURRENT_TIMESTAMP, '' FROM " + few,
                "INSERT INTO numberpool_departure (participant, number, conversation_id, left_at) SELECT "
                        + joined("'+2010'", "100000 + n % 1000") + ", " + number + ", " + joined("n", "''")
                        + ", CURRENT_TIMESTAMP FROM " + few,
                "INSERT INTO numberpool_alias (id, person) SELECT " + joined("'US.'", "n") + ", "
                        + joined("'+20'", "1000000 + n") + " FROM " + few,
                isPostgres ? "ANALYZE" : "ANALYZE TABLE " + String.join(", ", LARGE));
        return host;
    }
}

package dev.numberpool.jdbc;

import static dev.numberpool.jdbc.HostileTexts.shown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.numberpool.Assignment;
import dev.numberpool.ConversationClosedException;
import dev.numberpool.ConversationId;
import dev.numberpool.Handover;
import dev.numberpool.InvalidPoolException;
import dev.numberpool.NumberPool;
import dev.numberpool.Participant;
import dev.numberpool.PhoneNumber;
import dev.numberpool.PooledNumber;
import dev.numberpool.UnknownConversationException;
import dev.numberpool.UnknownWidgetException;
import dev.numberpool.Widget;
import dev.numberpool.WidgetId;
import dev.numberpool.jdbc.Guests.Guest;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A text is a text: it comes back as it was given, finds nothing but itself, and never becomes SQL")
class HostileTextTest {
    private static final List<Class<?>> PORTS = Stream.of(JdbcNumberStore.class, JdbcMessageLog.class)
            .flatMap(HostileTextTest::interfaces)
            .distinct()
            .toList();

    /** Of the module's other methods, those that a text cannot get through. */
    private static final Set<String> TAKE_NO_TEXT = Set.of(
            "ConnectionSource.get()",
            "CredentialsColumn.of(DataSource,TableNames)",
            "CredentialsColumn.Report.isComplete()",
            "JdbcMessageLog.builder(DataSource)",
            "JdbcMessageLog.create(DataSource)",
            "JdbcMessageLog.joining(DataSource,ConnectionSource)",
            "JdbcMessageLog.Builder.build()",
            "JdbcMessageLog.Builder.completeIn(ConnectionSource)",
            "JdbcMessageLog.Builder.lockTimeout(Duration)",
            "JdbcMessageLog.Builder.names(TableNames)",
            "JdbcNumberStore.builder(DataSource)",
            "JdbcNumberStore.create(DataSource)",
            "JdbcNumberStore.joining(ConnectionSource)",
            "JdbcNumberStore.joiningBuilder(ConnectionSource)",
            "JdbcNumberStore.Builder.build()",
            "JdbcNumberStore.Builder.coalescing(boolean)",
            "JdbcNumberStore.Builder.lockTimeout(Duration)",
            "JdbcNumberStore.Builder.names(TableNames)",
            "JdbcSchema.adoptionScript(Dialect)",
            "JdbcSchema.create(DataSource)",
            "JdbcSchema.verify(DataSource)",
            "JdbcSchema.Report.isUsable()",
            "TableNames.standard()");

    private static Stream<Class<?>> interfaces(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).flatMap(each -> Stream.concat(Stream.of(each), interfaces(each)));
    }

    /**
     * Other ways in which drivers bring a text to the server: quoted within the statement, where a backslash escapes or does
     * not, or apart from it; and MariaDB's usual one, which takes its time.
     */
    static Stream<Arguments> ways() {
        return Stream.of(
                Arguments.of(
                        TestDatabase.POSTGRESQL,
                        "&preferQueryMode=simple&options=-c%20standard_conforming_strings=off"),
                Arguments.of(
                        TestDatabase.MARIADB,
                        "&sessionVariables=sql_mode='NO_BACKSLASH_ESCAPES,ANSI_QUOTES,STRICT_TRANS_TABLES'"),
                Arguments.of(TestDatabase.MARIADB, "&useServerPrepStmts=true"),
                Arguments.of(TestDatabase.MARIADB, ""));
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("ways")
    void howeverTheDriverBringsIt(TestDatabase database, String options) {
        goesThroughEveryMethod(database, options);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "H2"})
    void whateverTextGoesThroughEveryMethodComesBackAndTouchesNothingElse(TestDatabase database) {
        goesThroughEveryMethod(database, "");
    }

    private static void goesThroughEveryMethod(TestDatabase database, String options) {
        try (Guests guests = new Guests(database, database.newUrl() + options)) {
            HostileCalls calls = new HostileCalls(guests);

            calls.all().forEach((method, call) -> call(guests, method, call));

            assertThat(calls.all()).hasSizeGreaterThan(35);
        }
    }

    /** First those who mean no harm: what is sent for the others must be the same, letter by letter. */
    private static void call(Guests guests, String method, Consumer<Guest> call) {
        Set<String> known = new HashSet<>();
        guests.statements();
        for (Guest guest : Guests.all()) {
            try {
                call.accept(guest);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(method + " with " + shown(guest.text()) + ": " + e.getMessage(), e);
            }
            if (guest.isHarmless()) {
                known.addAll(guests.statements());
            } else {
                assertThat(known)
                        .as("statements of %s with %s", method, shown(guest.text()))
                        .containsAll(guests.statements());
            }
        }
        try {
            guests.checkThatNothingElseHasChanged();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("after " + method + ": " + e.getMessage(), e);
        }
    }

    @Test
    void noMethodOfAPortIsLeftOut() {
        Set<String> methods = PORTS.stream()
                .flatMap(port -> Arrays.stream(port.getDeclaredMethods())
                        .filter(method -> Modifier.isAbstract(method.getModifiers()))
                        .map(method -> signature(port.getSimpleName(), method)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(methods).hasSizeGreaterThan(30);

        Set<String> tried = new TreeSet<>();
        try (Guests guests = new Guests(TestDatabase.H2, TestDatabase.H2.newUrl())) {
            tried.addAll(new HostileCalls(guests).all().keySet());
        }
        tried.remove("CredentialsColumn.rewrite(BiFunction)");
        assertThat(tried).isEqualTo(methods);
    }

    @Test
    void noOtherPublicMethodOfTheModuleIsLeftOut() {
        Set<String> ofPorts = PORTS.stream()
                .flatMap(port -> Arrays.stream(port.getMethods()))
                .map(method -> signature("", method))
                .collect(Collectors.toSet());
        Set<String> others = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.numberpool.jdbc").stream()
                        .filter(HostileTextTest::isPublic)
                        .map(JavaClass::reflect)
                        .flatMap(type -> Arrays.stream(type.getDeclaredMethods())
                                .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                                .filter(method -> !ofPorts.contains(signature("", method)) && !isGiven(type, method))
                                .map(method -> signature(name(type), method)))
                        .collect(Collectors.toCollection(TreeSet::new));

        Set<String> tried = new TreeSet<>(TAKE_NO_TEXT);
        tried.addAll(withClosedStatus().keySet());
        tried.add("CredentialsColumn.rewrite(BiFunction)");
        tried.add("TableNames.rename(String,String)");
        assertThat(tried).isEqualTo(others);
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(HostileTextTest::isPublic).orElse(true);
    }

    /** What every record and every enum has. */
    private static boolean isGiven(Class<?> type, Method method) {
        return Set.of("toString", "equals", "hashCode", "values", "valueOf").contains(method.getName())
                || (type.isRecord()
                        && Arrays.stream(type.getRecordComponents())
                                .anyMatch(part -> part.getAccessor().equals(method)));
    }

    private static String name(Class<?> type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }

    private static String signature(String owner, Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", owner + "." + method.getName() + "(", ")"));
    }

    /** Where callers wait for each other, PostgreSQL gets what is written for all of them as arrays. */
    @Test
    void theTextsOfACrowdThatIsDecidedOnTogetherStayApart() throws Exception {
        List<String> texts = HostileTexts.ALL;
        Set<String> statements = ConcurrentHashMap.newKeySet();
        try (HostDatabase host = HostDatabase.adopted(TestDatabase.POSTGRESQL, "VARCHAR(255)")) {
            host.sql(
                    "INSERT INTO widget_configs (id) VALUES ('7')",
                    "INSERT INTO widget_conversations (id, widget_id) VALUES ('first', '7')");
            texts.forEach(text -> host.sql("INSERT INTO widget_conversations (id, widget_id) VALUES ('"
                    + text.replace("'", "''") + "', '7')"));
            NumberPool pool = NumberPool.builder(JdbcNumberStore.create(ProxyDataSourceBuilder.create(host.dataSource())
                            .afterQuery(
                                    (execution, queries) -> queries.forEach(each -> statements.add(each.getQuery())))
                            .build()))
                    .build();
            pool.save(pool.widget(WidgetId.of(7))
                    .withPool(texts.stream()
                            .map(text -> PooledNumber.of(number(text)).withDisplayName(text))
                            .toList()));
            pool.assign(WidgetId.of(7), ConversationId.of("first"));
            pool.release(ConversationId.of("first"));

            for (int from = 0; from < texts.size(); from += 25) {
                assignTogether(host, pool, texts.subList(from, Math.min(from + 25, texts.size())));
            }

            assertThat(host.spread()).isLessThanOrEqualTo(1);
            assertThat(statements).anyMatch(sql -> sql.contains("SET assigned_whatsapp_number = d.number"));
        }
    }

    private static void assignTogether(HostDatabase host, NumberPool pool, List<String> texts) throws Exception {
        List<Supplier<Assignment>> calls = texts.stream()
                .<Supplier<Assignment>>map(text -> () -> pool.assign(
                        Handover.of(WidgetId.of(7), ConversationId.of(text)).withAgent(Participant.of(text))))
                .toList();

        List<CompletableFuture<Assignment>> answers = CoalescingTest.atOnce(host, calls);

        for (int i = 0; i < texts.size(); i++) {
            Assignment answer = answers.get(i).get();
            assertThat(answer.conversation().value()).isEqualTo(texts.get(i));
            assertThat(answer.agent()).isEqualTo(Participant.of(texts.get(i)));
            assertThat(answer.number()).as("the one of this name").isEqualTo(number(answer.displayName()));
            assertThat(pool.assignmentOf(answer.conversation()))
                    .as(shown(texts.get(i)))
                    .contains(answer.asNew(false));
        }
    }

    private static PhoneNumber number(String name) {
        return PhoneNumber.of("+1555898" + (1000 + HostileTexts.ALL.indexOf(name)));
    }

    static Stream<Arguments> typedIds() {
        return Arrays.stream(TestDatabase.values())
                .flatMap(database -> Stream.of(Arguments.of(database, "BIGINT"), Arguments.of(database, "UUID")));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("typedIds")
    void whereIdsAreNumbersOrUuidsATextIsUnknown(TestDatabase database, String type) {
        try (HostDatabase host = HostDatabase.adopted(database, type)) {
            String id = type.equals("BIGINT") ? "7" : "'00000000-0000-4000-8000-000000000007'";
            host.sql(
                    "INSERT INTO widget_configs (id) VALUES (" + id + ")",
                    "INSERT INTO widget_conversations (id, widget_id) VALUES (" + id + ", " + id + ")");
            JdbcNumberStore store = JdbcNumberStore.create(host.dataSource());
            NumberPool pool = NumberPool.builder(store).build();
            WidgetId widget = WidgetId.of(id.replace("'", ""));

            for (String text : HostileTexts.ALL) {
                ConversationId conversation = ConversationId.of(text);
                assertThatThrownBy(() -> pool.assign(widget, conversation))
                        .isInstanceOf(UnknownConversationException.class);
                assertThatThrownBy(() -> pool.release(conversation)).isInstanceOf(UnknownConversationException.class);
                assertThatThrownBy(() -> pool.widget(WidgetId.of(text))).isInstanceOf(UnknownWidgetException.class);
                assertThatThrownBy(() -> pool.assign(WidgetId.of(text), ConversationId.of(widget.value())))
                        .isInstanceOf(UnknownWidgetException.class);
                assertThat(store.find(conversation)).isEmpty();
                assertThat(store.withoutNumber(WidgetId.of(text), Set.of(text))).isEmpty();
            }
            assertThat(store.find(ConversationId.of(widget.value()))).isPresent();
            assertThat(host.count("assigned_whatsapp_number IS NULL")).isEqualTo(1);
        }
    }

    /** Statuses are the one thing that is not bound but stands in the text of statements and of the schema. */
    private static Map<String, Consumer<Set<String>>> withClosedStatus() {
        TableNames names = TableNames.standard();
        Map<String, Consumer<Set<String>>> calls = new LinkedHashMap<>();
        calls.put(
                "JdbcNumberStore.Builder.closedStatuses(Set)",
                closed -> JdbcNumberStore.builder(untouched()).closedStatuses(closed));
        calls.put(
                "JdbcMessageLog.Builder.closedStatuses(Set)",
                closed -> JdbcMessageLog.builder(untouched()).closedStatuses(closed));
        calls.put(
                "JdbcSchema.script(Dialect,TableNames,Set)",
                closed ->
                        Arrays.stream(Dialect.values()).forEach(dialect -> JdbcSchema.script(dialect, names, closed)));
        calls.put(
                "JdbcSchema.adoptionScript(Dialect,TableNames,Set)",
                closed -> Arrays.stream(Dialect.values())
                        .forEach(dialect -> JdbcSchema.adoptionScript(dialect, names, closed)));
        calls.put("JdbcSchema.liveAdoption(TableNames,Set)", closed -> JdbcSchema.liveAdoption(names, closed));
        calls.put(
                "JdbcSchema.create(DataSource,TableNames,Set)",
                closed -> JdbcSchema.create(untouched(), names, closed));
        calls.put(
                "JdbcSchema.verify(DataSource,TableNames,Set)",
                closed -> JdbcSchema.verify(untouched(), names, closed));
        return calls;
    }

    private static DataSource untouched() {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    throw new AssertionError("no look at the database");
                });
    }

    /** As the Javadoc of the exception says: ASCII letters, digits, blanks inside, and four characters. */
    private static boolean isPlain(String status) {
        return status.length() <= 64
                && status.strip().equals(status)
                && status.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c) || " _.:-".indexOf(c) >= 0);
    }

    @Test
    void aClosedStatusIsAPlainWordOrRefusedBeforeAnybodyLooksAtTheDatabase() {
        withClosedStatus()
                .forEach((method, call) -> HostileTexts.ALL.stream()
                        .filter(text -> !isPlain(text))
                        .forEach(text -> assertThatThrownBy(() -> call.accept(Set.of("closed", text)))
                                .as("%s with %s", method, shown(text))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageStartingWith("a closed status may have up to 64 ASCII letters")));
    }

    @ParameterizedTest
    @EnumSource
    void aPlainWordStandsInTheScriptAsOneLiteralAndChangesNothingElse(Dialect dialect) {
        List<String> plain =
                HostileTexts.ALL.stream().filter(HostileTextTest::isPlain).toList();
        assertThat(plain).contains("--", ":name", "::text", "NULL", "-1", "_");
        TableNames names = TableNames.standard();
        String usual = JdbcSchema.script(dialect, names, Set.of("closed"));

        for (String status : plain) {
            assertThat(JdbcSchema.script(dialect, names, Set.of(status)))
                    .isEqualTo(usual.replace("'closed'", "'" + status + "'"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPlainWordClosesExactlyWhatIsCalledByItHoweverOddItIs(TestDatabase database) {
        List<String> plain = Stream.concat(
                        HostileTexts.ALL.stream().filter(HostileTextTest::isPlain),
                        Stream.of("DROP TABLE canary", "x".repeat(64)))
                .toList();
        Set<String> others = plain.stream()
                .flatMap(status -> HostileTexts.near(status).stream())
                .filter(status -> !plain.contains(status))
                .collect(Collectors.toCollection(TreeSet::new));
        others.addAll(HostileTexts.ALL);
        plain.forEach(others::remove);
        try (HostTables host = HostTables.on(database)
                .statuses("VARCHAR(255)")
                .closed(plain.toArray(String[]::new))
                .makeTables()
                .adopt()) {
            host.sql("INSERT INTO widget_configs (id, handover_whatsapp_number) VALUES (7, '+15558986359')");
            NumberPool pool = host.pool();
            long id = 0;
            for (String status : plain) {
                insert(host, ++id, status);
                ConversationId closed = ConversationId.of(id);
                assertThatThrownBy(() -> pool.assign(WidgetId.of(7), closed))
                        .as(shown(status))
                        .isInstanceOf(ConversationClosedException.class);
            }
            for (String status : others) {
                insert(host, ++id, status);
                assertThat(pool.assign(WidgetId.of(7), ConversationId.of(id)).isNew())
                        .as(shown(status))
                        .isTrue();
            }
            assertThat(host.verify().findings()).isEmpty();
            assertThat(host.verify().statuses())
                    .hasSize((int) id)
                    .filteredOn(line -> line.endsWith(", closed"))
                    .hasSameSizeAs(plain);
        }
    }

    private static void insert(HostTables host, long id, String status) {
        host.update("INSERT INTO widget_conversations (id, widget_id, status) VALUES (?, 7, ?)", id, status);
    }

    /** Properties of an entry are JSON as the host gives it: none may end its entry and begin another. */
    @ParameterizedTest
    @EnumSource
    void aPropertyThatIsNoJsonIsRefusedAndOneThatIsStaysInItsPlace(TestDatabase database) {
        Stream<String> more =
                Stream.of("", " ", "1]", "1}", "1,2", "1, \"is_active\": false", "nul", "[", "1 2", "/*x*/1", "NaN");
        try (HostDatabase host = HostDatabase.adopted(database)) {
            host.setPool(2);
            NumberPool pool = host.pool().build();
            int kept = 0;
            for (String json : Stream.concat(HostileTexts.ALL.stream(), more).toList()) {
                Widget before = pool.widget(HostDatabase.WIDGET);
                PooledNumber entry = before.pool().get(0);
                Widget edited = before.withPool(List.of(
                        new PooledNumber(entry.number(), "a", "b", true, 1, null, Map.of("more", json)),
                        before.pool().get(1)));
                Throwable refused = catchThrowable(() -> pool.save(edited));
                Widget after = pool.widget(HostDatabase.WIDGET);
                if (refused == null) {
                    kept++;
                    assertThat(after.problems()).as(shown(json)).isEmpty();
                    assertThat(after.pool())
                            .hasSize(2)
                            .element(1)
                            .isEqualTo(before.pool().get(1));
                    assertThat(after.pool().get(0).properties()).containsOnlyKeys("more");
                } else {
                    assertThat(refused).as(shown(json)).isInstanceOf(InvalidPoolException.class);
                    assertThat(json.length() > 5 && refused.getMessage().contains(json))
                            .isFalse();
                    assertThat(after).isEqualTo(before);
                }
            }
            assertThat(kept).isBetween(4, 10);
        }
    }

    @Test
    void aNameOfATableOrColumnIsAPlainWordOrRefused() {
        for (String text : HostileTexts.ALL) {
            boolean isPlain = text.matches("[A-Za-z_][A-Za-z0-9_]{0,62}");
            for (String standard : List.of("widget_conversations", "widget_conversations.status", "numberpool_alias")) {
                if (isPlain) {
                    assertThat(TableNames.standard().rename(standard, text).of(standard))
                            .isEqualTo(text);
                } else {
                    assertThatThrownBy(() -> TableNames.standard().rename(standard, text))
                            .as(shown(text))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("only have ASCII letters, digits and underscores");
                }
            }
            assertThatThrownBy(() -> TableNames.standard().rename(text, "x"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theTextsAreManyAndNoTwoAreTheSame() {
        assertThat(HostileTexts.ALL).hasSizeGreaterThan(60);
        assertThat(Guests.all().stream().map(Guest::person)).doesNotHaveDuplicates();
        assertThat(HostileTexts.ALL).allMatch(text -> !HostileTexts.near(text).isEmpty());
    }
}

package dev.numberpool.jdbc;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the module is built: what it may use, what it may keep, and how little of it is public. */
class ArchitectureTest {
    private static final Logger LOG = LoggerFactory.getLogger(ArchitectureTest.class);
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.numberpool.jdbc");

    /** Types of static constants that cannot change. */
    private static final Set<String> IMMUTABLE = Set.of(
            "java.lang.String",
            "java.lang.Integer",
            "java.lang.Long",
            "java.util.regex.Pattern",
            "java.time.Duration",
            "java.util.Comparator",
            "org.slf4j.Logger");

    /** Collections made by {@code List.of} and its like; a test below looks at them. */
    private static final Set<String> COLLECTIONS = Set.of("java.util.List", "java.util.Set", "java.util.Map");

    @Test
    void the_module_knows_the_core_and_the_platform_and_nothing_else() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.sql",
                        "dev.numberpool",
                        "dev.numberpool.desk",
                        "dev.numberpool.spi",
                        "dev.numberpool.jdbc",
                        "com.fasterxml.jackson..",
                        "org.slf4j",
                        "org.jspecify.annotations")
                .check(CLASSES);
    }

    @Test
    void no_static_field_can_change() {
        fields().that()
                .areStatic()
                .and(describe("written by hand", field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)))
                .should()
                .beFinal()
                .andShould(new ArchCondition<JavaField>("be of an immutable type") {
                    @Override
                    public void check(JavaField field, ConditionEvents events) {
                        events.add(
                                new SimpleConditionEvent(field, isImmutable(field.getRawType()), field.getFullName()));
                    }
                })
                .check(CLASSES);
    }

    private static boolean isImmutable(JavaClass type) {
        return type.isPrimitive()
                || type.isEnum()
                || IMMUTABLE.contains(type.getName())
                || COLLECTIONS.contains(type.getName())
                || type.getName().equals("dev.numberpool.jdbc.TableNames");
    }

    @Test
    void static_collections_are_unmodifiable() throws ReflectiveOperationException {
        for (JavaClass type : CLASSES) {
            for (JavaField field : type.getFields()) {
                if (field.getModifiers().contains(JavaModifier.STATIC)
                        && COLLECTIONS.contains(field.getRawType().getName())) {
                    Field reflected = field.reflect();
                    reflected.setAccessible(true);
                    assertThat(reflected.get(null).getClass().getName())
                            .as(field.getFullName())
                            .contains("Immutable");
                }
            }
        }
    }

    @Test
    void there_are_no_threads_and_nothing_is_bound_to_one() {
        noClasses()
                .should()
                .dependOnClassesThat(describe(
                        "threads and executors",
                        type -> type.isAssignableTo(ThreadLocal.class)
                                || type.isAssignableTo(Executor.class)
                                || type.isAssignableTo(CompletionStage.class)
                                || type.isAssignableTo(Timer.class)
                                || type.isAssignableTo(Runtime.class)))
                .check(CLASSES);
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(WaitingLine.class.getName())
                .and(describe("are not its waiters", type -> !type.getName().startsWith(WaitingLine.class.getName())))
                .should()
                .dependOnClassesThat(describe("threads", type -> type.isAssignableTo(Thread.class)))
                .check(CLASSES);
        noClasses()
                .should()
                .callMethod(Thread.class, "start")
                .as("those who wait are known by their threads, but no thread is started")
                .check(CLASSES);
    }

    @Test
    void nothing_is_synchronized() throws IOException {
        methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED).check(CLASSES);
        for (Path source : sources()) {
            assertThat(Files.readString(source)).as(source.toString()).doesNotContainPattern("synchronized\\s*\\(");
        }
    }

    @Test
    void failures_of_the_database_are_never_told_apart_by_their_text() {
        noClasses()
                .should()
                .callMethodWhere(describe("the text of an SQLException", ArchitectureTest::readsTextOfSqlException))
                .check(CLASSES);
    }

    private static boolean readsTextOfSqlException(JavaMethodCall call) {
        boolean readsText = Set.of("getMessage", "getLocalizedMessage").contains(call.getName());
        JavaClass owner = call.getTargetOwner();
        return readsText
                && (owner.isAssignableTo(SQLException.class)
                        || owner.isEquivalentTo(Throwable.class)
                        || owner.isEquivalentTo(Exception.class));
    }

    @Test
    void at_most_three_types_of_ten_are_public() {
        List<JavaClass> named = CLASSES.stream()
                .filter(type -> !type.isAnonymousClass() && !type.isLocalClass())
                .filter(type -> !type.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .toList();
        List<JavaClass> open = named.stream().filter(ArchitectureTest::isPublic).toList();

        // As a warning, the level that tests show: a reader of the build's log wants to know it of a green run, too.
        LOG.warn("public types of jdbc-store: {} of {}", open.size(), named.size());

        assertThat(open.size() * 10).isLessThanOrEqualTo(named.size() * 3);
    }

    /** Public, and so are all the types around it. */
    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true);
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            assertThat(sources).isNotEmpty();
            return sources;
        }
    }
}

package dev.numberpool;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.numberpool.spi.AliasStore;
import dev.numberpool.spi.ConversationDirectory;
import dev.numberpool.spi.CredentialsReader;
import dev.numberpool.spi.InboundLog;
import dev.numberpool.spi.MessageHistory;
import dev.numberpool.spi.MessageLog;
import dev.numberpool.spi.MessagingGateway;
import dev.numberpool.spi.NumberStore;
import dev.numberpool.spi.OutboundMessage;
import dev.numberpool.spi.OutboundRecord;
import dev.numberpool.spi.Outbox;
import dev.numberpool.spi.SendGate;
import dev.numberpool.spi.SenderDirectory;
import dev.numberpool.spi.ThreadStore;
import dev.numberpool.spi.WidgetStore;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("the shape of the module")
class ArchitectureTest {
    private static final String ROOT = "dev.numberpool";
    private static final String DESK = "dev.numberpool.desk";
    private static final String SPI = "dev.numberpool.spi";
    private static final String MEMORY = "dev.numberpool.memory";
    private static final String DIAGNOSE = "dev.numberpool.diagnose";
    private static final Class<?>[] ASSIGNMENT_PORTS = {
        NumberStore.class, WidgetStore.class, ThreadStore.class, CredentialsReader.class
    };
    private static final Class<?>[] MESSAGING_PORTS = {
        MessageLog.class,
        Outbox.class,
        MessageHistory.class,
        InboundLog.class,
        AliasStore.class,
        MessagingGateway.class,
        ConversationDirectory.class,
        OutboundMessage.class,
        OutboundRecord.class,
        SendGate.class,
        SenderDirectory.class
    };
    private static final int MOST_PUBLIC_PERCENT = 45;

    @Test
    void the_domain_depends_on_its_ports_slf4j_and_jspecify_alone() {
        classes()
                .that()
                .resideInAnyPackage(ROOT, DESK, SPI)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.slf4j", "org.jspecify.annotations", ROOT, DESK, SPI)
                .check(Architecture.MAIN);
    }

    @Test
    void assignment_knows_nothing_of_messaging() {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .or()
                .belongToAnyOf(ASSIGNMENT_PORTS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(DESK)
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(MESSAGING_PORTS)
                .check(Architecture.MAIN);
    }

    @Test
    void the_stores_in_memory_know_the_domain_and_nobody_else() {
        classes()
                .that()
                .resideInAPackage(MEMORY)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify.annotations", ROOT, DESK, SPI, MEMORY)
                .check(Architecture.MAIN);
    }

    @Test
    void nobody_knows_the_stores_in_memory() {
        noClasses()
                .that()
                .resideOutsideOfPackage(MEMORY)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(MEMORY)
                .check(Architecture.MAIN);
    }

    @Test
    void the_diagnosis_knows_the_domain_and_its_ports_and_nobody_knows_it() {
        classes()
                .that()
                .resideInAPackage(DIAGNOSE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify.annotations", ROOT, DESK, SPI, DIAGNOSE)
                .check(Architecture.MAIN);
        noClasses()
                .that()
                .resideOutsideOfPackage(DIAGNOSE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(DIAGNOSE)
                .check(Architecture.MAIN);
    }

    /** An address is a value: java.net.URI connects to nothing, unlike java.net.URL. */
    @Test
    void the_domain_does_no_input_or_output() {
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "do input or output",
                        type -> !type.isEquivalentTo(java.net.URI.class)
                                && resideInAnyPackage(
                                                "java.sql..", "java.net..", "java.io", "java.nio.file..", "javax..")
                                        .test(type)))
                .check(Architecture.MAIN.that(DescribedPredicate.not(resideInAPackage("java.."))));
    }

    @Test
    void no_state_is_static() {
        fields().that().areStatic().should().haveModifier(FINAL).check(Architecture.MAIN);
    }

    @Test
    void no_threads_executors_or_thread_locals() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(
                        Thread.class,
                        ThreadLocal.class,
                        java.util.concurrent.Executor.class,
                        java.util.concurrent.Executors.class,
                        java.util.concurrent.CompletableFuture.class,
                        java.util.concurrent.ForkJoinPool.class,
                        java.util.Timer.class,
                        Runtime.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.concurrent.Executor.class)
                .check(Architecture.MAIN);
        methods().should().notHaveModifier(SYNCHRONIZED).check(Architecture.MAIN);
    }

    @Test
    void time_comes_from_the_callers_clock() {
        noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(Architecture.MAIN);
    }

    @Test
    void everything_thrown_on_purpose_has_one_root() {
        classes()
                .that()
                .areAssignableTo(Throwable.class)
                .should()
                .beAssignableTo(NumberPoolException.class)
                .check(Architecture.MAIN);
        noClasses()
                .that()
                .doNotBelongToAnyOf(NumberPoolException.class)
                .should()
                .callConstructor(RuntimeException.class, String.class)
                .check(Architecture.MAIN);
    }

    @Test
    void classes_are_final_unless_made_for_more() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .doNotHaveModifier(JavaModifier.ABSTRACT)
                .and()
                .areNotAnonymousClasses()
                .should()
                .haveModifier(FINAL)
                .check(Architecture.MAIN);
    }

    /** Ports are there to be implemented, and what a sealed type or a builder is made of is read with it. */
    @Test
    void the_engine_is_package_private() {
        List<JavaClass> all = Architecture.namedTypes();
        List<JavaClass> behindThePorts = all.stream()
                .filter(type -> !type.isNestedClass() && !type.getPackageName().equals(SPI))
                .toList();
        double percent = Architecture.publicPercent(behindThePorts);
        Console.print(
                "public types of core: {} % of {} behind the ports; with ports and nested types {} % of {}",
                percent, behindThePorts.size(), Architecture.publicPercent(all), all.size());

        assertThat(percent).isLessThanOrEqualTo(MOST_PUBLIC_PERCENT);
    }
}

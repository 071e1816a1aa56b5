package dev.numberpool.twilio;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** How the module is built: what it may use, and how little of it is public. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.numberpool.twilio");

    @Test
    void the_module_knows_the_core_the_sdk_and_a_few_libraries() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "javax.crypto..",
                        "javax.net.ssl",
                        "dev.numberpool",
                        "dev.numberpool.desk",
                        "dev.numberpool.spi",
                        "dev.numberpool.twilio..",
                        "com.twilio..",
                        "com.google.crypto.tink..",
                        "org.apache.hc.core5.http..",
                        "dev.failsafe..",
                        "org.slf4j",
                        "com.fasterxml.jackson..",
                        "org.jspecify.annotations")
                .check(CLASSES);
    }

    @Test
    void only_the_package_of_encrypted_credentials_needs_tink_and_nobody_needs_that_package() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.numberpool.twilio.credentials")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.google..", "dev.numberpool.twilio.credentials")
                .check(CLASSES);
    }

    @Test
    void nobody_but_our_own_client_talks_to_the_network() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("com.twilio.http.NetworkHttpClient")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("com.twilio.Twilio")
                .check(CLASSES);
        noClasses()
                .that()
                .doNotHaveSimpleName("Transport")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.http.HttpClient")
                .check(CLASSES);
    }

    @Test
    void no_thread_is_started() {
        noClasses()
                .should()
                .callMethod(Thread.class, "start")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.Executors")
                .check(CLASSES);
    }

    @Test
    void nothing_is_logged_by_this_module_but_what_could_not_be_read_or_reconciled() {
        noClasses()
                .that()
                .doNotHaveSimpleName("OpenedCredentials")
                .and()
                .doNotHaveSimpleName("AccountsBySid")
                .and()
                .doNotHaveSimpleName("TwilioReconciler")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.slf4j..", "java.util.logging")
                .check(CLASSES);
    }

    @Test
    void no_static_field_can_change_and_nothing_is_synchronized() {
        fields().that().areStatic().should().beFinal().check(CLASSES);
        methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED).check(CLASSES);
    }

    @Test
    void classes_are_final_and_only_what_a_host_needs_is_public() {
        classes()
                .that(describe("are classes", type -> !type.isInterface() && !type.isAnonymousClass()))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .check(CLASSES);
        assertThat(CLASSES.stream()
                        .filter(JavaClass::isTopLevelClass)
                        .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(
                        "EncryptedCredentials",
                        "TwilioAccount",
                        "TwilioAccounts",
                        "TwilioConversations",
                        "TwilioEvent",
                        "TwilioMedia",
                        "TwilioMessagingGateway",
                        "TwilioReconciler",
                        "TwilioSenders",
                        "TwilioWebhooks",
                        "UnreadableCredentialsException");
    }
}

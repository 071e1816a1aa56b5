package dev.numberpool;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;

/** The module's own classes, as the compiler left them. */
final class Architecture {
    static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.numberpool");

    private Architecture() {}

    /** Top-level and nested types that have a name in the source. */
    static List<JavaClass> namedTypes() {
        return MAIN.stream()
                .filter(type -> !type.isAnonymousClass() && !type.isLocalClass())
                .filter(type -> !type.getModifiers().contains(JavaModifier.SYNTHETIC))
                .filter(type -> !type.getSimpleName().equals("package-info")
                        && !type.getSimpleName().equals("module-info"))
                .toList();
    }

    /** Public, and so is every type around it. */
    static boolean isEffectivelyPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass()
                        .map(Architecture::isEffectivelyPublic)
                        .orElse(true);
    }

    static double publicPercent(List<JavaClass> types) {
        return 100.0 * types.stream().filter(Architecture::isEffectivelyPublic).count() / types.size();
    }
}

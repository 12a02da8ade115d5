package io.dealsync.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.dealsync.guard.Approval;
import io.dealsync.guard.Guard;

/** The core depends on nothing but the language, and its packages follow the story. */
@AnalyzeClasses(packages = "io.dealsync", importOptions = ImportOption.DoNotIncludeTests.class)
class CoreHouseTest {

  private static final String[] STORY = {
    "link",
    "desired",
    "observe",
    "decide",
    "plan",
    "portal",
    "guard",
    "verify",
    "journal",
    "run",
    "settle",
    "apply",
    "reconcile",
    "pull"
  };

  @ArchTest
  static final ArchRule core_depends_on_the_language_only =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "io.dealsync..");

  @ArchTest
  static final ArchRule core_knows_no_database_no_network_and_no_files =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "java.net..", "java.io..", "java.nio..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.lang.Thread");

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("io.dealsync.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_the_guard_approves =
      noClasses()
          .that()
          .doNotBelongToAnyOf(Guard.class)
          .should()
          .callConstructorWhere(
              com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                  com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                      com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo(
                          Approval.class))));

  @ArchTest
  static void each_chapter_knows_only_earlier_ones(JavaClasses core) {
    for (int i = 0; i < STORY.length; i++) {
      String[] later = new String[STORY.length - i - 1];
      for (int j = 0; j < later.length; j++) {
        later[j] = "io.dealsync." + STORY[i + 1 + j] + "..";
      }
      if (later.length > 0) {
        noClasses()
            .that()
            .resideInAPackage("io.dealsync." + STORY[i] + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(later)
            .check(core);
      }
    }
  }
}

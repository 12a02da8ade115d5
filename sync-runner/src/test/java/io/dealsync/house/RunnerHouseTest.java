package io.dealsync.house;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.dealsync.bitrix.BitrixPortal;
import io.dealsync.bitrix.auth.Secrets;
import io.dealsync.db.Database;
import io.dealsync.portal.PortalFailure;
import java.util.stream.Stream;

/** The direction of dependencies in the whole repository. */
@AnalyzeClasses(
    packages = "io.dealsync",
    importOptions = {ImportOption.DoNotIncludeTests.class, RunnerHouseTest.NoTestJars.class})
class RunnerHouseTest {

  /** The other modules' test support comes as jars. */
  static final class NoTestJars implements ImportOption {

    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final String[] CORE = {
    "..dealsync.text..",
    "..dealsync.link..",
    "..dealsync.desired..",
    "..dealsync.observe..",
    "..dealsync.decide..",
    "..dealsync.plan..",
    "..dealsync.portal..",
    "..dealsync.guard..",
    "..dealsync.verify..",
    "..dealsync.journal..",
    "..dealsync.run..",
    "..dealsync.settle..",
    "..dealsync.apply..",
    "..dealsync.reconcile..",
    "..dealsync.pull.."
  };

  /** Ground for all of them, as the core's texts are. */
  private static final String FILES = "..dealsync.files..";

  private static final String DATABASE = "..dealsync.db..";

  private static final String CLIENT = "..dealsync.bitrix..";

  private static final String SANDBOX = "..dealsync.sandbox..";

  private static final DescribedPredicate<JavaClass> RUNNER =
      DescribedPredicate.describe(
          "of the runner",
          type ->
              type.getPackageName().startsWith("io.dealsync")
                  && Stream.concat(Stream.of(CORE), Stream.of(DATABASE, FILES))
                      .map(
                          pattern -> pattern.replace("..dealsync", "io.dealsync").replace("..", ""))
                      .noneMatch(
                          root ->
                              type.getPackageName().equals(root)
                                  || type.getPackageName().startsWith(root + ".")));

  @ArchTest
  static final ArchRule the_core_knows_neither_database_nor_runner =
      noClasses()
          .that()
          .resideInAnyPackage(CORE)
          .should()
          .dependOnClassesThat(RUNNER)
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage(DATABASE);

  @ArchTest
  static final ArchRule the_database_does_not_know_the_runner =
      noClasses().that().resideInAPackage(DATABASE).should().dependOnClassesThat(RUNNER);

  @ArchTest
  static final ArchRule files_know_nothing_of_what_they_hold =
      noClasses()
          .that()
          .resideInAPackage(FILES)
          .should()
          .dependOnClassesThat(RUNNER)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(DATABASE, "..dealsync.journal..", "..dealsync.portal..");

  @ArchTest
  static final ArchRule the_client_knows_the_core_only =
      noClasses()
          .that()
          .resideInAPackage(CLIENT)
          .should()
          .dependOnClassesThat(
              RUNNER.and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(CLIENT))))
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage(DATABASE);

  /** It stands in for someone else's software: what it shared with ours it could not test. */
  @ArchTest
  static final ArchRule the_sandbox_shares_nothing_with_the_client =
      noClasses()
          .that()
          .resideInAPackage(SANDBOX)
          .should()
          .dependOnClassesThat(
              RUNNER.and(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(SANDBOX))))
          .orShould()
          .dependOnClassesThat()
          .resideInAPackage(DATABASE)
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage(CORE);

  /** Where a peer's words may be in a sentence, they have been masked. */
  @ArchTest
  static final ArchRule only_what_knows_the_secrets_words_a_portals_failure =
      noClasses()
          .that()
          .resideInAPackage(CLIENT)
          .and()
          .doNotBelongToAnyOf(Secrets.class)
          .and()
          .doNotHaveFullyQualifiedName("io.dealsync.bitrix.batch.ParallelRunner")
          .should()
          .callConstructorWhere(target(owner(equivalentTo(PortalFailure.class))));

  @ArchTest
  static final ArchRule commands_reach_the_portal_through_the_application =
      noClasses()
          .that()
          .resideInAnyPackage("..dealsync.cli..", "..dealsync.serve..", "..dealsync.demo..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..dealsync.bitrix.rest..",
              "..dealsync.bitrix.auth..",
              "..dealsync.bitrix.http..",
              "..dealsync.bitrix.wire..",
              "..dealsync.bitrix.batch..",
              "..dealsync.bitrix.list..",
              "..dealsync.bitrix.link..");

  @ArchTest
  static final ArchRule quartz_stays_in_the_daemon =
      noClasses()
          .that()
          .resideOutsideOfPackages("..dealsync.serve..", "..dealsync.config..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.quartz..");

  @ArchTest
  static final ArchRule pools_and_migrations_stay_in_the_database_module =
      noClasses()
          .that()
          .resideOutsideOfPackage(DATABASE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.flywaydb..", "com.zaxxer..");

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("io.dealsync.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packages_of_the_client_have_no_cycles =
      slices().matching("io.dealsync.bitrix.(*)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packages_of_the_commands_have_no_cycles =
      slices().matching("io.dealsync.cli.(*)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule the_chapters_of_commands_do_not_know_the_list_of_commands =
      noClasses()
          .that()
          .resideInAPackage("io.dealsync.cli.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.dealsync.cli");

  @ArchTest
  static final ArchRule nothing_is_printed_past_the_console =
      classes()
          .that()
          .doNotHaveFullyQualifiedName("io.dealsync.cli.terminal.Console")
          .should(
              com.tngtech.archunit.lang.conditions.ArchConditions.not(
                  com.tngtech.archunit.lang.conditions.ArchConditions.accessField(
                      System.class, "out")));

  @ArchTest
  static final ArchRule only_the_application_opens_databases_and_connects_to_portals =
      noClasses()
          .that()
          .resideOutsideOfPackages("..dealsync.app..", DATABASE, CLIENT)
          .should()
          .callMethodWhere(
              target(owner(equivalentTo(Database.class)))
                  .and(target(name("open")))
                  .or(
                      target(owner(equivalentTo(BitrixPortal.class)))
                          .and(target(name("connect")))));
}

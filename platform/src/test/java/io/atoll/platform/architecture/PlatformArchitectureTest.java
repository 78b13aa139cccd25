package io.atoll.platform.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** What node and router share knows neither; each rule is seen to bite on other code. */
class PlatformArchitectureTest {
  private static final JavaClasses PLATFORM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.atoll.platform");

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.OnlyIncludeTests())
          .importPackages("io.atoll.platform");

  private static final ArchRule KNOWS_NO_USER =
      classes()
          .that()
          .resideInAPackage("io.atoll..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.atoll.platform..",
              "io.atoll.wire..",
              "io.atoll.net..",
              "io.atoll.resilience..",
              "java..",
              "com.sun.management..",
              "io.vertx..",
              "io.netty..",
              "io.micrometer.core.instrument..",
              "com.fasterxml.jackson..",
              "org.yaml.snakeyaml..",
              "org.slf4j..")
          .because("node and router stand on it");

  private static final ArchRule READS_NO_CLOCK =
      noClasses()
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .because("a loop is handed its time");

  @Test
  void itKnowsNeitherNodeNorRouter() {
    KNOWS_NO_USER.check(PLATFORM);
    assertThat(KNOWS_NO_USER.evaluate(TESTS).hasViolation()).isTrue();
  }

  /** Breaks a rule on purpose. */
  record ReadsClock(long nowNanos) {
    ReadsClock() {
      this(System.nanoTime());
    }
  }

  @Test
  void timeIsHandedIn() {
    READS_NO_CLOCK.check(PLATFORM);
    assertThat(READS_NO_CLOCK.evaluate(TESTS).hasViolation()).isTrue();
  }

  @Test
  void packagesDoNotKnowEachOther() {
    slices().matching("io.atoll.platform.(*)..").should().notDependOnEachOther().check(PLATFORM);
    assertThat(PLATFORM.size()).isGreaterThan(12);
  }
}

package io.atoll.cli.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.NetworkOptions;
import org.junit.jupiter.api.Test;

/** Which package of the command line may know which; each rule is seen to bite on other code. */
class CliArchitectureTest {
  private static final JavaClasses CLI =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.atoll.cli");

  @Test
  void packagesFormNoCycle() {
    ArchRule rule = slices().matching("io.atoll.(**)").should().beFreeOfCycles();
    rule.check(CLI);
    assertThat(CLI.size()).isGreaterThan(120);
    // A test in any package may run the whole command line.
    JavaClasses withTests = new ClassFileImporter().importPackages("io.atoll.cli");
    assertThat(rule.evaluate(withTests).hasViolation()).isTrue();
  }

  @Test
  void whatTalksToAClusterKnowsNoServer() {
    knowsNoServer("client", "load", "bench..").check(CLI);
    assertThat(knowsNoServer("server").evaluate(CLI).hasViolation()).isTrue();
    assertThat(knowsNoServer("data").evaluate(CLI).hasViolation()).isTrue();
  }

  @Test
  void whatMeasuresIsHandedItsClockAndItsTarget() {
    knowsTheJdkAndItself("bench.engine", "org.HdrHistogram..").check(CLI);
    assertThat(knowsTheJdkAndItself("bench", "org.HdrHistogram..").evaluate(CLI).hasViolation())
        .isTrue();
  }

  @Test
  void theTerminalKnowsNoStore() {
    knowsTheJdkAndItself("terminal", "picocli..").check(CLI);
    assertThat(knowsTheJdkAndItself("server", "picocli..").evaluate(CLI).hasViolation()).isTrue();
  }

  @Test
  void optionsOfSocketsAreMadeInOnePlace() {
    makesNoSocketOptions("io.atoll.net").check(CLI);
    JavaClasses net = new ClassFileImporter().importPackages("io.atoll.net");
    assertThat(makesNoSocketOptions("io.atoll.none").evaluate(net).hasViolation()).isTrue();
  }

  private static ArchRule makesNoSocketOptions(String home) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(home)
        .should()
        .callConstructorWhere(
            JavaCall.Predicates.target(
                owner(assignableTo(NetworkOptions.class).or(assignableTo(PoolOptions.class)))))
        .because("TLS is switched on in one place");
  }

  private static ArchRule knowsNoServer(String... names) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages(names))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.atoll..")
                .and(
                    resideOutsideOfPackages(
                        "io.atoll.cli..",
                        "io.atoll.client..",
                        "io.atoll.wire..",
                        "io.atoll.net..",
                        "io.atoll.ring..")))
        .because("a user has the HTTP API and the client library, and so have these");
  }

  private static ArchRule knowsTheJdkAndItself(String name, String library) {
    return classes()
        .that()
        .resideInAPackage("io.atoll.cli." + name)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java..", "io.atoll.cli." + name, library)
        .because("it is tested without a cluster");
  }

  private static String[] packages(String... names) {
    String[] packages = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      packages[i] = "io.atoll.cli." + names[i];
    }
    return packages;
  }
}

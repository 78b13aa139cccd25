package io.atoll.router.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
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

/** Which package of the router may know which; each rule is seen to bite on other code. */
class RouterArchitectureTest {
  private static final JavaClasses ROUTER =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.atoll.router");

  @Test
  void whatDecidesKnowsNoNetwork() {
    for (String name : new String[] {"health", "policy"}) {
      knowsNoNetwork(name).check(ROUTER);
    }
    assertThat(knowsNoNetwork("proxy").evaluate(ROUTER).hasViolation()).isTrue();
  }

  @Test
  void whatDecidesIsHandedTimeAndChance() {
    drawsNeither("health").check(ROUTER);
    drawsNeither("policy").check(ROUTER);
    assertThat(drawsNeither("proxy").evaluate(ROUTER).hasViolation()).isTrue();
  }

  @Test
  void ofAtollItKnowsWhatItSharesWithClientsAndNodesOnly() {
    dependsOn(
            "io.vertx..",
            "com.github.benmanes.caffeine..",
            "org.yaml.snakeyaml..",
            "io.micrometer..",
            "org.slf4j..")
        .check(ROUTER);
    assertThat(dependsOn("io.vertx..").evaluate(ROUTER).hasViolation()).isTrue();
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("io.atoll.router.(*)..").should().beFreeOfCycles().check(ROUTER);
    assertThat(ROUTER.size()).isGreaterThan(50);
  }

  @Test
  void optionsOfSocketsAreMadeInOnePlace() {
    makesNoSocketOptions("io.atoll.net").check(ROUTER);
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

  private static ArchRule knowsNoNetwork(String name) {
    return classes()
        .that()
        .resideInAPackage("io.atoll.router." + name)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "io.atoll.resilience..",
            "io.atoll.wire..",
            "com.github.benmanes.caffeine..",
            "io.atoll.router." + name)
        .because("decisions are tested without a network");
  }

  private static ArchRule drawsNeither(String name) {
    return noClasses()
        .that()
        .resideInAPackage("io.atoll.router." + name)
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callConstructor(java.util.SplittableRandom.class)
        .orShould()
        .dependOnClassesThat()
        .haveSimpleName("ThreadLocalRandom")
        .orShould()
        .dependOnClassesThat()
        .haveSimpleName("SplittableRandom")
        .because("the same inputs must lead to the same decision");
  }

  private static ArchRule dependsOn(String... libraries) {
    return classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "java..",
                    "io.atoll.router..",
                    "io.atoll.platform..",
                    "io.atoll.resilience..",
                    "io.atoll.net..",
                    "io.atoll.wire..")
                .or(resideInAnyPackage(libraries)))
        .because("a router stands before nodes of any version, and carries no command line");
  }
}

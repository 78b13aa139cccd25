package io.atoll.chaos.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import org.junit.jupiter.api.Test;

/** The judge asks nobody whom it judges; each rule is seen to bite on other code. */
class ChaosArchitectureTest {
  private static final JavaClasses CHAOS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.atoll.chaos");

  @Test
  void theJudgeKnowsNothingOfReplication() {
    knowsNoReplication("checker", "model").check(CHAOS);
    assertThat(knowsNoReplication("workload").evaluate(CHAOS).hasViolation()).isTrue();
  }

  private static ArchRule knowsNoReplication(String... packages) {
    return judge(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.atoll.replication..")
        .because("what counts the answers is what is judged");
  }

  @Test
  void theJudgeWorksOutByItselfWhoHoldsAKey() {
    asksForNoPlacement("io.atoll.chaos..").check(CHAOS);
    JavaClasses ring = new ClassFileImporter().importPackages("io.atoll");
    assertThat(asksForNoPlacement("io.atoll..").evaluate(ring).hasViolation()).isTrue();
  }

  private static ArchRule asksForNoPlacement(String packages) {
    return noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .callMethodWhere(JavaCall.Predicates.target(HasName.Predicates.name("preferenceList")))
        .because("who holds a key is read off the claim");
  }

  @Test
  void theModelKnowsNoCluster() {
    knowsNoNode("model").check(CHAOS);
    assertThat(knowsNoNode("checker").evaluate(CHAOS).hasViolation()).isTrue();
  }

  private static ArchRule knowsNoNode(String... packages) {
    return judge(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.atoll.node..", "io.atoll.sim..", "io.atoll.service..")
        .because("it is tested without a cluster");
  }

  private static GivenClassesConjunction judge(String... packages) {
    String[] all = new String[packages.length];
    for (int i = 0; i < packages.length; i++) {
      all[i] = "io.atoll.chaos." + packages[i] + "..";
    }
    return noClasses().that().resideInAnyPackage(all);
  }
}

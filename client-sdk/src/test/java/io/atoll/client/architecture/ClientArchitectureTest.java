package io.atoll.client.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which package of the client may know which, and where its time and its chance come from. */
class ClientArchitectureTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.atoll");

  private static final JavaClasses TESTS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.OnlyIncludeTests())
          .importPackages("io.atoll");

  private static final Set<String> CLOCKS = Set.of("nanoTime", "currentTimeMillis", "sleep", "now");

  private static final ArchRule BYTES =
      classes()
          .that()
          .resideInAPackage("io.atoll.bytes..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.atoll.bytes..", "java..");

  private static final ArchRule WIRE =
      classes()
          .that()
          .resideInAPackage("io.atoll.wire..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.atoll.wire..", "io.atoll.bytes..", "java..", "com.dynatrace.hash4j..");

  private static final ArchRule RESILIENCE =
      classes()
          .that()
          .resideInAPackage("io.atoll.resilience..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.atoll.resilience..", "java..");

  private static final ArchRule NET =
      classes()
          .that()
          .resideInAPackage("io.atoll.net..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.atoll.net..", "java..", "io.vertx..", "io.netty..");

  private static final ArchRule DOOR =
      classes()
          .that()
          .resideInAPackage("io.atoll.client.transport..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.atoll.client.transport..", "java..");

  private static final ArchRule ENGINE =
      classes()
          .that()
          .resideInAPackage("io.atoll.client.engine..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.atoll.client.engine..",
              "io.atoll.client.transport..",
              "io.atoll.resilience..",
              "io.atoll.wire..",
              "io.atoll.bytes..",
              "java..",
              "org.jctools..");

  private static final ArchRule VERTX =
      classes()
          .that()
          .resideInAPackage("io.atoll.client.vertx..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.atoll.client.vertx..",
              "io.atoll.client.transport..",
              "io.atoll.net..",
              "java..",
              "io.vertx..",
              "io.netty..");

  private static final ArchRule TIME_AND_CHANCE =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.atoll.client.vertx..")
          .should()
          .accessTargetWhere(
              DescribedPredicate.<JavaAccess<?>>describe(
                  "read time, sleep or draw by chance", ClientArchitectureTest::isWorldly));

  private static boolean isWorldly(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    String name = access.getName();
    return CLOCKS.contains(name)
            && (owner.isEquivalentTo(System.class)
                || owner.isEquivalentTo(Thread.class)
                || owner.getPackageName().startsWith("java.time")
                || owner.getPackageName().startsWith("java.util.concurrent"))
        || owner.getPackageName().equals("java.util.random")
        || owner.getName().equals("java.util.concurrent.ThreadLocalRandom")
        || owner.getName().equals("java.util.SplittableRandom")
        || owner.isEquivalentTo(Random.class)
        || owner.isEquivalentTo(Math.class) && name.equals("random");
  }

  @Test
  void bytesKnowsTheJdkOnly() {
    BYTES.check(PRODUCT);
  }

  @Test
  void wireKnowsTheJdkBytesAndItsHashOnly() {
    WIRE.check(PRODUCT);
  }

  @Test
  void resilienceKnowsTheJdkOnly() {
    RESILIENCE.check(PRODUCT);
  }

  @Test
  void netKnowsTheJdkVertxAndNettyOnly() {
    NET.check(PRODUCT);
  }

  @Test
  void theDoorKnowsTheJdkOnly() {
    DOOR.check(PRODUCT);
  }

  @Test
  void theEngineKnowsDoorsAndWireAndNoVertx() {
    ENGINE.check(PRODUCT);
  }

  @Test
  void theDoorsOnVertxKnowNothingAboveTheDoors() {
    VERTX.check(PRODUCT);
  }

  @Test
  void timeAndChanceComeThroughTheDoors() {
    TIME_AND_CHANCE.check(PRODUCT);
  }

  /** The tests break them all: a rule that finds nothing there would find nothing anywhere. */
  @Test
  void theRulesFindWhatTheyForbid() {
    assertThatThrownBy(() -> ENGINE.check(TESTS)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> VERTX.check(TESTS)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> RESILIENCE.check(TESTS)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> BYTES.check(TESTS)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> WIRE.check(TESTS)).isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> TIME_AND_CHANCE.check(TESTS)).isInstanceOf(AssertionError.class);
  }
}

package io.atoll.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The code keeps the rules, and each rule reports the classes of {@code
 * io.atoll.architecture.broken} that were written to break it.
 */
class ArchitectureTest {
  private static final String BROKEN = "io.atoll.architecture.broken";

  /** What each rule must find in the broken tree: a part of its report. */
  private static final Map<String, List<String>> BREAKS =
      Map.ofEntries(
          Map.entry("bytes imports the JDK only", List.of("bytes.KnowsFuture")),
          Map.entry("peer imports doors and futures only", List.of("peer.KnowsRuntime")),
          Map.entry("env imports the JDK and bytes only", List.of("env.KnowsRing")),
          Map.entry("causal imports the JDK and bytes only", List.of("causal.KnowsFuture")),
          Map.entry("ring imports the JDK and bytes only", List.of("ring.KnowsCausal")),
          Map.entry("synod imports the JDK and bytes only", List.of("synod.KnowsFuture")),
          Map.entry("resilience imports the JDK only", List.of("resilience.KnowsFuture")),
          Map.entry("wire imports the JDK, bytes and its hash only", List.of("wire.KnowsFuture")),
          Map.entry(
              "storage imports values, doors and futures only", List.of("storage.KnowsMembership")),
          Map.entry(
              "membership imports values, doors and futures only",
              List.of("membership.KnowsStorage")),
          Map.entry(
              "consensus imports values, doors and futures only",
              List.of("consensus.KnowsJackson")),
          Map.entry(
              "incarnation imports values, doors and futures only",
              List.of("incarnation.KnowsStorage")),
          Map.entry("hints imports values, doors and futures only", List.of("hints.KnowsStorage")),
          Map.entry(
              "repair imports values, doors and futures only", List.of("repair.KnowsStorage")),
          Map.entry(
              "repair.sketch imports the JDK and bytes only", List.of("repair.sketch.KnowsFuture")),
          Map.entry(
              "replication imports values, doors and futures only",
              List.of("replication.KnowsStorage", "replication.KnowsServer")),
          Map.entry("service knows engines only", List.of("service.KnowsServer")),
          Map.entry("runtime knows doors only", List.of("runtime.KnowsRing")),
          Map.entry(
              "server knows no runtime and no node",
              List.of("server.KnowsRuntime", "server.KnowsNode")),
          Map.entry("packages of storage know lower ones only", List.of("storage.log.KnowsShard")),
          Map.entry("a server carries a server's libraries only", List.of("node.ChoosesLog")),
          Map.entry("packages form no cycle", List.of("Cycle detected", "storage", "membership")),
          Map.entry(
              "of Vert.x only futures outside the worldly packages",
              List.of("world.UsesVertx", "world.UsesContext", "world.UsesNetClient")),
          Map.entry(
              "socket options are made in net only",
              List.of(
                  "world.MakesSocketOptions.client",
                  "world.MakesSocketOptions.config",
                  "world.MakesSocketOptions.pool",
                  "world.MakesSocketOptions.connection",
                  "world.MakesSocketOptions.datagrams",
                  "world.MakesSocketOptions.secured",
                  "world.MakesSocketOptions.bare")),
          Map.entry(
              "no sockets outside the worldly packages",
              List.of("world.UsesSocket", "world.UsesChannel")),
          Map.entry(
              "no files outside runtime, node and configuration",
              List.of("world.UsesPath", "world.UsesFile")),
          Map.entry(
              "no threads outside runtime",
              List.of("world.UsesThread", "world.UsesExecutors", "world.UsesTimer")),
          Map.entry(
              "time comes from env",
              List.of(
                  "calls.ReadsTime.wall",
                  "calls.ReadsTime.nanos",
                  "calls.ReadsTime.reference",
                  "calls.ReadsTime.inLambda",
                  "calls.ReadsTime.sleeps",
                  "calls.ReadsTime.instant",
                  "calls.ReadsTime.local",
                  "calls.ReadsTime.clock")),
          Map.entry(
              "chance comes from env",
              List.of(
                  "calls.DrawsChance.random",
                  "calls.DrawsChance.math",
                  "calls.DrawsChance.threadLocal",
                  "calls.DrawsChance.secure",
                  "calls.DrawsChance.uuid",
                  "calls.DrawsChance.splittable",
                  "calls.DrawsChance.shuffles",
                  "calls.DrawsChance.reference")),
          Map.entry(
              "nothing is printed",
              List.of("calls.Prints.out", "calls.Prints.err", "calls.Prints.stackTrace")),
          Map.entry(
              "no mutable statics",
              List.of(
                  "calls.KeepsState.count", "calls.KeepsState.NUMBERS", "calls.KeepsState.KNOWN")));

  private static JavaClasses product;
  private static JavaClasses broken;

  @BeforeAll
  static void read() {
    product =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.atoll");
    broken = new ClassFileImporter().importPackages(BROKEN);
  }

  static Stream<String> rules() {
    return ArchitectureRules.of("io.atoll").keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theCodeKeepsTheRule(String name) {
    EvaluationResult result = ArchitectureRules.of("io.atoll").get(name).evaluate(product);
    assertThat(result.getFailureReport().getDetails())
        .as("%s", result.getFailureReport())
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleBites(String name) {
    ArchRule rule = ArchitectureRules.of(BROKEN).get(name);
    String report = String.join("\n", rule.evaluate(broken).getFailureReport().getDetails());
    assertThat(BREAKS).containsKey(name);
    assertThat(report).contains(BREAKS.get(name));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRuleSaysWhy(String name) {
    assertThat(ArchitectureRules.of("io.atoll").get(name).getDescription()).contains("because");
  }

  @Test
  void whatIsAllowedIsNotReported() {
    for (ArchRule rule : ArchitectureRules.of(BROKEN).values()) {
      assertThat(rule.evaluate(broken).getFailureReport().getDetails())
          .noneMatch(detail -> detail.contains("calls.Innocent"));
    }
  }

  @Test
  void theWholeProductIsRead() {
    assertThat(product.size()).isGreaterThan(250);
    for (String name :
        List.of("env.Clock", "wire.Tokens", "node.NodeServer", "peer.PeerEndpoint")) {
      assertThat(product.contain("io.atoll." + name)).as(name).isTrue();
    }
    assertThat(product).noneMatch(type -> type.getName().startsWith("io.atoll.architecture"));
  }
}

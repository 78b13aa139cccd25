package io.atoll.chaos.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.copy.Checkout;
import io.atoll.chaos.copy.CopiedClasses;
import io.atoll.chaos.copy.Judgement;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Which lines of the protocols run in simulations, and in nothing else. {@code -Dseeds=} says how
 * many seeds of either experiment; the report is in {@code target/coverage.md}.
 */
@Tag("slow")
@Tag("coverage")
class ProtocolCoverageTest {
  private static final int LEAST_PERCENT = 85;

  private static final List<String> PROTOCOLS =
      List.of(
          "io.atoll.causal",
          "io.atoll.consensus",
          "io.atoll.incarnation",
          "io.atoll.membership",
          "io.atoll.peer",
          "io.atoll.replication",
          "io.atoll.ring",
          "io.atoll.service",
          "io.atoll.synod");

  /** Reported, and held to nothing: an engine, which has simulations of its own. */
  private static final List<String> STORAGE = List.of("io.atoll.storage");

  private final Instrumented instrumented =
      new Instrumented(
          Checkout.classes("node"),
          java.util.stream.Stream.concat(PROTOCOLS.stream(), STORAGE.stream()).toList());

  @Test
  void simulationsReachNearlyEveryLineOfTheProtocols() throws Exception {
    int seeds = Integer.getInteger("seeds", 300);
    runAll(seeds);
    List<ClassLines> lines = instrumented.lines();
    write(lines, seeds);
    List<String> low =
        lines.stream()
            .filter(each -> PROTOCOLS.contains(each.packageName()))
            .filter(each -> each.percent() < LEAST_PERCENT)
            .filter(each -> !Unreached.REASONS.containsKey(each.protocolName()))
            .map(each -> "%s %d %%".formatted(each.name(), each.percent()))
            .toList();
    assertThat(low).as("classes of protocols below %d %%", LEAST_PERCENT).isEmpty();
  }

  private void runAll(int seeds) throws Exception {
    Method judgement =
        Judgement.method(new CopiedClasses(instrumented.classes(), new ConcurrentHashMap<>()));
    int threads = Runtime.getRuntime().availableProcessors();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (String experiment : List.of("store", "sessions")) {
        List<Callable<Object>> runs =
            LongStream.rangeClosed(1, seeds)
                .mapToObj(seed -> (Callable<Object>) () -> judgement.invoke(null, experiment, seed))
                .toList();
        for (var run : pool.invokeAll(runs)) {
          assertThat((List<?>) run.get()).isEmpty();
        }
      }
    }
  }

  private static String reason(ClassLines lines) {
    String reason = Unreached.REASONS.getOrDefault(lines.protocolName(), "");
    return lines.percent() < LEAST_PERCENT ? reason : "";
  }

  private static void write(List<ClassLines> lines, int seeds) throws IOException {
    Map<String, ClassLines> packages = new TreeMap<>();
    StringBuilder text = new StringBuilder();
    text.append("Lines that run in %d seeds of each experiment.%n%n".formatted(seeds));
    text.append("| class | lines | run | |\n|---|---|---|---|\n");
    for (ClassLines each : lines) {
      packages.merge(each.packageName(), each, (one, other) -> one.plus(other));
      text.append(
          "| `%s` | %d | %d %% | %s |\n"
              .formatted(each.name(), each.total(), each.percent(), reason(each)));
    }
    text.append("\n| package | lines | run |\n|---|---|---|\n");
    packages.forEach(
        (name, sum) ->
            text.append("| `%s` | %d | %d %% |\n".formatted(name, sum.total(), sum.percent())));
    Files.writeString(
        Files.createDirectories(Checkout.path("chaos/target")).resolve("coverage.md"), text);
  }
}

package io.atoll.chaos.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.copy.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The table of sabotages: of each, the first seed at which simulations alone turn red. {@code
 * -Dsabotage=} chooses by a regular expression, {@code -Dseeds=} bounds the seeds of either
 * experiment and {@code -DcpuSeconds=} the time for each, {@code -Dthreads=} says how many are
 * tried at once. The table so far is in {@code target/sabotages.md} at any time.
 */
@Tag("slow")
@Tag("sabotage")
class SabotageTableTest {
  private static final double SHARE_TO_NOTICE = 0.9;

  private final List<Sabotage> chosen = chosen();
  private final ResultTable table = new ResultTable();
  private final Search search =
      new Search(number("seeds", 1_000), number("cpuSeconds", 1_200), new FairRuns());

  private static List<Sabotage> chosen() {
    Pattern names = Pattern.compile(System.getProperty("sabotage", ".*"));
    return Sabotages.ALL.stream().filter(each -> names.matcher(each.name()).matches()).toList();
  }

  private static int number(String property, int otherwise) {
    return Integer.getInteger(property, otherwise);
  }

  @Test
  void simulationsNoticeNineOfTenSabotages() throws Exception {
    ConcurrentHashMap<String, byte[]> read = new ConcurrentHashMap<>();
    Map<Sabotage, Future<Finding>> trials = new LinkedHashMap<>();
    int threads = number("threads", Runtime.getRuntime().availableProcessors());
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      for (Sabotage sabotage : chosen) {
        trials.put(sabotage, pool.submit(() -> search.of(sabotage, read)));
      }
      collect(trials);
    }
    List<Sabotage> survivors = table.survivors(chosen);
    assertThat(chosen).isNotEmpty();
    assertThat(survivors.size())
        .as("those that nobody noticed: %s", survivors)
        .isLessThanOrEqualTo((int) Math.round(chosen.size() * (1 - SHARE_TO_NOTICE)));
  }

  private void collect(Map<Sabotage, Future<Finding>> trials)
      throws InterruptedException, ExecutionException, IOException {
    List<Sabotage> tried = new ArrayList<>();
    for (Map.Entry<Sabotage, Future<Finding>> trial : trials.entrySet()) {
      Finding finding = trial.getValue().get();
      tried.add(trial.getKey());
      if (finding != null) {
        table.found(finding);
      }
      System.getLogger("simulation")
          .log(
              System.Logger.Level.INFO,
              finding == null
                  ? trial.getKey() + " is not noticed"
                  : "%s is noticed by %s %d: %s: %s"
                      .formatted(
                          trial.getKey(),
                          finding.experiment(),
                          finding.seed(),
                          finding.checker(),
                          finding.said()));
      Path target = Files.createDirectories(Checkout.path("chaos/target"));
      Files.writeString(target.resolve("sabotages.md"), table.markdown(tried));
    }
  }
}

package io.atoll.chaos.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.terminal.StopSignal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes, one of which is a whole datacenter and dies: the smallest cluster in which
 * quorum survives and each_quorum does not. Its rules are tested beside it without a cluster.
 */
class LiveExperimentTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path directory;

  @Test
  @Tag("slow")
  @Timeout(900)
  void whatWasAcknowledgedOutlivesADatacenter() throws Exception {
    LivePlan plan = new LivePlan(3, 1, 9, 60, 128, 0, Duration.ZERO, PATIENCE, directory);
    List<String> said = new ArrayList<>();

    LiveResult result = LiveExperiment.run(plan, new StopSignal(), said::add);

    assertThat(result.good()).as(() -> String.join("\n", said) + "\n" + result.report()).isTrue();
    assertThat(result.acknowledged()).isGreaterThanOrEqualTo(8 * LivePlan.ENOUGH);
    assertThat(result.report())
        .contains("read back while dead", "read back after the return", "0 lost, 0 unreadable");
    try (var left = Files.list(directory)) {
      assertThat(left).as("the cluster's directory is removed").isEmpty();
    }
  }
}

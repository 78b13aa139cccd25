package io.atoll.chaos.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.chaos.Experiment;
import io.atoll.chaos.Run;
import io.atoll.chaos.Verdict;
import io.atoll.chaos.world.Shape;
import io.atoll.chaos.world.World;
import java.util.List;
import org.junit.jupiter.api.Test;

class StorageKeeperTest {
  @Test
  void looksThroughNodesAndTakesSnapshotsWhileTheyWork() {
    Experiment kept =
        new Experiment(
            "kept",
            random -> World.roomy(Shape.of(1, 3)),
            List.of(DirectClients::new, StorageKeeper::new));
    Verdict verdict = new Run(kept, 1).verdict();
    assertThat(verdict.broken()).isEmpty();
    assertThat(verdict.summary()).containsPattern("[1-9][0-9]* entries scanned");
    assertThat(verdict.transcript()).anyMatch(line -> line.contains("snapshot-1 of "));
  }
}

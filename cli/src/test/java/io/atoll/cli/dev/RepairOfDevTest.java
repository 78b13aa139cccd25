package io.atoll.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.TestTerminal;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code atoll repair} and {@code atoll status --repair} before real nodes. */
class RepairOfDevTest {
  @TempDir private Path directory;
  private TestTerminal terminal;
  private RunningDev cluster;

  @BeforeEach
  void start() throws Exception {
    cluster = new RunningDev(directory, 1, 3);
    terminal = new TestTerminal(directory).variable("ATOLL_URL", cluster.node(0).toString());
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  @Timeout(120)
  void aClusterIsComparedAndShownToBeInStep() {
    for (int i = 0; i < 20; i++) {
      assertThat(terminal.run("put", "k" + i, "v", "-w", "all")).isZero();
    }
    while (terminal.run("repair") != 0) {
      // A node that has just started is not seen by all, or has not read what it holds.
      assertThat(terminal.out()).contains("in step: ");
    }
    assertThat(terminal.out()).startsWith("in step: all 3 pairs of 3 nodes; ");

    assertThat(terminal.run("status", "--repair")).isZero();
    assertThat(terminal.out()).startsWith("3 of 3 pairs of replicas are in step, as of ");
    assertThat(terminal.run("repair", "--keyspace", "default", "--dc", "us")).isZero();
    assertThat(terminal.run("repair", "--keyspace", "nowhere")).isEqualTo(2);
    assertThat(terminal.err()).contains("there is no keyspace 'nowhere'");
    assertThat(terminal.run("repair", "--dc", "xx")).isEqualTo(2);
    assertThat(terminal.err()).contains("dc 'xx': must be a DC of the cluster: us");

    assertThat(terminal.run("repair", "pause")).isZero();
    assertThat(terminal.run("status", "--repair")).isZero();
    assertThat(terminal.out()).contains("is paused: atoll repair resume");
    assertThat(terminal.run("repair", "resume")).isZero();
    assertThat(terminal.run("status", "--repair")).isZero();
    assertThat(terminal.out()).doesNotContain("paused");
  }
}

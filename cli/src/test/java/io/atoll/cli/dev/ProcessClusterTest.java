package io.atoll.cli.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.cli.terminal.StopSignal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs shell scripts in the place of nodes. */
class ProcessClusterTest {
  /** Waits for the end of its input, as a node waits for its parent's. */
  private static final String PATIENT = "cat > /dev/null";

  @TempDir Path path;
  private DevDirectory directory;
  private ProcessCluster cluster;
  private int port;

  @BeforeEach
  void open() throws Exception {
    port = FreePorts.basePort(1, 2);
    directory = DevDirectory.open(path, 1, 2, port);
    directory.configure(0);
  }

  @AfterEach
  void close() throws Exception {
    if (cluster != null) {
      cluster.stop();
    }
    directory.close();
  }

  @Test
  void aNodeThatIsKilledIsToldOnceWithTheCommandThatStartsItAgain() throws Exception {
    start(PATIENT);
    long pid = cluster.nodes().getFirst().pid();
    ProcessHandle node = ProcessHandle.of(pid).orElseThrow();
    node.destroyForcibly();
    node.onExit().get(60, TimeUnit.SECONDS);

    List<String> said = new ArrayList<>();
    while (!cluster.observe(said::add)) {
      Thread.onSpinWait();
    }
    assertThat(said)
        .containsExactly(
            "us-1 ended by signal 9; start it again with:\n  atoll node --config "
                + path.resolve("us-1/node.yaml"));
    assertThat(cluster.nodes()).extracting(DevNode::pid).first().isEqualTo(0L);
    assertThat(cluster.observe(said::add)).isFalse();
    assertThat(cluster.hasEnded("us-2")).isFalse();
  }

  @Test
  void aNodeThatSomebodyStartedAgainCountsAsTheClustersAgain() throws Exception {
    start("exit 3");
    List<String> said = new ArrayList<>();
    while (said.size() < 2) {
      cluster.observe(said::add);
    }
    assertThat(said).allSatisfy(line -> assertThat(line).contains("with exit code 3"));

    Path data = Files.createDirectories(directory.dataDirectory("us-2"));
    Files.writeString(data.resolve("node.pid"), ProcessHandle.current().pid() + "\n");
    said.clear();
    assertThat(cluster.observe(said::add)).isTrue();
    assertThat(said)
        .containsExactly("us-2 runs again (process " + ProcessHandle.current().pid() + ")");
    Files.delete(data.resolve("node.pid"));
    // This test's own process must not be stopped with the cluster.
    cluster = null;
  }

  @Test
  void stoppingLeavesNoProcessBehind() throws Exception {
    start(PATIENT);
    List<ProcessHandle> nodes =
        cluster.nodes().stream().map(node -> ProcessHandle.of(node.pid()).orElseThrow()).toList();

    cluster.stop();

    assertThat(nodes).hasSize(2).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void aNodeThatEndsBeforeItIsReadyIsNamedWithItsLastWords() throws Exception {
    start("echo first; echo port 9002 is in use; exit 1");

    assertThatThrownBy(() -> new Readiness(cluster, Duration.ofSeconds(60)).await(new StopSignal()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("ended before it was ready")
        .hasMessageContaining("node.log")
        .hasMessageContaining("port 9002 is in use");
  }

  @Test
  void nodesThatAreNotReadyInTimeAreNamedWithTheReason() throws Exception {
    start(PATIENT);

    assertThatThrownBy(() -> new Readiness(cluster, Duration.ofMillis(1)).await(new StopSignal()))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("not ready within")
        .hasMessageContaining("us-1: no answer at http://127.0.0.1:" + port)
        .hasMessageContaining("us-2: no answer at http://127.0.0.1:" + (port + 10));
  }

  private void start(String script) throws Exception {
    Path java = Files.writeString(path.resolve("java.sh"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    cluster = new ProcessCluster(directory, new NodeJvm(java.toString(), List.of(), "none"));
    cluster.start();
  }
}

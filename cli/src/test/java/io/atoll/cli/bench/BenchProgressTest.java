package io.atoll.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.atoll.cli.TestTerminal;
import io.atoll.cli.terminal.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchProgressTest {
  @TempDir Path directory;

  @Test
  void aSeriesThatCouldNotBeWrittenWholeIsAFailure() throws Exception {
    TestTerminal terminal = new TestTerminal(directory);
    new BenchProgress(terminal.terminal(), Path.of("run.csv")).close();
    assertThat(directory.resolve("run.csv")).isNotEmptyFile();

    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    BenchProgress progress = new BenchProgress(terminal.terminal(), full);
    assertThatThrownBy(progress::close)
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("--series /dev/full could not be written whole");
  }
}

package io.atoll.cli.dev;

import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.StopSignal;
import io.atoll.cli.terminal.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Walks the ways that matter at start-up once, in a cluster of one node that is removed again, so
 * that the launcher can have the JVM record which classes they need.
 */
@Command(name = "warm-up", hidden = true, description = "Train the launcher's cache of classes.")
public final class WarmUpCommand implements Callable<Integer> {
  private static final Duration READY = Duration.ofSeconds(20);

  private final Atoll atoll;

  public WarmUpCommand(Atoll atoll) {
    this.atoll = atoll;
  }

  /** All of {@code atoll}: what runs one command line. */
  @FunctionalInterface
  public interface Atoll {
    /** Answers the exit code. */
    int run(Terminal terminal, String... args);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path path = Files.createTempDirectory("atoll-warm-up");
    try (DevDirectory directory = DevDirectory.open(path, 1, 1, FreePorts.basePort(1, 1))) {
      directory.configure(0);
      DevCluster cluster = new InProcessCluster(directory, Runtime.getRuntime()::halt);
      try {
        cluster.start();
        new Readiness(cluster, READY).await(new StopSignal());
        useAsAClient(cluster.nodes().getFirst().http());
        DevRouter router = DevRouter.start(directory, null);
        useAsAClient(router.url());
        router.stop();
      } finally {
        cluster.stop();
      }
    } finally {
      try (var files = Files.walk(path)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
    return ExitCode.OK;
  }

  private void useAsAClient(String url) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            nowhere,
            nowhere,
            Map.of("ATOLL_URL", url),
            Path.of("").toAbsolutePath(),
            false,
            false,
            StopSignal::new);
    atoll.run(terminal, "--help");
    for (String[] command :
        List.of(
            new String[] {"put", "key", "value"},
            new String[] {"get", "key"},
            new String[] {"status"},
            new String[] {"ring", "default", "key"})) {
      atoll.run(terminal, command);
    }
  }
}

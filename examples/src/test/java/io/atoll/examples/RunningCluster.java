package io.atoll.examples;

import io.atoll.cli.AtollCommand;
import io.atoll.cli.terminal.StopSignal;
import io.atoll.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * What {@code atoll dev} starts, in this process and on ports of its own: three DCs of three nodes.
 * All tests share one, which ends with the last of them.
 */
public final class RunningCluster implements AutoCloseable {
  private static final int TRIES = 10;
  private static final int DEV_PORT = 7400;
  private static final Pattern DEV_ADDRESS =
      Pattern.compile("127\\.0\\.0\\.1:(739\\d|7[4-6]\\d\\d)\\b");

  private final Path directory;
  private final int basePort;
  private final StopSignal stop = new StopSignal();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private volatile boolean standing;

  private RunningCluster(Path directory, int basePort) {
    this.directory = directory;
    this.basePort = basePort;
  }

  /** Gives it to tests that have it as a parameter. */
  public static final class Extension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RunningCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .getOrComputeIfAbsent(RunningCluster.class, type -> start(), RunningCluster.class);
    }
  }

  private static RunningCluster start() {
    try {
      Path directory = Files.createTempDirectory("atoll-examples");
      for (int i = 0; i < TRIES; i++) {
        int port = ThreadLocalRandom.current().nextInt(10_000, 30_000);
        RunningCluster cluster = new RunningCluster(directory, port);
        if (cluster.run()) {
          return cluster;
        }
        if (!cluster.errors.toString(StandardCharsets.UTF_8).contains("in use")) {
          throw new IllegalStateException("atoll dev did not start:\n" + cluster.errors);
        }
        delete(directory.resolve(".atoll"));
      }
      throw new IllegalStateException("no free ports in %d tries".formatted(TRIES));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether it stands now; otherwise its ports were taken. */
  private boolean run() throws InterruptedException {
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(new Telling(), true, StandardCharsets.UTF_8),
            new PrintStream(errors, true, StandardCharsets.UTF_8),
            Map.of(),
            directory,
            false,
            false,
            () -> stop);
    Thread.ofPlatform()
        .name("atoll-dev")
        .start(
            () -> {
              AtollCommand.run(terminal, "dev", "--base-port", Integer.toString(basePort));
              ended.countDown();
              ready.countDown();
            });
    if (!ready.await(2, TimeUnit.MINUTES)) {
      throw new IllegalStateException("atoll dev is not ready after two minutes:\n" + errors);
    }
    return standing;
  }

  /** The table that is printed when all is ready is the first that is printed. */
  private final class Telling extends OutputStream {
    @Override
    public void write(int b) {
      standing = true;
      ready.countDown();
    }
  }

  /** Where {@code .atoll/dev} is. */
  Path directory() {
    return directory;
  }

  /** A text with the ports of this cluster instead of those of {@code atoll dev}. */
  String here(String text) {
    return DEV_ADDRESS
        .matcher(text)
        .replaceAll(
            match -> "127.0.0.1:" + (Integer.parseInt(match.group(1)) - DEV_PORT + basePort));
  }

  @Override
  public void close() throws IOException {
    stop.raise();
    boolean inOrder = hasEnded();
    delete(directory);
    if (!inOrder) {
      throw new IllegalStateException("atoll dev did not stop within a minute:\n" + errors);
    }
  }

  private boolean hasEnded() {
    try {
      return ended.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      try (var files = Files.walk(path)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}

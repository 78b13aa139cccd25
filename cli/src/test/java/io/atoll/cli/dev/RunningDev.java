package io.atoll.cli.dev;

import io.atoll.cli.AtollCommand;
import io.atoll.cli.terminal.StopSignal;
import io.atoll.cli.terminal.Terminal;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A cluster in this process as {@code atoll dev} starts it, with its router. */
final class RunningDev implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final int TRIES = 5;

  private final Path directory;
  private final StopSignal stop = new StopSignal();
  private CountDownLatch ready;
  private ByteArrayOutputStream err;
  private CompletableFuture<Integer> command;

  /** Returns when it serves. */
  RunningDev(Path directory, int dcs, int nodes) throws InterruptedException {
    this.directory = directory;
    run(dcs, nodes);
    for (int i = 1; i < TRIES && command.isDone() && said().contains("in use"); i++) {
      // Its ports were free when they were chosen.
      forgetLayout();
      run(dcs, nodes);
    }
    if (command.isDone()) {
      throw new AssertionError(said());
    }
  }

  private void run(int dcs, int nodes) throws InterruptedException {
    String[] arguments = {
      "dev",
      "--dcs",
      Integer.toString(dcs),
      "--nodes",
      Integer.toString(nodes),
      "--data",
      directory.toString(),
      "--base-port",
      Integer.toString(FreePorts.basePort(dcs, nodes))
    };
    ready = new CountDownLatch(1);
    err = new ByteArrayOutputStream();
    Terminal terminal = terminal();
    command = CompletableFuture.supplyAsync(() -> AtollCommand.run(terminal, arguments));
    command.whenComplete((code, failure) -> ready.countDown());
    ready.await();
  }

  private void forgetLayout() {
    try (Stream<Path> files = Files.walk(directory)) {
      files
          .sorted(Comparator.reverseOrder())
          .filter(file -> !file.equals(directory))
          .forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** What runs where. */
  JsonObject description() throws IOException {
    return new JsonObject(Files.readString(directory.resolve("cluster.json")));
  }

  URI router() throws IOException {
    return URI.create(description().getString("router"));
  }

  /** The HTTP address of a node, by its place. */
  URI node(int place) throws IOException {
    return URI.create(description().getJsonArray("nodes").getJsonObject(place).getString("http"));
  }

  /** Stops it, and returns the exit code of the command. */
  int stop() {
    stop.raise();
    return command.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    stop();
  }

  private Terminal terminal() {
    PrintStream out =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            if (line.contains("Ctrl-C stops the cluster")) {
              ready.countDown();
            }
          }
        };
    return new Terminal(
        InputStream.nullInputStream(),
        out,
        new PrintStream(err, true, StandardCharsets.UTF_8),
        Map.of(),
        directory,
        false,
        false,
        () -> stop);
  }
}

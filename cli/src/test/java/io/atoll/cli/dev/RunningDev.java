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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A cluster in this process as {@code atoll dev} starts it, with its router. */
final class RunningDev implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path directory;
  private final StopSignal stop = new StopSignal();
  private final CountDownLatch ready = new CountDownLatch(1);
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> command;

  /** Returns when it serves. */
  RunningDev(Path directory, int dcs, int nodes) throws InterruptedException {
    this.directory = directory;
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
    command = CompletableFuture.supplyAsync(() -> AtollCommand.run(terminal(), arguments));
    command.whenComplete((code, failure) -> ready.countDown());
    ready.await();
    if (command.isDone()) {
      throw new AssertionError(err.toString(StandardCharsets.UTF_8));
    }
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

package io.atoll.cli.dev;

import io.atoll.cli.terminal.CommandFailure;
import io.atoll.net.EventLoops;
import io.atoll.router.proxy.Router;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** The router of a development cluster, in this process or in one of its own. */
abstract sealed class DevRouter {
  private static final int STOP_DEADLINE_S = 15;

  private final String url;

  private DevRouter(String url) {
    this.url = url;
  }

  /** Where it listens, or null when it has ended. */
  String url() {
    return url;
  }

  /** The process that it runs in, or 0 when it has ended. */
  abstract long pid();

  /** Notices when it has ended; answers whether anything changed. */
  boolean observe(Consumer<String> say) {
    return false;
  }

  abstract void stop() throws InterruptedException;

  /**
   * Starts one as the options of {@code atoll dev} want it.
   *
   * @param ownProcess how it gets a process of its own, or null to run in this one
   */
  static DevRouter start(DevDirectory directory, NodeJvm ownProcess) throws InterruptedException {
    try {
      directory.configureRouter();
    } catch (IOException e) {
      throw new CommandFailure("the router cannot be configured: " + e.getMessage());
    }
    return ownProcess == null ? inProcess(directory) : ownProcess(ownProcess, directory);
  }

  /** Starts one in this process. */
  static DevRouter inProcess(DevDirectory directory) {
    Vertx vertx = EventLoops.vertx(new VertxOptions());
    try {
      return new InProcess(
          directory.layout().routerUrl(),
          vertx,
          RouterOfDev.start(vertx, directory.routerConfigFile()).await());
    } catch (Exception e) { // await throws whatever the start failed with, checked or not
      vertx.close();
      throw new CommandFailure("the router did not start: " + CommandFailure.reason(e));
    }
  }

  /** Starts one in a process of its own; returns when it listens. */
  static DevRouter ownProcess(NodeJvm jvm, DevDirectory directory) throws InterruptedException {
    Path log = directory.routerLogFile();
    ProcessBuilder builder =
        new ProcessBuilder(jvm.command("router", directory.routerConfigFile()))
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("ATOLL_"));
    try {
      OwnProcess router =
          new OwnProcess(directory.layout().routerUrl(), builder.start(), directory);
      router.awaitListening(log);
      return router;
    } catch (IOException e) {
      throw new CommandFailure("the router cannot be started: " + e.getMessage());
    }
  }

  private static final class InProcess extends DevRouter {
    private final Vertx vertx;
    private final Router router;

    InProcess(String url, Vertx vertx, Router router) {
      super(url);
      this.vertx = vertx;
      this.router = router;
    }

    @Override
    long pid() {
      return ProcessHandle.current().pid();
    }

    @Override
    void stop() {
      try {
        router.close().await(STOP_DEADLINE_S, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        throw new CommandFailure("the router did not stop within %d s".formatted(STOP_DEADLINE_S));
      } finally {
        vertx.close();
      }
    }
  }

  private static final class OwnProcess extends DevRouter {
    private static final int START_DEADLINE_S = 60;
    private static final int POLL_MS = 50;
    private static final int REQUEST_TIMEOUT_MS = 1_000;

    private final Process process;
    private final DevDirectory directory;
    private boolean ended;

    OwnProcess(String url, Process process, DevDirectory directory) {
      super(url);
      this.process = process;
      this.directory = directory;
    }

    @Override
    String url() {
      return ended ? null : super.url();
    }

    @Override
    long pid() {
      return ended ? 0 : process.pid();
    }

    @Override
    boolean observe(Consumer<String> say) {
      if (ended || process.isAlive()) {
        return false;
      }
      ended = true;
      say.accept(
          "the router ended with exit code %d; start it again with:\n  atoll router --config %s"
              .formatted(process.exitValue(), directory.routerConfigFile()));
      return true;
    }

    @Override
    void stop() throws InterruptedException {
      process.destroy();
      if (!process.waitFor(STOP_DEADLINE_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new CommandFailure(
            "the router was killed, because it did not stop within %d s"
                .formatted(STOP_DEADLINE_S));
      }
    }

    private void awaitListening(Path log) throws InterruptedException {
      long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_DEADLINE_S);
      while (!answers()) {
        boolean late = System.nanoTime() > deadlineNs;
        if (late || process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          throw new CommandFailure(
              "the router %s; last lines of %s:%s"
                  .formatted(
                      late ? "does not listen" : "ended",
                      log,
                      String.join("\n    ", ProcessCluster.lastLines(log))));
        }
      }
    }

    private boolean answers() {
      try {
        var connection =
            (HttpURLConnection) URI.create(super.url() + "/health/live").toURL().openConnection();
        connection.setConnectTimeout(REQUEST_TIMEOUT_MS);
        connection.setReadTimeout(REQUEST_TIMEOUT_MS);
        int status = connection.getResponseCode();
        connection.disconnect();
        return status == HttpURLConnection.HTTP_OK;
      } catch (IOException e) {
        return false;
      }
    }
  }
}

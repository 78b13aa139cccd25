package io.atoll.cli.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.AtollCommand;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.StopSignal;
import io.atoll.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouterCommandTest {
  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final StopSignal stop = new StopSignal();
  private final CompletableFuture<String> firstOutput = new CompletableFuture<>();

  @Test
  void itSaysWhereItListensAndRoutesServesAndStops() throws Exception {
    var command =
        CompletableFuture.supplyAsync(
            () ->
                run(
                    "--listen",
                    "127.0.0.1:0",
                    "--dc",
                    "us=http://127.0.0.1:1",
                    "--dc",
                    "eu=127.0.0.1:2",
                    "--local-dc",
                    "us",
                    "--loops",
                    "1"));
    String said = firstOutput.join();
    Matcher matcher = Pattern.compile("router listens on (http://127.0.0.1:[0-9]+)").matcher(said);
    assertThat(matcher.find()).isTrue();
    assertThat(said).contains("us (local): http://127.0.0.1:1").contains("eu: http://127.0.0.1:2");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest live =
          HttpRequest.newBuilder(URI.create(matcher.group(1) + "/health/live")).build();
      assertThat(client.send(live, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
    stop.raise();
    assertThat(command.join()).isEqualTo(ExitCode.OK);
  }

  @Test
  void aWrongConfigurationIsToldWholeAndNothingIsStarted() {
    assertThat(run("--listen", "nowhere", "--dc", "us", "--loops", "x")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("the configuration is wrong in 3 places:")
        .contains("--listen: ")
        .contains("--dc: 'us': must be NAME=URL")
        .contains("--loops: ");
  }

  @Test
  void theHelpNamesEverySettingAndShowsExamples() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("--limits-max-body-bytes=N", "default: 127.0.0.1:7390", "atoll router --seed");
  }

  private int run(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "router";
    System.arraycopy(args, 0, all, 1, args.length);
    Terminal terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8) {
              @Override
              public void flush() {
                super.flush();
                if (RouterCommandTest.this.out.size() > 0) {
                  firstOutput.complete(RouterCommandTest.this.out.toString(StandardCharsets.UTF_8));
                }
              }
            },
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            directory,
            false,
            false,
            () -> stop);
    return AtollCommand.run(terminal, all);
  }
}

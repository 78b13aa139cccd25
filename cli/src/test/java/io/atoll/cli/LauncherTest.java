package io.atoll.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What depends on the process as it is started: locales, signals, and where its output goes. */
class LauncherTest {
  @TempDir Path directory;
  private FakeNode node;
  private Launched atoll;

  @BeforeEach
  void start() throws Exception {
    node = new FakeNode();
    atoll = new Launched(directory);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void keysAndFilesAreUtf8InTheLocaleOfPosix() throws Exception {
    Launched.Ended ended =
        atoll.run(
            environment("LC_ALL", "C"),
            "echo -n 'ü €😀' > größe.txt; atoll put é --file größe.txt && atoll get é");

    assertThat(ended.err()).isEmpty();
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.text()).isEqualTo("ü €😀");
    assertThat(node.values("default", "é")).hasSize(1);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "C.UTF-8", "en_US.ISO-8859-1", "de_DE.UTF-8", "nonsense"})
  void keysAndValuesAndFilesAreUtf8InAnyLocale(String locale) throws Exception {
    Launched.Ended ended =
        atoll.run(
            environment("LC_ALL", locale),
            """
            set -e
            atoll put é 'ü €😀'
            atoll get é
            echo -n ß > größe.txt
            atoll put 漢 --file größe.txt --context-out kön.ctx
            atoll put 漢 '@größe.txt' --context-file kön.ctx
            atoll get 漢
            """);

    assertThat(ended.err()).doesNotContain("atoll");
    assertThat(ended.exitCode()).isZero();
    assertThat(ended.text()).isEqualTo("ü €😀@größe.txt");
    assertThat(node.values("default", "é")).hasSize(1);
    assertThat(node.values("default", "漢")).hasSize(1);
  }

  @Test
  void anArgumentThatIsNotUtf8IsRefused() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/cmdline")));
    ByteArrayOutputStream script = new ByteArrayOutputStream();
    script.writeBytes("atoll put caf".getBytes(StandardCharsets.UTF_8));
    script.write(0xE9);
    script.writeBytes(" v\n".getBytes(StandardCharsets.UTF_8));

    Launched.Ended ended = atoll.run(environment("LC_ALL", "C"), script.toByteArray());

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).isEqualTo("atoll: argument 2 is not UTF-8: must be, in any locale\n");
    assertThat(node.requests).isEmpty();
  }

  @Test
  void whatCannotBeWrittenIsAFailure() throws Exception {
    whatCannotBeWrittenIsAFailure("get k");
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"--help", "help get", "load x.csv", "load x.csv --json"})
  void whatCannotBeWrittenIsAFailure(String command) throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    node.overwrite("default", "k", "v");
    Files.writeString(directory.resolve("x.csv"), "key\na\n");

    Launched.Ended ended = atoll.run(environment("A", "B"), "atoll " + command + " > /dev/full");

    assertThat(ended.err())
        .isEqualTo("atoll: the output cannot be written: No space left on device\n");
    assertThat(ended.exitCode()).isEqualTo(1);
  }

  @Test
  void aReaderThatHasEnoughIsNoReasonToComplain() throws Exception {
    node.overwrite("default", "k", "line\n".repeat(100_000));

    Launched.Ended ended =
        atoll.run(environment("A", "B"), "atoll get k | head -n 1; echo ${PIPESTATUS[0]}");

    assertThat(ended.text()).isEqualTo("line\n141\n");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void aLoadThatWaitsForItsInputEndsByASignal() throws Exception {
    Process process =
        atoll.start(
            environment("A", "B"),
            """
            bash '%s' load - --format ndjson <&0 &
            echo $!
            wait $!
            """
                .formatted(directory.resolve("atoll"))
                .getBytes(StandardCharsets.UTF_8));
    StringBuilder pid = new StringBuilder();
    for (int c = process.getInputStream().read(); c != '\n'; c = process.getInputStream().read()) {
      pid.append((char) c);
    }
    process.getOutputStream().write("{\"key\": \"a\"}\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    // It has its signals in hand once it loads.
    while (node.values("default", "a").isEmpty()) {
      Thread.onSpinWait();
    }
    new ProcessBuilder("kill", pid.toString()).start().waitFor();

    Launched.Ended ended = atoll.ended(process);
    assertThat(ended.text())
        .contains("acknowledged  1\n")
        .contains("STOPPED       before line 2: the rest of the input not read\n")
        .contains("to go on      the same command with --from-line 2\n");
    assertThat(ended.exitCode()).isEqualTo(1);
    process.getOutputStream().close();
  }

  private Map<String, String> environment(String name, String value) {
    return Map.of("ATOLL_URL", node.url(), name, value);
  }
}

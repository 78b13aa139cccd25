package io.atoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.terminal.ExitCode;
import io.atoll.cli.terminal.Terminal;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

class AtollCommandTest {
  @TempDir Path directory;

  @Test
  void helpListsEveryCommandAndHidesTheLaunchersOwn() {
    TestTerminal terminal = new TestTerminal(directory);

    assertThat(terminal.run("--help")).isZero();
    assertThat(terminal.out())
        .contains("  dev ", "  node ", "  get ", "  put ", "  delete ", "  status ", "  ring ")
        .contains("  keyspace ", "  load ", "  bench ")
        .doesNotContain("warm-up")
        .doesNotContain("\u001b");
    for (String command :
        "dev node get put delete status ring keyspace hints repair load bench".split(" ", -1)) {
      assertThat(terminal.run(command, "--help")).isZero();
      assertThat(terminal.out()).contains("Examples:", "Exit codes:");
    }
  }

  @Test
  void helpAndVersionAreWordsToo() {
    TestTerminal terminal = new TestTerminal(directory);
    for (String[] pair :
        new String[][] {
          {"help", "--help"},
          {"version", "--version"},
          {"help get", "get --help"},
          {"help keyspace create", "keyspace create --help"}
        }) {
      assertThat(terminal.run(pair[1].split(" ", -1))).isZero();
      String expected = terminal.out();
      assertThat(terminal.run(pair[0].split(" ", -1))).isZero();
      assertThat(terminal.out()).isEqualTo(expected).isNotEmpty();
    }
    assertThat(terminal.run("help", "nothing")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void whatIsMistypedGetsAHint() {
    TestTerminal terminal = new TestTerminal(directory);

    assertThat(terminal.run("stats")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("did you mean: status").contains("try: atoll --help");
    assertThat(terminal.run("dev", "--node", "3")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("--nodes").contains("try: atoll dev --help");
    assertThat(terminal.run()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aDiskThatIsFullOrAFileThatMayNotBeReadIsNoDefect() throws Exception {
    Files.createDirectories(directory.resolve("dev/dev.yaml"));
    Files.createFile(directory.resolve("file"));
    TestTerminal terminal = new TestTerminal(directory);

    assertThat(terminal.run("dev", "--data", "file/below")).isEqualTo(ExitCode.FAILURE);
    assertThat(terminal.err()).contains("file/below").doesNotContain("defect", "    at ");
    assertThat(terminal.run("dev", "--data", "dev")).isEqualTo(ExitCode.FAILURE);
    assertThat(terminal.err()).contains("dev.yaml").doesNotContain("defect", "    at ");
  }

  @Test
  void wrongFlagsOfDevMakeNothing() {
    TestTerminal terminal = new TestTerminal(directory);
    for (String flag :
        new String[] {"--dcs=0", "--nodes=11", "--base-port=70000", "--ready-timeout=0"}) {
      assertThat(terminal.run("dev", "--data", "made", flag)).isEqualTo(ExitCode.USAGE);
      assertThat(terminal.err()).contains(flag.substring(0, flag.indexOf('='))).contains("must be");
      assertThat(directory.resolve("made")).doesNotExist();
    }
  }

  @Test
  void modulesAboveAddCommandsOfTheirOwn() throws Exception {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(services.resolve(CommandProvider.class.getName()), Greeting.class.getName());
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (var loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(loader);
      TestTerminal terminal = new TestTerminal(directory);

      assertThat(terminal.run("greet")).isZero();
      assertThat(terminal.out()).isEqualTo("hello\n");
      assertThat(terminal.run("--help")).isZero();
      assertThat(terminal.out()).contains("greet");
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  @Test
  void aNodeReportsAllMistakesOfItsConfigurationAndTriesNothing() throws Exception {
    Path file = Files.writeString(directory.resolve("node.yaml"), "nodeID: x\nloops: -1\n");
    TestTerminal terminal = new TestTerminal(directory).variable("ATOLL_WEIGHT", "heavy");

    assertThat(terminal.run("node", "--config", file.toString(), "--partitions", "3"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err())
        .startsWith("atoll node: the configuration is wrong in 7 places:\n")
        .contains(file + ":1:1: unknown field nodeID (did you mean nodeId?)\n")
        .contains(file + ":2:8: loops '-1'")
        .contains("ATOLL_WEIGHT: weight 'heavy'")
        .contains("--partitions: partitions '3'")
        .contains("nodeId: is missing");
  }

  /** A command from elsewhere. */
  public static final class Greeting implements CommandProvider {
    @Override
    public Object command(Terminal terminal) {
      return new Greet(terminal);
    }
  }

  @Command(name = "greet")
  private record Greet(Terminal terminal) implements Callable<Integer> {
    @Override
    public Integer call() {
      terminal.say("hello");
      return ExitCode.OK;
    }
  }
}

package io.atoll.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commands that one shell runs one after the other, as a reader of the README does: variables stay.
 * In its directory {@code ./atoll} is the command of this build, and {@code curl} notes the status
 * of each answer.
 */
final class ShellScript {
  private static final int TIMEOUT_S = 180;
  private static final String STEP = "@@step ";
  private static final Pattern RESULT = Pattern.compile("@@step (\\d+) (\\d+) (\\d*)");
  private static final String WRAPPED_CURL =
      """
      #!/usr/bin/env bash
      PATH=${PATH#*:}
      exec curl -sS --max-time 20 -D "$LAST_HEADERS" "$@"
      """;
  private static final String ATOLL =
      """
      #!/usr/bin/env bash
      exec "%s" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED \\
        --sun-misc-unsafe-memory-access=allow -cp "%s" io.atoll.cli.Main "$@"
      """;

  /**
   * What came of a command.
   *
   * @param status of the last HTTP answer in it; 0 without any
   */
  record Result(Readme.Command command, int exitCode, int status, String output) {}

  private final Path directory;
  private final RunningCluster cluster;
  private final List<Readme.Command> commands = new ArrayList<>();

  ShellScript(RunningCluster cluster) throws IOException {
    this.cluster = cluster;
    this.directory = cluster.directory();
    Path bin = Files.createDirectories(directory.resolve("bin"));
    executable(bin.resolve("curl"), WRAPPED_CURL);
    executable(
        directory.resolve("atoll"),
        ATOLL.formatted(Path.of(System.getProperty("java.home"), "bin", "java"), classPath()));
  }

  /** Everything that this test sees, which is everything that the launcher puts together. */
  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
  }

  void add(Readme.Command command) {
    commands.add(command);
  }

  /** Runs them all. Fails when they take too long, or when the shell ended before the last. */
  List<Result> run() throws IOException, InterruptedException {
    Path headers = directory.resolve("headers");
    StringBuilder script = new StringBuilder("PATH=$PWD/bin:$PATH\n");
    for (int i = 0; i < commands.size(); i++) {
      script
          .append(": >\"$LAST_HEADERS\"\n")
          .append(cluster.here(commands.get(i).text()))
          .append("echo; echo \"" + STEP + i + " $? ")
          .append(
              "$(sed -n 's/^HTTP[^ ]* \\([0-9]*\\).*/\\1/p' \"$LAST_HEADERS\" | tail -n 1)\"\n");
    }
    Path file = Files.writeString(directory.resolve("readme.sh"), script);
    Path output = directory.resolve("readme.out");
    ProcessBuilder bash =
        new ProcessBuilder("bash", file.toString())
            .directory(directory.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    bash.environment().put("LAST_HEADERS", headers.toString());
    Process process = bash.start();
    if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new IllegalStateException(
          "the commands took more than %d s:\n%s".formatted(TIMEOUT_S, Files.readString(output)));
    }
    return results(Files.readAllLines(output));
  }

  private List<Result> results(List<String> lines) {
    List<Result> results = new ArrayList<>();
    StringBuilder said = new StringBuilder();
    for (String line : lines) {
      Matcher result = RESULT.matcher(line);
      if (result.matches()) {
        String status = result.group(3);
        results.add(
            new Result(
                commands.get(results.size()),
                Integer.parseInt(result.group(2)),
                status.isEmpty() ? 0 : Integer.parseInt(status),
                said.toString().strip()));
        said.setLength(0);
      } else {
        said.append(line).append('\n');
      }
    }
    if (results.size() < commands.size()) {
      throw new IllegalStateException(
          "the shell ended at line %d of the README:\n%s"
              .formatted(commands.get(results.size()).line(), said));
    }
    return results;
  }
}

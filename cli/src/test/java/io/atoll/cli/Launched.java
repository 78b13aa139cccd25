package io.atoll.cli;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The launcher as it is, in a directory of its own whose build is the classes under test. */
final class Launched {
  private final Path root;

  Launched(Path root) throws IOException {
    this.root = root;
    Path build = Files.createDirectories(root.resolve(".atoll/build/build-1"));
    Files.createDirectory(build.resolve("lib"));
    Files.writeString(
        build.resolve("classpath"),
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    Files.createFile(build.resolve("stamp"));
    Files.createSymbolicLink(root.resolve(".atoll/build/current"), Path.of("build-1"));
    Files.copy(Path.of("../atoll"), root.resolve("atoll"));
  }

  /** How a command ended. */
  record Ended(int exitCode, byte[] out, String err) {
    String text() {
      return new String(out, StandardCharsets.UTF_8);
    }
  }

  /** Runs the launcher by a shell script, in which {@code atoll} is the launcher. */
  Ended run(Map<String, String> environment, String script) throws Exception {
    return run(environment, script.getBytes(StandardCharsets.UTF_8));
  }

  /** The same, of a script with any bytes. */
  Ended run(Map<String, String> environment, byte[] script) throws Exception {
    Process process = start(environment, script);
    process.getOutputStream().close();
    return ended(process);
  }

  /** Begins; standard input stays open. */
  Process start(Map<String, String> environment, byte[] script) throws IOException {
    Path file = root.resolve("script");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(
          "atoll() { bash '%s' \"$@\"; }\ncd '%s'\n"
              .formatted(root.resolve("atoll"), root)
              .getBytes(StandardCharsets.UTF_8));
      out.write(script);
    }
    List<String> command = new ArrayList<>(List.of("bash", file.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().put("ATOLL_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    builder.redirectError(new File(root.toFile(), "err"));
    return builder.start();
  }

  Ended ended(Process process) throws Exception {
    byte[] out = process.getInputStream().readAllBytes();
    int exitCode = process.waitFor();
    return new Ended(exitCode, out, Files.readString(root.resolve("err")));
  }
}

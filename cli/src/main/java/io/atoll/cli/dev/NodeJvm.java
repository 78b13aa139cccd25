package io.atoll.cli.dev;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a node gets a process of its own: the same Java, flags and class path as this process has.
 *
 * @param java the Java launcher
 * @param flags of the JVM
 */
record NodeJvm(String java, List<String> flags, String classPath) {
  /** The entry of the {@code atoll} command, by its name: it stands above this package. */
  static final String MAIN = "io.atoll.cli.Main";

  /** A node without memory ends, and is started again, rather than stay as a corpse. */
  static final String EXIT_ON_OOM = "-XX:+ExitOnOutOfMemoryError";

  private static final long MIN_HEAP_MIB = 256;

  /**
   * As this process runs, yet with a share of the machine's memory.
   *
   * @param nodes how many share it
   */
  static NodeJvm likeThis(int nodes) {
    List<String> flags = new ArrayList<>();
    boolean heapGiven = false;
    for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      heapGiven |= flag.startsWith("-Xmx") || flag.startsWith("-XX:MaxRAM");
      if (!flag.startsWith("-Datoll.tty.")
          && !flag.startsWith("-XX:AOTCacheOutput")
          && !flag.startsWith("-agentlib:jdwp")) {
        flags.add(flag);
      }
    }
    if (!flags.contains(EXIT_ON_OOM)) {
      flags.add(EXIT_ON_OOM);
    }
    if (!heapGiven) {
      long maxMib = Runtime.getRuntime().maxMemory() >> 20;
      // By default the JVM takes a quarter of the memory; all nodes together may take half.
      flags.add("-Xmx" + Math.max(MIN_HEAP_MIB, 2 * maxMib / nodes) + "m");
    }
    String java =
        ProcessHandle.current()
            .info()
            .command()
            .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    return new NodeJvm(java, flags, System.getProperty("java.class.path"));
  }

  /**
   * As this process runs, yet as light as can be: for many nodes on a machine of few cores.
   *
   * @param heapMib of each
   */
  static NodeJvm lightLikeThis(int heapMib) {
    NodeJvm usual = likeThis(1);
    List<String> flags = new ArrayList<>(usual.flags);
    flags.removeIf(
        flag ->
            flag.startsWith("-Xm")
                || flag.startsWith("-XX:MaxRAM")
                || flag.startsWith("-XX:TieredStopAtLevel")
                || (flag.startsWith("-XX:+Use") && flag.endsWith("GC")));
    flags.addAll(List.of("-Xmx" + heapMib + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    return new NodeJvm(usual.java, flags, usual.classPath);
  }

  /** The command of one node. */
  List<String> command(Path config) {
    return command("node", config);
  }

  /**
   * The command of a node or a router. The shell between leaves Ctrl-C to {@code atoll dev}: the
   * terminal sends it to all processes at once, and a child must not die of it before its turn. It
   * replaces itself by Java, so the process id is the child's.
   */
  List<String> command(String subcommand, Path config) {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
    command.add(java);
    command.addAll(flags);
    command.addAll(
        List.of(
            "-cp",
            classPath,
            MAIN,
            subcommand,
            "--config",
            config.toString(),
            "--stop-with-parent"));
    return command;
  }
}

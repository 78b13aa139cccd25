package io.atoll.bench.storage;

import io.atoll.bench.storage.Job.Side;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares Atoll's storage engine with RocksDB: starts a process for each job, prints a table. */
@Command(
    name = "storage-bench",
    description = "Compare Atoll's storage engine with RocksDB.",
    showDefaultValues = true,
    sortOptions = false,
    mixinStandardHelpOptions = true)
final class StorageBench implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--entries",
      defaultValue = "2m",
      description = "Entries of 116 bytes: 2m, 20m.",
      converter = Amount.class)
  private long entries;

  @Option(names = "--rounds", defaultValue = "1", description = "Medians are shown.")
  private int rounds;

  @Option(
      names = "--workloads",
      split = ",",
      description =
          "Some only: ${COMPLETION-CANDIDATES}. Those that read need the fill in the same run.")
  private List<Workload> workloads;

  @Option(names = "--sides", split = ",", description = "One only: ${COMPLETION-CANDIDATES}.")
  private List<Side> sides = List.of(Side.values());

  @Option(
      names = "--seconds",
      defaultValue = "10",
      description = "How long each workload without an end of its own is measured.")
  private double seconds;

  @Option(
      names = "--mix-seconds",
      defaultValue = "60",
      description = "How long the mix is measured; 600 for a sustained load.")
  private double mixSeconds;

  @Option(
      names = "--threads",
      defaultValue = "64",
      description = "Operations in flight, RocksDB's threads, where latencies are compared.")
  private int threads;

  @Option(
      names = "--in-flight",
      defaultValue = "1024",
      description = "Atoll's writes in flight in synced writes and the fill.")
  private int inFlight;

  @Option(
      names = "--write-buffers",
      defaultValue = "128m",
      description = "Memory of either engine for what is in no table yet, in bytes.",
      converter = Amount.class)
  private long bufferBytes;

  @Option(
      names = "--log",
      defaultValue = "1g",
      description = "User bytes in the log that the crash leaves.",
      converter = Amount.class)
  private long logBytes;

  @Option(
      names = "--directory",
      description = "Where the data goes; its own directory below is deleted in the end.")
  private Path directory = Path.of(System.getProperty("java.io.tmpdir"));

  @Option(names = "--heap", defaultValue = "4g", description = "Of each engine's process.")
  private String heap;

  @Option(names = "--json", description = "Print each process's figures as a line of JSON too.")
  private boolean json;

  private StorageBench() {}

  public static void main(String[] args) {
    CommandLine command = new CommandLine(new StorageBench());
    command.setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(command.execute(args));
  }

  /** Numbers such as 2m, 64k, 1g, in thousands. */
  static final class Amount implements CommandLine.ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      String lower = text.toLowerCase(Locale.ROOT).replace("_", "");
      if (!lower.matches("\\d{1,12}[kmg]?")) {
        throw new CommandLine.TypeConversionException(
            "'" + text + "' must be a number, with k, m or g behind it or without");
      }
      long factor =
          switch (lower.charAt(lower.length() - 1)) {
            case 'k' -> 1_000;
            case 'm' -> 1_000_000;
            case 'g' -> 1_000_000_000;
            default -> 1;
          };
      return Long.parseLong(lower.replaceAll("[kmg]", "")) * factor;
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (entries < 1 || rounds < 1 || threads < 1 || inFlight < 1) {
      throw new ParameterException(
          spec.commandLine(), "--entries, --rounds, --threads and --in-flight must be 1 or more");
    }
    Path data = Files.createTempDirectory(directory, "atoll-bench-");
    ResultTable table = new ResultTable();
    try {
      describe(data);
      for (int round = 1; round <= rounds; round++) {
        for (Workload workload : chosen()) {
          for (Side side : sides) {
            if (workload != Workload.MIX_ZGC || side == Side.ATOLL) {
              run(job(workload, side, data, round), table);
            }
          }
        }
      }
    } finally {
      Directories.delete(data);
    }
    System.out.println();
    System.out.print(table);
    System.out.printf("%nload average at the end: %.2f%n", load());
    return 0;
  }

  private Set<Workload> chosen() {
    Set<Workload> chosen =
        workloads == null ? EnumSet.allOf(Workload.class) : EnumSet.copyOf(workloads);
    if (chosen.contains(Workload.REOPEN)) {
      chosen.add(Workload.CRASH);
    }
    boolean reads = false;
    for (Workload workload : chosen) {
      reads |= !workload.isFresh() && workload != Workload.REOPEN;
    }
    if (reads) {
      chosen.add(Workload.FILL);
    }
    return chosen;
  }

  private void describe(Path data) {
    System.out.printf(
        "%,d entries of %d bytes, %d round(s), %d processors, load average %.2f, data in %s%n",
        entries,
        Entries.USER_BYTES,
        rounds,
        Runtime.getRuntime().availableProcessors(),
        load(),
        data);
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private Job job(Workload workload, Side side, Path data, int round) {
    // The crash has a data set of its own, and so have synced writes; all others share the fill's.
    String set =
        switch (workload) {
          case SYNCED, SYNCED_EQUAL -> "synced";
          case CRASH, REOPEN -> "crash";
          case FILL, MEMORY, READS, ABSENT, SCAN, COLD_READS, MIX, MIX_ZGC -> "filled";
        };
    boolean mix = workload == Workload.MIX || workload == Workload.MIX_ZGC;
    return new Job(
        side,
        workload,
        data.resolve(side.name().toLowerCase(Locale.ROOT) + "-" + set).toString(),
        entries,
        bufferBytes,
        threads,
        inFlight,
        mix ? mixSeconds : seconds,
        logBytes,
        round * 7_919L);
  }

  private void run(Job job, ResultTable table) throws IOException, InterruptedException {
    if (job.workload().isFresh()) {
      Directories.delete(Path.of(job.directory()));
    }
    System.err.printf("%s: %s%n", job.side(), job.workload().title());
    Process process =
        new ProcessBuilder(command(job)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Figures figures = null;
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(Child.RESULT)) {
          figures = Figures.decode(line.substring(Child.RESULT.length()));
        } else {
          System.err.println(line);
        }
      }
    }
    int exit = process.waitFor();
    if (exit != 0 || figures == null) {
      throw new IllegalStateException(
          job.side() + " failed in '" + job.workload().title() + "', see above; exit code " + exit);
    }
    if (json) {
      System.out.printf(
          "{\"side\": \"%s\", \"workload\": \"%s\", \"figures\": %s}%n",
          job.side(), job.workload(), figures.encode());
    }
    table.add(job, figures);
  }

  private List<String> command(Job job) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + heap,
            job.workload() == Workload.MIX_ZGC ? "-XX:+UseZGC" : "-XX:+UseG1GC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:MaxDirectMemorySize=" + Math.max(1L << 30, 4 * job.userBytes()),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xlog:disable",
            "-Xlog:all=error:stderr"));
    if (job.workload() == Workload.MEMORY) {
      // What the heap once was is no concern: give back what is not live.
      command.addAll(List.of("-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10"));
    }
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), Child.class.getName(), job.encode()));
    return command;
  }
}

package io.atoll.cli.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Processor time of processes, user and system together, as {@code /proc} tells it (see proc(5)).
 * Where there is no {@code /proc}, all is unknown.
 */
final class CpuTimes {
  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int START = 19;
  private static final long DEFAULT_TICKS_PER_SECOND = 100;

  private final Path proc;
  private final long ticksPerSecond;
  private final Map<String, Long> pids;

  /**
   * What was used up to a moment.
   *
   * @param byProcess of those that live, by name
   */
  record Sample(Map<String, Used> byProcess, double ownSeconds) {}

  /**
   * What a process used.
   *
   * @param startedTicks when it was started: another process with its id started at another time
   */
  record Used(double seconds, long startedTicks) {}

  /**
   * What was used between two moments.
   *
   * @param secondsByProcess empty for a process that did not live all the while
   */
  record Use(Map<String, OptionalDouble> secondsByProcess, double ownSeconds) {}

  CpuTimes(Path proc, long ticksPerSecond, Map<String, Long> pids) {
    this.proc = proc;
    this.ticksPerSecond = ticksPerSecond;
    this.pids = new LinkedHashMap<>(pids);
  }

  /** Of processes of this machine, by name. */
  static CpuTimes of(Map<String, Long> pids) {
    return new CpuTimes(Path.of("/proc"), ticksPerSecond(), pids);
  }

  Sample sample() {
    Map<String, Used> used = new LinkedHashMap<>();
    pids.forEach(
        (name, pid) -> {
          try {
            used.put(name, used(pid));
          } catch (IOException | RuntimeException e) {
            // It does not live, or there is no such file here: it stays unknown.
          }
        });
    return new Sample(used, ownSeconds());
  }

  Use between(Sample before, Sample after) {
    Map<String, OptionalDouble> seconds = new LinkedHashMap<>();
    for (String name : pids.keySet()) {
      Used first = before.byProcess.get(name);
      Used last = after.byProcess.get(name);
      boolean same = first != null && last != null && first.startedTicks == last.startedTicks;
      seconds.put(
          name, same ? OptionalDouble.of(last.seconds - first.seconds) : OptionalDouble.empty());
    }
    return new Use(seconds, after.ownSeconds - before.ownSeconds);
  }

  private Used used(long pid) throws IOException {
    String stat = Files.readString(proc.resolve(Long.toString(pid)).resolve("stat"));
    // The second field is the program's name in parentheses, which may hold blanks and parentheses.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ", -1);
    long ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
    return new Used((double) ticks / ticksPerSecond, Long.parseLong(fields[START]));
  }

  private static double ownSeconds() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime() / 1e9
        : Double.NaN;
  }

  private static long ticksPerSecond() {
    try {
      Process getconf = new ProcessBuilder("getconf", "CLK_TCK").start();
      try (var out = getconf.getInputStream()) {
        return Long.parseLong(new String(out.readAllBytes(), StandardCharsets.US_ASCII).strip());
      }
    } catch (IOException | NumberFormatException e) {
      return DEFAULT_TICKS_PER_SECOND;
    }
  }
}

package io.atoll.bench.storage;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What this process has used so far, by the kernel's account. Where there is no {@code /proc}, what
 * comes from there is 0.
 *
 * @param cpuNanos processor time of all threads
 * @param readCallBytes bytes that reading calls returned, from the page cache or a device
 * @param deviceReadBytes bytes that a device had to give
 * @param deviceWriteBytes bytes that a device was made to take, whole pages
 */
record ProcessFigures(
    long cpuNanos, long readCallBytes, long deviceReadBytes, long deviceWriteBytes) {
  private static final Path IO = Path.of("/proc/self/io");
  private static final Path STATUS = Path.of("/proc/self/status");

  static ProcessFigures now() throws IOException {
    Map<String, Long> io = numbers(IO);
    long cpu = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    return new ProcessFigures(
        cpu,
        io.getOrDefault("rchar", 0L),
        io.getOrDefault("read_bytes", 0L),
        io.getOrDefault("write_bytes", 0L));
  }

  ProcessFigures since(ProcessFigures earlier) {
    return new ProcessFigures(
        cpuNanos - earlier.cpuNanos,
        readCallBytes - earlier.readCallBytes,
        deviceReadBytes - earlier.deviceReadBytes,
        deviceWriteBytes - earlier.deviceWriteBytes);
  }

  /** Memory of this process that is in no file. */
  static long residentBytes() throws IOException {
    return numbers(STATUS).getOrDefault("RssAnon", 0L) << 10;
  }

  /** The heap's live bytes. */
  static long liveHeapBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static Map<String, Long> numbers(Path file) throws IOException {
    Map<String, Long> numbers = new HashMap<>();
    if (Files.isReadable(file)) {
      for (String line : Files.readAllLines(file)) {
        String[] words = line.split("[:\\s]+");
        if (words.length >= 2 && words[1].matches("\\d{1,18}")) {
          numbers.put(words[0], Long.parseLong(words[1]));
        }
      }
    }
    return numbers;
  }
}

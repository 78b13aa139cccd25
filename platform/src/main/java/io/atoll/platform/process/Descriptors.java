package io.atoll.platform.process;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many file descriptors a server may use, and what for. Who runs out of them can neither accept
 * a connection nor write a segment of its log, so clients get a share that leaves the rest alone,
 * whatever they do.
 *
 * @param limit all of them, 1 or more
 */
public record Descriptors(int limit) {
  /** Fewer than these serve nobody: jars, loops and logs alone take about 200. */
  public static final int LEAST = 512;

  /** For code, loops, ports, logs, locks and the links between nodes. */
  private static final int RESERVED = 256;

  private static final int MOST = 1 << 20;

  /** What this process may open; the JVM has raised its soft limit to the hard one. */
  public static Descriptors ofProcess() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? new Descriptors(Math.clamp(unix.getMaxFileDescriptorCount(), 1, MOST))
        : new Descriptors(MOST);
  }

  /** An equal part of these, for one of several servers in a process. */
  public Descriptors dividedBy(int servers) {
    return new Descriptors(Math.max(1, limit / servers));
  }

  /**
   * Refuses a limit that is too low.
   *
   * @param who for example {@code a node}
   * @throws TooFewDescriptorsException with one line that says what to do
   */
  public void requireLeast(String who) {
    if (limit < LEAST) {
      throw new TooFewDescriptorsException(
          "the process may open %d files (ulimit -n) and %s needs %d, better 65536: raise the limit with ulimit -n, or LimitNOFILE= of its service"
              .formatted(limit, who, LEAST));
    }
  }

  /**
   * How many connections of clients may be open, on all ports together. Those that are just being
   * accepted or closed are not counted by anybody and take a descriptor as well.
   */
  public int forConnections() {
    return Math.max(1, spare() / 2);
  }

  /** How many may be taken by files of data that are only read. */
  public int forFiles() {
    return Math.max(2, spare() / 4);
  }

  private int spare() {
    return Math.max(limit / 4, limit - RESERVED);
  }
}

package io.atoll.bench.replication;

import com.sun.management.ThreadMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/**
 * Prints what one counted write costs with sets and with bare bits: the thread's processor time and
 * the bytes that it allocated. Both take turns, so that a machine that grows slower is slower for
 * both. Run by {@code main} it takes 32 s of processor time.
 */
public final class ReplicaSetBench {
  private static final int ROUNDS = 15;
  private static final int BATCH = 10_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final long roundNanos;
  private long sink;

  /**
   * @param roundNanos processor time that one way has before it is the other's turn
   */
  ReplicaSetBench(long roundNanos) {
    this.roundNanos = roundNanos;
  }

  /** What one write cost in one round. */
  private record Cost(double nanos, double bytes) {}

  public static void main(String[] args) {
    new ReplicaSetBench(1_000_000_000L).run(System.out);
  }

  void run(PrintStream out) {
    CountedWrite byBits = new CountedByBits();
    CountedWrite bySets = new CountedBySets();
    Cost[] bits = new Cost[ROUNDS];
    Cost[] sets = new Cost[ROUNDS];
    measure(byBits);
    measure(bySets);
    for (int i = 0; i < ROUNDS; i++) {
      bits[i] = measure(byBits);
      sets[i] = measure(bySets);
    }
    print(out, "bare bits", bits);
    print(out, "ReplicaSet", sets);
    out.println("(sum " + sink + ")");
  }

  private Cost measure(CountedWrite write) {
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long start = threads.getCurrentThreadCpuTime();
    long now = start;
    long writes = 0;
    while (now - start < roundNanos) {
      for (int i = 0; i < BATCH; i++) {
        sink += write.count(i);
      }
      writes += BATCH;
      now = threads.getCurrentThreadCpuTime();
    }
    allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
    return new Cost((double) (now - start) / writes, (double) allocated / writes);
  }

  private static void print(PrintStream out, String name, Cost[] costs) {
    double nanos = median(Arrays.stream(costs).mapToDouble(Cost::nanos).toArray());
    double bytes = median(Arrays.stream(costs).mapToDouble(Cost::bytes).toArray());
    out.printf("%-12s %6.1f ns  %6.1f bytes allocated per write%n", name, nanos, bytes);
  }

  private static double median(double[] figures) {
    Arrays.sort(figures);
    return figures[figures.length / 2];
  }
}

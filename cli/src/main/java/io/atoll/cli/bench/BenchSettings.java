package io.atoll.cli.bench;

import io.atoll.cli.bench.engine.KeyChooser;
import io.atoll.cli.bench.engine.OpKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is measured, and how. */
record BenchSettings(Keys keys, ValueShape values, Load load, Course course, Keyspace keyspace) {
  /**
   * The keys.
   *
   * @param count how many there are
   * @param theta the exponent of a zipfian distribution; 0 for a uniform one
   */
  record Keys(long count, int sizeBytes, double theta) {
    KeyChooser chooser() {
      return theta == 0 ? KeyChooser.uniform(count) : KeyChooser.zipfian(count, theta);
    }

    String distribution() {
      return theta == 0 ? "uniform" : "zipfian:" + theta;
    }
  }

  /**
   * The values.
   *
   * @param sizeBytes of one
   * @param compressible whether they can be compressed by half
   */
  record ValueShape(Flags.Range sizeBytes, boolean compressible) {
    String sizes() {
      return sizeBytes.min() == sizeBytes.max()
          ? Integer.toString(sizeBytes.min())
          : sizeBytes.min() + ".." + sizeBytes.max();
    }
  }

  /**
   * The requests.
   *
   * @param readShare how many of them are reads, 0 to 1
   * @param inFlight at most, over all loops
   * @param ratePerSecond of an open loop; 0 for a closed one
   * @param timeoutMs of one
   * @param loops threads that send
   */
  record Load(double readShare, int inFlight, double ratePerSecond, long timeoutMs, int loops) {
    boolean isOpen() {
      return ratePerSecond > 0;
    }

    /** The kinds of request that are sent. */
    List<OpKind> kinds() {
      if (readShare == 1) {
        return List.of(OpKind.READ);
      }
      return readShare == 0 ? List.of(OpKind.WRITE) : List.of(OpKind.READ, OpKind.WRITE);
    }

    String mix() {
      if (readShare == 1) {
        return "reads";
      }
      return readShare == 0
          ? "writes"
          : String.format(Locale.ROOT, "%.3g %% reads", 100 * readShare);
    }
  }

  /**
   * What happens when.
   *
   * @param preload whether all keys are written before
   * @param warmUpMs of load that is not measured
   * @param durationMs 0 where only the number of requests ends the measurement
   * @param maxRequests after which the measurement ends
   * @param seed of the chance by which keys and values are drawn
   */
  record Course(boolean preload, long warmUpMs, long durationMs, long maxRequests, long seed) {}

  /**
   * Where the data is.
   *
   * @param replication if it is created; empty for its default
   * @param drop whether it is dropped at the end
   * @param readLevel null for the keyspace's own, like {@code writeLevel}
   */
  record Keyspace(
      String name,
      Map<String, Integer> replication,
      boolean drop,
      String readLevel,
      String writeLevel) {}
}

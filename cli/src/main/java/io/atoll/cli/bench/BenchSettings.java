package io.atoll.cli.bench;

import io.atoll.cli.bench.engine.KeyChooser;
import io.atoll.cli.bench.engine.OpKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is measured, and how.
 *
 * @param readShare how many of the requests are reads, 0 to 1
 * @param keys how many keys there are
 * @param theta the exponent of a zipfian distribution; 0 for a uniform one
 * @param compressible whether values can be compressed by half
 * @param preload whether all keys are written before
 * @param inFlight requests in flight at most, over all loops
 * @param ratePerSecond of an open loop; 0 for a closed one
 * @param durationMs 0 where only the number of requests ends the measurement
 * @param maxRequests after which the measurement ends
 * @param replication of the keyspace if it is created; empty for its default
 * @param drop whether the keyspace is dropped at the end
 * @param readLevel null for the keyspace's own, like {@code writeLevel}
 * @param loops threads that send
 */
record BenchSettings(
    double readShare,
    long keys,
    int keySize,
    double theta,
    Flags.Range valueSize,
    boolean compressible,
    boolean preload,
    int inFlight,
    double ratePerSecond,
    long durationMs,
    long warmUpMs,
    long maxRequests,
    String keyspace,
    Map<String, Integer> replication,
    boolean drop,
    String readLevel,
    String writeLevel,
    long timeoutMs,
    int loops,
    long seed) {

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

  KeyChooser keyChooser() {
    return theta == 0 ? KeyChooser.uniform(keys) : KeyChooser.zipfian(keys, theta);
  }

  String mix() {
    if (readShare == 1) {
      return "reads";
    }
    return readShare == 0 ? "writes" : String.format(Locale.ROOT, "%.3g %% reads", 100 * readShare);
  }

  String distribution() {
    return theta == 0 ? "uniform" : "zipfian:" + theta;
  }

  String valueBytes() {
    return valueSize.min() == valueSize.max()
        ? Integer.toString(valueSize.min())
        : valueSize.min() + ".." + valueSize.max();
  }
}

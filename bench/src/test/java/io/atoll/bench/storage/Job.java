package io.atoll.bench.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;

/**
 * One piece of work for one engine in one process.
 *
 * @param directory the engine's data directory
 * @param entries how many entries the data set has
 * @param bufferBytes of both engines, for what is in no table yet
 * @param threads RocksDB's threads where many operations are in flight
 * @param inFlight Atoll's operations in flight where their number is free: synced writes, fill
 * @param seconds how long what is measured by time lasts
 * @param logBytes how long the log is that a crash leaves
 * @param seed of this round
 */
record Job(
    Side side,
    Workload workload,
    String directory,
    long entries,
    long bufferBytes,
    int threads,
    int inFlight,
    double seconds,
    long logBytes,
    long seed) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Who does it. */
  enum Side {
    ROCKSDB,
    ATOLL
  }

  /** Opens the engine with the workload's cache. */
  Contestant open(boolean single) throws Exception {
    return open(Path.of(directory), single);
  }

  Contestant open(Path where, boolean single) throws Exception {
    Budget budget = workload.budget(this);
    return switch (side) {
      case ROCKSDB -> Rocks.open(where, budget);
      case ATOLL ->
          Atoll.open(where, budget, single ? 1 : Runtime.getRuntime().availableProcessors());
    };
  }

  /** How many operations are in flight where that is the engine's own choice. */
  int manyInFlight() {
    return side == Side.ROCKSDB ? threads : inFlight;
  }

  long userBytes() {
    return entries * Entries.USER_BYTES;
  }

  String encode() throws JsonProcessingException {
    return JSON.writeValueAsString(this);
  }

  static Job decode(String text) throws JsonProcessingException {
    return JSON.readValue(text, Job.class);
  }
}

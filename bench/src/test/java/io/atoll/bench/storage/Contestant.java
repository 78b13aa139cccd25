package io.atoll.bench.storage;

import java.io.IOException;

/** An engine, open on a directory. Called by one thread. */
interface Contestant extends AutoCloseable {
  /**
   * Carries out a load in the manner that suits the engine, and returns when the last operation is
   * answered.
   *
   * @throws Exception when an operation failed, or a read gave what was not written
   */
  Tally drive(Load load) throws Exception;

  /**
   * Visits every entry in order, key and value.
   *
   * @return how many there were
   */
  long scan() throws Exception;

  /** Returns when the engine has nothing left to do of its own accord: flushed and compacted. */
  void settle() throws Exception;

  @Override
  void close() throws IOException;
}

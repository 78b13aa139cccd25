package io.atoll.client;

import io.atoll.client.engine.EngineStats;
import io.atoll.client.failure.AtollException;
import java.util.function.IntSupplier;

/**
 * What the client counts; nothing if the application gave no registry. Callable from any thread.
 */
interface Meters {
  /** Counts nothing. */
  Meters NONE =
      new Meters() {
        @Override
        public void ended(Operation operation, Throwable failure, long nanos) {}

        @Override
        public void merged(boolean writtenBack) {}

        @Override
        public EngineStats ofEngine() {
          return EngineStats.NONE;
        }

        @Override
        public void watch(IntSupplier inFlight) {}
      };

  /**
   * One operation on one key ended.
   *
   * @param failure null for none; an {@link AtollException} or what a function of the application
   *     threw
   */
  void ended(Operation operation, Throwable failure, long nanos);

  /**
   * A read merged siblings.
   *
   * @param writtenBack whether the merged value is being written back
   */
  void merged(boolean writtenBack);

  /** What the engine is to tell. */
  EngineStats ofEngine();

  /** Shows how many requests are under way. */
  void watch(IntSupplier inFlight);
}

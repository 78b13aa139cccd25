package io.atoll.replication;

import io.atoll.env.Clock;
import io.atoll.env.FatalError;
import io.atoll.env.Timers;
import java.util.ArrayList;
import java.util.List;

/**
 * The operations in progress on one loop, each checked every {@value #TICK_MS} ms: one timer for
 * all of them, and none while there are none.
 */
final class OperationTimer {
  static final int TICK_MS = 5;

  private final Clock clock;
  private final Timers timers;
  private final List<Operation> underWay = new ArrayList<>();
  private Timers.Timer timer;
  private boolean shedSinceTick;
  private boolean stopping;

  OperationTimer(Clock clock, Timers timers) {
    this.clock = clock;
    this.timers = timers;
  }

  /** Something with a deadline. */
  interface Operation {
    /**
     * Time has passed.
     *
     * @return whether the operation wants to be looked at again
     */
    boolean tick(long nowNanos);

    /**
     * Ends it when its client has its answer and it only waits for late replicas.
     *
     * @return whether it has ended
     */
    boolean endIfAnswered();

    /** The node stops: it is as good as over. */
    default void nodeStops() {}
  }

  void add(Operation operation) {
    underWay.add(operation);
    if (timer == null) {
      timer = timers.every(TICK_MS, this::tick);
    }
  }

  /** The node stops: those that are under way, and those to come, may not see their end. */
  void nodeStops() {
    stopping = true;
    underWay.forEach(Operation::nodeStops);
  }

  boolean isStopping() {
    return stopping;
  }

  int size() {
    return underWay.size();
  }

  /**
   * Whether one more fits below a bound. Where it does not, those that only wait for late replicas
   * make room: one slow replica must not stop the writes that all others take.
   *
   * @param memoryIsShort then they make room too, for what they hold
   */
  boolean room(int bound, boolean memoryIsShort) {
    if ((underWay.size() >= bound || memoryIsShort) && !shedSinceTick) {
      shedSinceTick = true;
      underWay.removeIf(Operation::endIfAnswered);
    }
    return underWay.size() < bound;
  }

  private void tick() {
    shedSinceTick = true;
    long now = clock.nanos();
    int kept = 0;
    int looked = underWay.size();
    Throwable defect = null;
    for (int i = 0; i < looked; i++) {
      Operation operation = underWay.get(i);
      try {
        if (operation.tick(now)) {
          underWay.set(kept++, operation);
        }
      } catch (Throwable e) {
        // The deadlines of the others must not suffer, now or at the next tick.
        FatalError.passOn(e);
        defect = e;
      }
    }
    underWay.subList(kept, looked).clear();
    shedSinceTick = false;
    if (underWay.isEmpty()) {
      timer.cancel();
      timer = null;
    }
    if (defect != null) {
      throw new IllegalStateException("an operation failed when time passed", defect);
    }
  }
}

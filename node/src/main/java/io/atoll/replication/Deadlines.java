package io.atoll.replication;

import io.atoll.env.Clock;
import io.atoll.env.Timers;
import java.util.ArrayList;
import java.util.List;

/**
 * The operations under way on one loop, each looked at every {@value #TICK_MS} ms: one timer for
 * all of them, and none while there are none.
 */
final class Deadlines {
  static final int TICK_MS = 5;

  private final Clock clock;
  private final Timers timers;
  private final List<Operation> underWay = new ArrayList<>();
  private Timers.Timer timer;

  Deadlines(Clock clock, Timers timers) {
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
  }

  void add(Operation operation) {
    underWay.add(operation);
    if (timer == null) {
      timer = timers.every(TICK_MS, this::tick);
    }
  }

  int size() {
    return underWay.size();
  }

  private void tick() {
    long now = clock.nanos();
    int kept = 0;
    int looked = underWay.size();
    for (int i = 0; i < looked; i++) {
      Operation operation = underWay.get(i);
      if (operation.tick(now)) {
        underWay.set(kept++, operation);
      }
    }
    underWay.subList(kept, looked).clear();
    if (underWay.isEmpty()) {
      timer.cancel();
      timer = null;
    }
  }
}

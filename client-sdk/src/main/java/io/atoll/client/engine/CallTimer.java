package io.atoll.client.engine;

import java.util.function.Consumer;

/**
 * Wakes the requests of one loop when they want to be looked at, at their deadline at the latest.
 * One timer of the loop drives all, while there are any.
 */
final class CallTimer {
  private final Turn turn;
  private final TickWheel wheel;
  private boolean ticking;

  CallTimer(Turn turn) {
    this.turn = turn;
    this.wheel = new TickWheel(turn.loop().nanos());
  }

  /** Wakes a request at a time, instead of the one before. */
  void watch(Call call, long atNanos) {
    wheel.add(call, atNanos - call.deadlineNanos > 0 ? call.deadlineNanos : atNanos);
    tickLater();
  }

  /** A request has ended. */
  void forget(Call call) {
    wheel.remove(call);
  }

  /** Forgets all requests and hands them on. */
  void drain(Consumer<Call> to) {
    wheel.drain(entry -> to.accept((Call) entry));
  }

  private void tickLater() {
    if (!ticking) {
      ticking = true;
      turn.after(TickWheel.TICK_MS, this::tick);
    }
  }

  private void tick() {
    ticking = false;
    wheel.advance(turn.nowNanos());
    if (!wheel.isEmpty()) {
      tickLater();
    }
  }
}

package io.atoll.server.http;

import io.atoll.env.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes on only when a test says so. */
final class HandClock implements Clock {
  private final AtomicLong nanos = new AtomicLong(1_000_000_000);

  @Override
  public long wallMs() {
    return nanos.get() / 1_000_000;
  }

  @Override
  public long nanos() {
    return nanos.get();
  }

  void advanceMs(long ms) {
    nanos.addAndGet(ms * 1_000_000);
  }
}

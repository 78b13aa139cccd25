package io.atoll.runtime;

import io.atoll.env.Clock;

/** The clocks of the machine. */
public final class SystemClock implements Clock {
  @Override
  public long wallMs() {
    return System.currentTimeMillis();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}

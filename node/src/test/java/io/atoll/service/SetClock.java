package io.atoll.service;

import io.atoll.env.Clock;

/** A clock that stands still until it is set. */
final class SetClock implements Clock {
  private long wallMs;
  private long nanos;

  SetClock(long wallMs) {
    this.wallMs = wallMs;
  }

  void setWallMs(long ms) {
    wallMs = ms;
  }

  void setNanos(long value) {
    nanos = value;
  }

  @Override
  public long wallMs() {
    return wallMs;
  }

  @Override
  public long nanos() {
    return nanos;
  }
}

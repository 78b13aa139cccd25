package io.atoll.client.engine;

import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;

/** A listener that remembers what it was told, and how often. */
final class Told<T> implements Engine.Listener<T> {
  private final LongSupplier clock;
  private final long calledNanos;
  T response;
  CallFailure failure;
  int times;
  long tookNanos;

  Told(LongSupplier clock) {
    this.clock = clock;
    this.calledNanos = clock.getAsLong();
  }

  @Override
  public void answered(T told) {
    response = told;
    note();
  }

  @Override
  public void failed(CallFailure told) {
    failure = told;
    note();
  }

  private void note() {
    times++;
    tookNanos = clock.getAsLong() - calledNanos;
  }

  boolean isTold() {
    return times > 0;
  }

  long tookMs() {
    return tookNanos / 1_000_000;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

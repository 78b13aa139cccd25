package io.atoll.architecture.broken.calls;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.LongSupplier;

/** Breaks a rule on purpose. */
final class ReadsTime {
  long wall() {
    return System.currentTimeMillis();
  }

  long nanos() {
    return System.nanoTime();
  }

  LongSupplier reference() {
    return System::nanoTime;
  }

  LongSupplier inLambda() {
    return () -> System.nanoTime() + 1;
  }

  void sleeps() throws InterruptedException {
    Thread.sleep(1);
  }

  Instant instant() {
    return Instant.now();
  }

  LocalDate local(java.time.ZoneId zone) {
    return LocalDate.now(zone);
  }

  Clock clock() {
    return Clock.systemUTC();
  }
}

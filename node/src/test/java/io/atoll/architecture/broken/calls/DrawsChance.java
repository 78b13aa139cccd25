package io.atoll.architecture.broken.calls;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** Breaks a rule on purpose. */
final class DrawsChance {
  Random random() {
    return new Random();
  }

  double math() {
    return Math.random();
  }

  int threadLocal() {
    return ThreadLocalRandom.current().nextInt();
  }

  Random secure() {
    return new SecureRandom();
  }

  UUID uuid() {
    return UUID.randomUUID();
  }

  SplittableRandom splittable() {
    return new SplittableRandom();
  }

  void shuffles(List<String> list) {
    Collections.shuffle(list);
  }

  Supplier<Random> reference() {
    return Random::new;
  }
}

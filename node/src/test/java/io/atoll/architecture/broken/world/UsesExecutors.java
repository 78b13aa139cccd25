package io.atoll.architecture.broken.world;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** Breaks a rule on purpose. */
final class UsesExecutors {
  Executor pool() {
    return Executors.newCachedThreadPool();
  }
}

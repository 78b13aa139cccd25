package io.atoll.service;

import io.atoll.storage.StorageEngine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * Under which generation this node makes its write events: loop 0 publishes it, every loop reads
 * it. While there is none, no event may be made.
 */
public final class Incarnation {
  private final Promise<Void> established = Promise.promise();
  private final AtomicBoolean wanted = new AtomicBoolean();
  private volatile int generation;
  private volatile BiConsumer<Integer, String> renewals = (worn, why) -> {};

  /** One that is known from the start. */
  static Incarnation of(int generation) {
    Incarnation known = new Incarnation();
    known.publish(generation);
    return known;
  }

  /** The generation, see {@link StorageEngine#generation}; 0 while there is none. */
  public int generation() {
    return generation;
  }

  /** Completes, on loop 0, when there is a generation for the first time. */
  public Future<Void> established() {
    return established.future();
  }

  /** Somebody waits for a generation. */
  void want() {
    wanted.set(true);
  }

  /** Whether somebody waits for one, or did. */
  boolean wanted() {
    return wanted.get();
  }

  /**
   * Asks for another generation than a given one; returns at once, and {@link #generation} is
   * another soon after. No effect where it is another already. From any thread.
   *
   * @param worn the generation that cannot go on
   * @param why for a person
   */
  public void renew(int worn, String why) {
    renewals.accept(worn, why);
  }

  /** Names who makes generations. */
  void renewedBy(BiConsumer<Integer, String> service) {
    renewals = service;
  }

  /** From now on events are made under a generation. */
  void publish(int newest) {
    generation = newest;
    established.tryComplete();
  }
}

package io.atoll.server.binary;

import io.atoll.resilience.ByteBudget;

/** The door of one loop over a {@link ShelfBackend}, with small limits. */
final class Fixture {
  static final int MAX_IN_FLIGHT = 4;
  static final int MAX_UNSENT_BYTES = 2_000;
  static final int MAX_CONNECTIONS = 8;
  static final int MAX_VALUE_BYTES = 100_000;

  static final BinarySettings SETTINGS =
      new BinarySettings(
          new BinarySettings.Listen("127.0.0.1", 0, 7400),
          new BinarySettings.Sizes(100, MAX_VALUE_BYTES),
          new BinarySettings.Load(MAX_IN_FLIGHT, MAX_CONNECTIONS, MAX_UNSENT_BYTES),
          new BinarySettings.RequestTimeouts(5_000, 30_000),
          new BinarySettings.Waits(1_000, 2_000, 60_000, 3_000, 1_000));

  final ShelfBackend backend = new ShelfBackend();
  final HandLoop loop = new HandLoop();
  final BinaryStats stats = new BinaryStats();
  final BinaryDoor door;

  Fixture() {
    this(SETTINGS, 500_000);
  }

  /**
   * @param memoryBytes for what requests hold
   */
  Fixture(BinarySettings settings, long memoryBytes) {
    ByteBudget memory = new ByteBudget(memoryBytes);
    door = new BinaryDoor(backend, loop, loop, settings, memory, new LoopPlace(1, 2, 8), stats);
  }

  HandClient connect() {
    return new HandClient(door);
  }

  HandClient client() {
    return connect().greet();
  }

  /** The store answers what it has held back, the n-th of those that are left. */
  void release(int which) {
    Runnable chosen = backend.held.stream().skip(which).findFirst().orElseThrow();
    backend.held.remove(chosen);
    chosen.run();
  }

  void releaseAll() {
    while (!backend.held.isEmpty()) {
      backend.held.poll().run();
    }
  }

  void later(long ms) {
    loop.advanceMs(ms);
    door.tick();
    loop.turn();
  }
}

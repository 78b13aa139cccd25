package io.atoll.server.binary;

/** The door of one loop over a {@link ShelfBackend}, with small limits. */
final class Fixture {
  static final int MAX_IN_FLIGHT = 4;
  static final int MAX_UNSENT_BYTES = 2_000;
  static final int MAX_CONNECTIONS = 8;
  static final int MAX_VALUE_BYTES = 100_000;

  final ShelfBackend backend = new ShelfBackend();
  final HandLoop loop = new HandLoop();
  final BinaryStats stats = new BinaryStats();
  final BinaryDoor door;

  Fixture() {
    this(settings(500_000));
  }

  Fixture(BinarySettings settings) {
    door = new BinaryDoor(backend, loop, loop, settings, new LoopPlace(1, 2, 8), stats);
  }

  static BinarySettings settings(long maxHeldBytes) {
    return new BinarySettings(
        new BinarySettings.Listen("127.0.0.1", 0, 7400),
        new BinarySettings.Sizes(100, MAX_VALUE_BYTES),
        new BinarySettings.Load(MAX_IN_FLIGHT, MAX_CONNECTIONS, MAX_UNSENT_BYTES, maxHeldBytes),
        new BinarySettings.RequestTimeouts(5_000, 30_000),
        new BinarySettings.Waits(1_000, 2_000, 60_000, 3_000, 1_000));
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

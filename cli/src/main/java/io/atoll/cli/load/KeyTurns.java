package io.atoll.cli.load;

import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Begins what is done for a key when all that was begun for it before has ended, so that of two
 * records of one key the later one is written later. Remembers only keys that something is done
 * for. Callable from any thread.
 */
final class KeyTurns {
  private final Map<ByteBuffer, Future<Void>> last = new HashMap<>();

  /**
   * Does something for a key in its turn.
   *
   * @param step answers a future that does not fail
   * @return the step's
   */
  Future<Void> inTurn(byte[] key, Supplier<Future<Void>> step) {
    ByteBuffer name = ByteBuffer.wrap(key);
    Future<Void> turn;
    synchronized (this) {
      Future<Void> before = last.get(name);
      turn = before == null ? step.get() : before.eventually(step::get);
      last.put(name, turn);
    }
    turn.onComplete(done -> forget(name, turn));
    return turn;
  }

  private synchronized void forget(ByteBuffer name, Future<Void> turn) {
    last.remove(name, turn);
  }
}

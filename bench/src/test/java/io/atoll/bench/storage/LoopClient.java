package io.atoll.bench.storage;

import io.atoll.storage.StorageKey;
import io.atoll.wire.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * Asks Atoll's engine from one event loop, with a bounded number of operations under way.
 * Everything after {@link #start} happens on the loop.
 *
 * <p>A loop asks for keys of its own shards only, drawing until it has one, as a server does whose
 * clients know which node and loop hold a key. After {@value #TURN} operations it lets others have
 * the loop, as a server's sockets would.
 */
final class LoopClient {
  private static final int TURN = 256;

  private final Atoll engine;
  private final int loop;
  private final Load load;
  private final Draw draw;
  private final boolean timed;
  private final Tally tally = new Tally();
  private final Promise<Tally> outcome = Promise.promise();
  private final int window;
  private int underWay;
  private boolean scheduled;
  private boolean ended;

  LoopClient(Atoll engine, int loop, Load load, int window) {
    this.engine = engine;
    this.loop = loop;
    this.load = load;
    this.window = window;
    this.draw = new Draw(load, loop);
    this.timed = !load.single();
  }

  void start() {
    engine.loop(loop).execute(this::turn);
  }

  Future<Tally> outcome() {
    return outcome.future();
  }

  private void turn() {
    scheduled = false;
    for (int i = 0; i < TURN && underWay < window && !ended; i++) {
      ask();
    }
    if (!ended && underWay < window) {
      schedule();
    }
    finishIfDone();
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      engine.loop(loop).execute(this::turn);
    }
  }

  private void finishIfDone() {
    if (ended && underWay == 0) {
      outcome.tryComplete(tally);
    }
  }

  private void ask() {
    byte[] bytes;
    long token;
    do {
      if (!draw.advance()) {
        ended = true;
        return;
      }
      bytes = Entries.key(draw.entry());
      token = Tokens.of(Atoll.KEYSPACE, bytes);
    } while (!engine.isOn(loop, token));
    long entry = draw.entry();
    boolean write = draw.isWrite();
    long begin = timed ? System.nanoTime() : 0;
    Future<?> asked = engine.ask(new StorageKey(Atoll.KEYSPACE, token, bytes), draw, load.synced());
    if (asked.succeeded()) {
      answered(entry, write, begin, asked.result());
      return;
    }
    underWay++;
    asked.onComplete(
        (result, failure) -> {
          underWay--;
          if (failure == null) {
            answered(entry, write, begin, result);
          } else {
            fail(failure);
          }
          if (!ended) {
            schedule();
          }
          finishIfDone();
        });
  }

  private void answered(long entry, boolean write, long begin, Object result) {
    if (timed) {
      tally.latency(System.nanoTime() - begin);
    }
    if (write) {
      tally.write();
      return;
    }
    boolean right =
        draw.isPresent()
            ? result instanceof byte[] value && Entries.isValueOf(entry, value, value.length)
            : result == null;
    if (!right) {
      fail(new IllegalStateException("Atoll answered what was not written: entry " + entry));
    }
    tally.read();
  }

  private void fail(Throwable cause) {
    ended = true;
    outcome.tryFail(cause);
  }
}

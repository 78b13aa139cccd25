package io.atoll.client.engine;

import io.atoll.client.transport.ClientLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * One turn of a loop: whatever woke it, it ends with new calls taken in and with one write for each
 * connection that has something to say. Everything that the loop calls into the engine stands
 * between {@link #begin} and {@link #end}.
 */
final class Turn {
  /** What belongs to every turn. */
  interface Work {
    /** A turn begins. */
    default void begins() {}

    /** The last work before connections are written to. */
    default void ends() {}

    /** The turn is over; nothing may be sent any more. */
    default void over() {}
  }

  private final ClientLoop loop;
  private final Work work;
  private final List<Channel> touched = new ArrayList<>();
  private int depth;
  private long nowNanos;

  Turn(ClientLoop loop, Work work) {
    this.loop = loop;
    this.work = work;
  }

  ClientLoop loop() {
    return loop;
  }

  void begin() {
    if (depth++ == 0) {
      nowNanos = loop.nanos();
      work.begins();
    }
  }

  void end() {
    if (depth > 1) {
      depth--;
      return;
    }
    try {
      work.ends();
    } finally {
      try {
        flush();
      } finally {
        depth = 0;
        work.over();
      }
    }
  }

  /** Runs something as a turn, or as a part of the one in progress. */
  void run(Runnable something) {
    begin();
    try {
      something.run();
    } finally {
      end();
    }
  }

  /** Runs something as a turn of its own, after a delay. */
  ClientLoop.Timer after(long delayMs, Runnable something) {
    return loop.after(delayMs, () -> run(something));
  }

  /** When the turn began. */
  long nowNanos() {
    return nowNanos;
  }

  /** A connection has something to write at the end of the turn. */
  void touch(Channel channel) {
    touched.add(channel);
  }

  private void flush() {
    for (int i = 0; i < touched.size(); i++) {
      touched.get(i).flush();
    }
    touched.clear();
  }
}

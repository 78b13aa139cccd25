package io.atoll.client.engine;

import io.atoll.client.transport.ClientLoop;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;

/**
 * Where calls of any thread come in to one loop. The first of many wakes the loop, the others are
 * found there; what comes during a turn is taken at its end, without any wake-up. It is bounded by
 * the {@link Admission} that everything passes before.
 */
final class Inbox {
  private static final int CHUNK = 1_024;
  private static final int MOST_AT_ONCE = 4_096;

  private final ClientLoop loop;
  private final Runnable wake;
  private final MpscUnboundedAtomicArrayQueue<Submission> queue =
      new MpscUnboundedAtomicArrayQueue<>(CHUNK);

  /** Whether somebody has woken the loop, or it is awake. */
  private final AtomicBoolean awake = new AtomicBoolean();

  /** What is handed in: one request or several. */
  interface Submission {
    /** Begins it, on the loop. */
    void start(Dispatcher on);
  }

  /**
   * @param wake runs a turn
   */
  Inbox(ClientLoop loop, Runnable wake) {
    this.loop = loop;
    this.wake = wake;
  }

  /** Hands in something, from any thread. */
  void submit(Submission submission) {
    queue.offer(submission);
    wakeLoop();
  }

  /** The loop is awake: nobody needs to wake it. */
  void hold() {
    awake.setRelease(true);
  }

  /** Takes what came; not without end, for what fails at once may come again at once. */
  void drain(Dispatcher to) {
    for (int left = MOST_AT_ONCE; left > 0; left--) {
      Submission next = queue.poll();
      if (next == null) {
        return;
      }
      next.start(to);
    }
  }

  /** The loop goes to sleep, unless something came meanwhile. */
  void release() {
    awake.set(false);
    if (!queue.isEmpty()) {
      wakeLoop();
    }
  }

  private void wakeLoop() {
    if (!awake.get() && awake.compareAndSet(false, true)) {
      loop.execute(wake);
    }
  }
}

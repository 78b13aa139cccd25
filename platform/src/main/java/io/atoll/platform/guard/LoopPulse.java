package io.atoll.platform.guard;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Whether one event loop still turns: it is given a task, and has so many ticks to run it. Ticks
 * are counted and not time, so a process that was stopped, or a machine that slept, accuses no
 * loop: the ticks stood still as well. {@link #tick} is called by one thread.
 */
final class LoopPulse {
  private static final int SHOWN_FRAMES = 12;

  private final Executor loop;
  private final int patienceTicks;
  private int silentTicks;
  private volatile boolean turned = true;
  private volatile Thread thread;

  /**
   * @param patienceTicks so many ticks without a turn, and the loop is dead
   */
  LoopPulse(Executor loop, int patienceTicks) {
    this.loop = loop;
    this.patienceTicks = patienceTicks;
  }

  /** Looks after the loop; answers why it is dead, or null. */
  String tick() {
    Thread known = thread;
    if (known != null && !known.isAlive()) {
      return "the thread of event loop %s has died".formatted(known.getName());
    }
    if (!turned) {
      silentTicks++;
      return silentTicks < patienceTicks ? null : stuck(known);
    }
    silentTicks = 0;
    turned = false;
    try {
      loop.execute(this::turn);
    } catch (RejectedExecutionException closed) {
      return "an event loop takes no task any more";
    }
    return null;
  }

  private void turn() {
    thread = Thread.currentThread();
    turned = true;
  }

  private String stuck(Thread known) {
    if (known == null) {
      return "an event loop has never turned";
    }
    StringBuilder text =
        new StringBuilder("event loop %s has not turned for long: ".formatted(known.getName()));
    StackTraceElement[] stack = known.getStackTrace();
    for (int i = 0; i < Math.min(stack.length, SHOWN_FRAMES); i++) {
      text.append(i == 0 ? "in " : ", of ").append(stack[i]);
    }
    return text.toString();
  }
}

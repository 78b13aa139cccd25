package io.atoll.sim;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Virtual time: events run in the order of their times, and those of one time in the order in which
 * they were scheduled. Nothing here depends on the real world, so a run is a function of its seed.
 */
public final class Scheduler {
  private final EventQueue events = new EventQueue();
  private long nowNanos;
  private long skippedWallMs;
  private long scheduled;
  private long ran;
  private long mostEvents = Long.MAX_VALUE;

  /** One thing that will happen, unless it is cancelled or whom it happens to is gone. */
  public static final class Event {
    private final long atNanos;
    private final long order;
    private final Life life;
    private final Runnable action;
    private boolean cancelled;

    private Event(long atNanos, long order, Life life, Runnable action) {
      this.atNanos = atNanos;
      this.order = order;
      this.life = life;
      this.action = action;
    }

    /** It will not happen. */
    public void cancel() {
      cancelled = true;
    }

    long atNanos() {
      return atNanos;
    }

    /** Of two of one time, that with the lower number happens first. */
    long order() {
      return order;
    }
  }

  /**
   * Whom events happen to: one run of a process, which can be paused, and which ends when it
   * crashes.
   */
  public static final class Life {
    private final String name;
    private final java.util.function.Consumer<Throwable> onThrow;
    private final Queue<Event> held = new ArrayDeque<>();
    private final Standing<Boolean> pauses = new Standing<>();
    private boolean over;
    private Runnable untilHeard;

    /**
     * @param onThrow told what an event threw
     */
    public Life(String name, java.util.function.Consumer<Throwable> onThrow) {
      this.name = name;
      this.onThrow = onThrow;
    }

    /** Nothing happens to it any more. */
    public void end() {
      over = true;
      held.clear();
    }

    /**
     * Nothing comes of what it does from now on: its stack is unwound, which no machine without
     * power does.
     *
     * @param afterwards done when it speaks again
     */
    void fallSilent(Runnable afterwards) {
      untilHeard = afterwards;
    }

    /** What it does has effects again; false when it had not fallen silent. */
    boolean speakAgain() {
      if (untilHeard == null) {
        return false;
      }
      untilHeard.run();
      untilHeard = null;
      return true;
    }

    /** Something that happened to it threw. */
    void threw(Throwable thrown) {
      onThrow.accept(thrown);
    }

    public boolean isOver() {
      return over;
    }

    public boolean isPaused() {
      return !pauses.isEmpty();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Virtual nanoseconds since the start of the run. */
  public long nowNanos() {
    return nowNanos;
  }

  /** Virtual milliseconds since the start of the run. */
  public long nowMs() {
    return nowNanos / 1_000_000;
  }

  /**
   * Lets wall time pass of which no virtual time is made: every clock of the world, of nodes and of
   * clients, shows a later date at once. Timers run on virtual time and notice nothing.
   */
  void skipWallMs(long ms) {
    skippedWallMs += ms;
  }

  /** How much wall time was skipped so far. */
  long skippedWallMs() {
    return skippedWallMs;
  }

  /** How many events have run. */
  public long eventsRun() {
    return ran;
  }

  /** Lets something happen to a life after a delay of virtual time. */
  public Event after(long delayNanos, Life life, Runnable action) {
    return at(nowNanos + Math.max(0, delayNanos), life, action);
  }

  /** Lets something happen to a life at a time, or now when that is past. */
  public Event at(long atNanos, Life life, Runnable action) {
    Event event = new Event(Math.max(nowNanos, atNanos), scheduled++, life, action);
    if (life.untilHeard == null) {
      events.add(event);
    }
    return event;
  }

  /**
   * Lets something happen to a life now, within the event that is under way; of another life, as a
   * rule, such as the network that has carried it here.
   */
  public void now(Life life, Runnable action) {
    if (life.untilHeard == null) {
      run(new Event(nowNanos, scheduled++, life, action));
    }
  }

  /** Holds back everything that happens to a life, until every pause of it is over. */
  public Undo pause(Life life) {
    return life.pauses.add(true, () -> letGo(life));
  }

  /** Ends every pause of a life. */
  public void resume(Life life) {
    life.pauses.clear();
    letGo(life);
  }

  /**
   * Lets what was held back happen at once, in its order. They are the same events as before: who
   * cancelled one, or still will, has cancelled it.
   */
  private void letGo(Life life) {
    if (life.pauses.isEmpty()) {
      life.held.forEach(events::add);
      life.held.clear();
    }
  }

  /** Gives up once so many events have run: then something goes on for ever. */
  public void endAfter(long events) {
    mostEvents = events;
  }

  /**
   * Runs everything up to a time; it is that time afterwards.
   *
   * @throws IllegalStateException when more events have run than may
   */
  public void runUntil(long untilNanos) {
    while (!events.isEmpty() && events.nextNanos() <= untilNanos) {
      if (ran >= mostEvents) {
        throw new IllegalStateException(
            "nothing comes to rest: %d events in %d ms".formatted(ran, nowNanos / 1_000_000));
      }
      run(events.remove());
    }
    nowNanos = Math.max(nowNanos, untilNanos);
  }

  private void run(Event event) {
    if (event.cancelled || event.life.over) {
      return;
    }
    nowNanos = Math.max(nowNanos, event.atNanos);
    if (event.life.isPaused()) {
      event.life.held.add(event);
      return;
    }
    ran++;
    try {
      event.action.run();
    } catch (RuntimeException | Error thrown) {
      event.life.threw(thrown);
    }
  }
}

package io.atoll.cli.bench.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * Sends requests: as many in flight as it has places, when the {@link Pace} says so. Time is given
 * by a clock and by calls of {@link #pump}, which must come at {@link #nextPumpNs} or soon after;
 * in between, each completion pumps as well. Places, keys and requests are used again and again;
 * nothing is allocated for a request.
 *
 * <p>What is due and has no place waits. Nothing is stored for it, because the pace knows when it
 * was due. It is given up, as not sent in time, when it has waited for as long as a request may
 * take, or at the end of the {@link Window}.
 *
 * <p>One thread only, except for {@link #nextPumpNs} and {@link #hasEnded}.
 */
public final class Generator {
  /** It is pumped so often at least, to tell the time to the results. */
  private static final long TICK_NS = 20_000_000;

  private final Workload workload;
  private final Pace pace;
  private final Target target;
  private final Results results;
  private final Window window;
  private final LongSupplier clock;
  private final long giveUpNs;
  private final KeyFormat keyFormat;
  private final Values values;
  private final SplittableRandom random;
  private final List<Place> places = new ArrayList<>();
  private final ArrayDeque<Place> free = new ArrayDeque<>();
  private final ArrayDeque<Place> resting = new ArrayDeque<>();
  private volatile long nextPumpNs;
  private long started;
  private int inFlight;
  private boolean pumping;
  private volatile boolean ended;

  /**
   * @param inFlight how many places there are
   * @param giveUpNs how long what is due may wait for a place
   */
  public Generator(
      Workload workload,
      Pace pace,
      Target target,
      Results results,
      Window window,
      LongSupplier clock,
      int inFlight,
      long giveUpNs,
      KeyFormat keyFormat,
      Values values,
      SplittableRandom random) {
    this.workload = workload;
    this.pace = pace;
    this.target = target;
    this.results = results;
    this.window = window;
    this.clock = clock;
    this.giveUpNs = giveUpNs;
    this.keyFormat = keyFormat;
    this.values = values;
    this.random = random;
    for (int i = 0; i < inFlight; i++) {
      places.add(new Place());
    }
    free.addAll(places);
    nextPumpNs = clock.getAsLong();
  }

  /** Starts what is due. */
  public void pump() {
    pump(clock.getAsLong());
  }

  /** When to pump again at the latest; callable from any thread. */
  public long nextPumpNs() {
    return nextPumpNs;
  }

  /** Starts nothing any more. */
  public void end() {
    ended = true;
  }

  /** Whether it starts nothing any more; callable from any thread. */
  public boolean hasEnded() {
    return ended;
  }

  /** Whether nothing is in flight and nothing will be. */
  public boolean isDone() {
    return inFlight == 0 && (ended || !workload.hasNext());
  }

  /** Ends, and counts what is in flight as unanswered. */
  public void abandon(String why) {
    long nowNs = clock.getAsLong();
    for (Place place : places) {
      if (place.busy) {
        Outcome outcome = Outcome.unanswered(place.kind, "no-answer", why);
        results.completed(place.kind, place.keyNumber, place.startNs, place.sentNs, nowNs, outcome);
      }
    }
    forget();
  }

  /** Ends; of what is in flight nothing is counted any more, however it ends. */
  public void forget() {
    ended = true;
    places.forEach(place -> place.busy = false);
    inFlight = 0;
  }

  private void pump(long nowNs) {
    if (pumping) {
      return; // A target that completes at once calls from inside; the loop below goes on anyway.
    }
    pumping = true;
    try {
      startWhatIsDue(nowNs);
    } finally {
      pumping = false;
    }
  }

  private void startWhatIsDue(long nowNs) {
    results.tick(nowNs);
    while (!resting.isEmpty() && resting.peekFirst().restedNs - nowNs <= 0) {
      free.addLast(resting.pollFirst());
    }
    boolean over = window.isOver(nowNs);
    long nextNs = nowNs + TICK_NS;
    // A bound for each pump, so that no target can keep the thread to itself.
    int turns = 2 * places.size();
    while (!ended && workload.hasNext()) {
      long dueNs = pace.nextNs(nowNs);
      if (started >= window.maxRequests() || (over && window.isOver(dueNs))) {
        ended = true;
      } else if (dueNs - nowNs > 0) {
        nextNs = Math.min(nextNs, dueNs);
        break;
      } else if (nowNs - dueNs > giveUpNs || (over && free.isEmpty())) {
        giveUp(nowNs);
      } else if (free.isEmpty()) {
        break;
      } else if (turns-- == 0) {
        nextNs = nowNs;
        break;
      } else {
        start(free.pollFirst(), dueNs, nowNs);
      }
    }
    if (!resting.isEmpty()) {
      nextNs = Math.min(nextNs, resting.peekFirst().restedNs);
    }
    nextPumpNs = nextNs;
  }

  private void giveUp(long nowNs) {
    workload.advance();
    pace.advance();
    results.notSent(workload.kind(), nowNs);
  }

  private void start(Place place, long dueNs, long nowNs) {
    workload.advance();
    pace.advance();
    place.begin(workload.kind(), workload.key(), dueNs, nowNs);
    inFlight++;
    if (window.hasBegun(nowNs)) {
      started++;
    }
    if (place.kind == OpKind.READ) {
      target.read(place.key, place);
    } else {
      target.write(place.key, values.offset(random), values.length(random), place);
    }
  }

  /** Room for one request in flight. */
  private final class Place implements Completion {
    private final byte[] key = new byte[keyFormat.size()];
    private boolean busy;
    private OpKind kind;
    private long keyNumber;
    private long startNs;
    private long sentNs;
    private long restedNs;

    void begin(OpKind what, long number, long dueNs, long nowNs) {
      busy = true;
      kind = what;
      keyNumber = number;
      startNs = dueNs;
      sentNs = nowNs;
      keyFormat.write(number, key);
    }

    @Override
    public void done(Outcome outcome) {
      if (!busy) {
        return; // Nobody waits for it any more.
      }
      busy = false;
      long nowNs = clock.getAsLong();
      inFlight--;
      results.completed(kind, keyNumber, startNs, sentNs, nowNs, outcome);
      if (outcome.isAnswer() || pace.restNs() == 0) {
        free.addLast(this);
      } else {
        restedNs = nowNs + pace.restNs();
        resting.addLast(this);
      }
      pump(nowNs);
    }
  }
}

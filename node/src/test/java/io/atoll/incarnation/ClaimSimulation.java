package io.atoll.incarnation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * One member whose data directory is copied, put back, emptied and opened several times at once,
 * among others that come and go. Every write event must have a name of its own. Everything follows
 * from one seed.
 */
final class ClaimSimulation {
  private static final int STEPS = 400;
  private static final int MAX_PROCESSES = 3;
  private static final int MAX_IMAGES = 6;
  private static final long END_MS = 120_000;
  private static final int END_STEP_MS = 50;

  /** Short ones, so that runs fall silent within a simulation. */
  private static final IncarnationSettings SETTINGS =
      new IncarnationSettings(3_000, 250, 2_000, 20_000);

  /** What a member says to a claim. */
  interface Rule {
    ClaimAnswer answer(ClaimLedger ledger, Claim claim, long nowMs);
  }

  /** A data directory: what is on its disk. */
  private static final class Directory {
    private RunHistory runs = RunHistory.NONE;
    private int generation;
    private boolean clean;
    private int counter;

    Directory copy() {
      Directory copy = new Directory();
      copy.runs = runs;
      copy.generation = generation;
      copy.clean = clean;
      copy.counter = counter;
      return copy;
    }
  }

  /** A process that serves a directory. */
  private final class Process {
    private final Directory directory;
    private final Claimant claimant;
    private final List<Effect.Ask> asks = new ArrayList<>();
    private boolean wants;
    private boolean renewing;
    private RunHistory remembering;
    private int generation;

    Process(Directory directory) {
      this.directory = directory;
      directory.generation = directory.clean ? directory.generation : directory.generation + 1;
      directory.clean = false;
      directory.runs = directory.runs.with(directory.runs.next(random));
      Map<Integer, String> names = new TreeMap<>();
      ledgers.forEach((number, ledger) -> names.put(number, "peer " + number));
      claimant =
          new Claimant(directory.runs, directory.generation, "", names, SETTINGS, random, nowMs);
    }

    void tick() {
      carryOut(claimant.tick(nowMs, wants, member -> true));
    }

    private void carryOut(List<Effect> effects) {
      for (Effect effect : effects) {
        switch (effect) {
          case Effect.Ask ask -> asks.add(ask);
          case Effect.Remember remember -> remembering = remember.history();
          case Effect.Renew renew -> renewing = true;
          case Effect.Establish established -> generation = directory.generation;
          case Effect.Tell tell -> climbs += tell.line().contains("runs nowhere else") ? 1 : 0;
        }
      }
    }

    /** The disk does what it was asked to. */
    void toDisk() {
      if (renewing) {
        renewing = false;
        directory.generation = 1_000_000 + drawn++ * 1_000;
        renewals++;
        carryOut(claimant.renewed(directory.generation));
      } else if (remembering != null) {
        directory.runs = remembering;
        claimant.remembered(remembering);
        remembering = null;
      }
    }

    /** One of the questions under way arrives, or not; its answer does, or not. */
    void deliver() {
      if (asks.isEmpty()) {
        return;
      }
      Effect.Ask ask = asks.remove(random.nextInt(asks.size()));
      boolean lost = down.contains(ask.member()) || random.nextInt(10) == 0;
      if (lost) {
        claimant.silent(nowMs, ask.member());
        return;
      }
      ClaimAnswer answer = rule.answer(ledgers.get(ask.member()), ask.claim(), nowMs);
      if (random.nextInt(10) == 0) {
        claimant.silent(nowMs, ask.member());
      } else {
        carryOut(claimant.answered(nowMs, ask.member(), ask.claim(), answer));
      }
    }

    void write() {
      wants = true;
      if (generation != 0) {
        directory.counter++;
        if (!events.add(generation + ":" + directory.counter)) {
          twice.add(generation + ":" + directory.counter);
        }
      }
    }

    void stop(boolean cleanly) {
      directory.clean = cleanly;
    }
  }

  private final SplittableRandom random;
  private final Rule rule;
  private final Map<Integer, ClaimLedger> ledgers = new HashMap<>();
  private final Set<Integer> down = new HashSet<>();
  private final List<Process> processes = new ArrayList<>();
  private final List<Directory> images = new ArrayList<>();
  private final Set<String> events = new HashSet<>();
  private final List<String> twice = new ArrayList<>();
  private long nowMs;
  private int drawn;
  private int renewals;
  private int climbs;

  ClaimSimulation(long seed, Rule rule) {
    this.random = new SplittableRandom(seed);
    this.rule = rule;
    int others = 1 + random.nextInt(5);
    for (int i = 1; i <= others; i++) {
      ledgers.put(i, new ClaimLedger());
    }
    images.add(new Directory());
  }

  /** Runs it; the names that were given twice. */
  List<String> run() {
    for (int step = 0; step < STEPS; step++) {
      nowMs += random.nextInt(500);
      step();
      processes.forEach(Process::tick);
    }
    return twice;
  }

  /**
   * Lets so many processes go on at most, in peace and for long enough that what is silent is past.
   *
   * @return how many of them believe that another is alive
   */
  int endWith(int most) {
    while (processes.size() > most) {
      processes.removeFirst();
    }
    down.clear();
    long endMs = nowMs + END_MS;
    while (nowMs < endMs) {
      nowMs += END_STEP_MS;
      processes.forEach(Process::toDisk);
      processes.forEach(Process::deliver);
      processes.forEach(Process::tick);
    }
    return (int) processes.stream().filter(each -> each.claimant.isSuperseded()).count();
  }

  int alive() {
    return processes.size();
  }

  /** How often a run was taken for the past. */
  int climbs() {
    return climbs;
  }

  /** How many write events there were, and how many renewals. */
  String summary() {
    return "%d events, %d renewals".formatted(events.size(), renewals);
  }

  private void step() {
    Process one = processes.isEmpty() ? null : processes.get(random.nextInt(processes.size()));
    switch (random.nextInt(20)) {
      case 0 -> {
        if (processes.size() < MAX_PROCESSES) {
          processes.add(new Process(images.get(random.nextInt(images.size())).copy()));
        }
      }
      case 1 -> keep(one == null ? new Directory() : one.directory.copy());
      case 2, 3 -> {
        if (one != null) {
          boolean cleanly = random.nextBoolean();
          one.stop(cleanly);
          processes.remove(one);
          keep(one.directory);
        }
      }
      case 4 -> down.add(1 + random.nextInt(ledgers.size()));
      case 5 -> down.clear();
      case 6, 7, 8 -> processes.forEach(Process::write);
      case 9, 10, 11 -> processes.forEach(Process::toDisk);
      default -> processes.forEach(Process::deliver);
    }
  }

  /** The newest image is the one that most starts begin from. */
  private void keep(Directory image) {
    if (images.size() == MAX_IMAGES) {
      images.remove(random.nextInt(images.size()));
    }
    images.add(image);
  }
}

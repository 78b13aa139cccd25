package io.atoll.incarnation;

import io.atoll.incarnation.Effect.Ask;
import io.atoll.incarnation.Effect.Establish;
import io.atoll.incarnation.Effect.Remember;
import io.atoll.incarnation.Effect.Renew;
import io.atoll.incarnation.Effect.Tell;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * A node that claims its run, and so finds out whether it may go on as the incarnation that its
 * data directory names. A pure state machine: single-threaded, without clock or I/O; every call
 * returns what is to be done, in order. Times are milliseconds of one monotonic clock.
 *
 * <p><b>Why an incarnation is never used twice.</b> A run goes on under the generation that its
 * directory names only when a majority of the other members accepted its claim, and each of them
 * knew no run of the node but those that the directory knows. Take two runs that go on under one
 * generation, neither in the directory of the other; they began from one state of one directory.
 * The majorities that accepted them share a member. That member was told of one run first and
 * remembers it, or a later one, and the other run's directory knows neither: it refuses. A
 * directory that was emptied knows no run at all. A run that nobody could be asked about, or that
 * was refused, takes a generation at random, which it need not prove to anybody.
 *
 * <p><b>A node that runs twice.</b> A run that was refused takes a number above the one that is
 * known, so that the next start of the other directory is refused in its turn. A run that had been
 * recorded by a majority does not climb any more when it learns of a later one, or two processes
 * would climb over each other for ever; it says so, renews its incarnation once, and keeps the
 * later run in mind.
 *
 * <p><b>A later run that is the past.</b> A directory may be put back from a copy while those who
 * were told of its last run cannot be reached; they say so when a majority has recorded the next
 * one. Nobody runs elsewhere then. Every run that is alive claims itself again and again, so
 * whoever refuses says for how long the run that it knows has been silent. When a majority has
 * answered of late, and nobody has heard of a later run for {@code silenceMs}, this run climbs
 * above it, as a restart would, and counts as one that went back. A later run that a majority has
 * recorded and can reach is heard by one of those who answer. One that nobody can reach, or that
 * stood still, may be passed by mistake: then it is that one which is told, as this one was, and
 * does not climb while this one is heard. So there is at most one climb in every {@code silenceMs}.
 *
 * <p>A single node has nobody to ask. It goes on when its directory has known a run before and
 * nothing speaks for a copy; {@link DirectoryRuns#anchor} does.
 */
public final class Claimant {
  private enum Phase {
    CLAIMING,
    RENEWING,
    ESTABLISHED
  }

  private static final long NEVER = Long.MIN_VALUE;

  /** One of the other members. */
  private static final class Peer {
    private final String nodeId;
    private boolean accepted;
    private boolean keepsNothing;
    private boolean asked;
    private long dueMs = NEVER;
    private long answeredMs = NEVER;
    private long laterHeardMs = NEVER;
    private Run knows;

    Peer(String nodeId) {
      this.nodeId = nodeId;
    }
  }

  private final IncarnationSettings settings;
  private final RandomGenerator random;
  private final TreeMap<Integer, Peer> peers = new TreeMap<>();
  private final List<Effect> effects = new ArrayList<>();
  private final Set<Run> own = new HashSet<>();
  private final boolean hasRunBefore;
  private final long startedMs;
  private RunHistory history;
  private Run run;
  private int generation;
  private Phase phase = Phase.CLAIMING;
  private String renewalReason;
  private boolean renewing;
  private long renewAtMs;
  private boolean remembering;
  private boolean recorded;
  private boolean wentBack;
  private boolean believed;
  private boolean superseded;

  /**
   * @param history with this run as the newest, durable
   * @param generation that the directory names
   * @param doubt what speaks for a copy, or nothing
   */
  public Claimant(
      RunHistory history,
      int generation,
      String doubt,
      Map<Integer, String> others,
      IncarnationSettings settings,
      RandomGenerator random,
      long nowMs) {
    this.history = history;
    this.run = history.newest().orElseThrow();
    this.hasRunBefore = history.runs().size() > 1;
    this.generation = generation;
    this.settings = settings;
    this.random = random;
    this.startedMs = nowMs;
    others.forEach((number, nodeId) -> peers.put(number, new Peer(nodeId)));
    if (!doubt.isEmpty()) {
      renew(doubt);
    }
  }

  /** Whether the directory is the newest that the node ever had, as far as a majority knows. */
  public boolean isNewest() {
    return (recorded || peers.isEmpty()) && !wentBack && !superseded;
  }

  /** Whether it can be said yet whether the directory had gone back when the node started. */
  public boolean isJudged() {
    return wentBack || recorded || peers.isEmpty() || believed;
  }

  /** Whether a later run of the node is about, as far as can be told, since this was recorded. */
  public boolean isSuperseded() {
    return superseded;
  }

  /** Whether the directory had gone back when the node started. */
  public boolean wentBack() {
    return wentBack;
  }

  /**
   * Time has passed.
   *
   * @param wanted whether somebody waits for an incarnation
   * @param alive which members are worth asking
   */
  public List<Effect> tick(long nowMs, boolean wanted, IntPredicate alive) {
    if (phase == Phase.CLAIMING) {
      decide(nowMs, wanted);
    }
    if (phase == Phase.RENEWING && !renewing && nowMs >= renewAtMs) {
      renewing = true;
      effects.add(new Renew(renewalReason));
    }
    if (superseded && phase == Phase.ESTABLISHED && !remembering && isPast(nowMs)) {
      climbOverThePast();
    }
    if (!remembering) {
      peers.forEach((number, peer) -> ask(nowMs, number, peer, alive));
    }
    return take();
  }

  private void decide(long nowMs, boolean wanted) {
    long accepted = peers.values().stream().filter(peer -> peer.accepted).count();
    long silent = peers.values().stream().filter(peer -> peer.keepsNothing).count();
    if (peers.isEmpty()) {
      if (hasRunBefore) {
        establish();
      } else {
        renew("");
      }
    } else if (isMajority(accepted)) {
      establish();
    } else if (isMajority(accepted + silent)) {
      believed = true;
      effects.add(
          new Tell(
              "most other nodes are of a release that keeps no record of runs: this node takes its"
                  + " data directory's word that it is the newest"));
      establish();
    } else if (wanted && nowMs - startedMs >= settings.patienceMs()) {
      renew(
          "%d of %d other nodes have confirmed within %d ms that this data directory is the newest that the node had, and a majority is needed"
              .formatted(accepted, peers.size(), nowMs - startedMs));
    }
  }

  private boolean isMajority(long of) {
    return of > peers.size() / 2;
  }

  private void ask(long nowMs, int number, Peer peer, IntPredicate alive) {
    boolean patient = nowMs - startedMs >= settings.patienceMs();
    if (!peer.asked && nowMs >= peer.dueMs && (!patient || alive.test(number))) {
      peer.asked = true;
      own.add(run);
      effects.add(new Ask(number, new Claim(run, generation, earlier(peer))));
    }
  }

  /** The history keeps one run of a number; a peer may have been told of another. */
  private List<Run> earlier(Peer peer) {
    return own.contains(peer.knows) ? history.with(peer.knows).before(run) : history.before(run);
  }

  /** A member answered. */
  public List<Effect> answered(long nowMs, int member, Claim claim, ClaimAnswer answer) {
    Peer peer = peers.get(member);
    if (peer == null) {
      return take();
    }
    peer.asked = false;
    if (!claim.run().equals(run)) {
      return take();
    }
    peer.dueMs = nowMs + settings.watchMs();
    peer.answeredMs = nowMs;
    switch (answer) {
      case ClaimAnswer.Accepted accepted -> {
        peer.accepted = true;
        peer.laterHeardMs = NEVER;
        recorded |= isMajority(peers.values().stream().filter(each -> each.accepted).count());
      }
      case ClaimAnswer.Refused refused -> refused(nowMs, peer, refused);
    }
    return take();
  }

  private void refused(long nowMs, Peer peer, ClaimAnswer.Refused refusal) {
    Run known = refusal.known();
    peer.accepted = false;
    if (own.contains(known)) {
      peer.knows = known;
      peer.dueMs = nowMs;
      return;
    }
    if (recorded) {
      peer.laterHeardMs = nowMs - refusal.silentMs();
      if (!history.contains(known)) {
        superseded(peer, known);
      }
      return;
    }
    wentBack = true;
    Run before = run;
    run = new Run(Math.max(known.number(), run.number()) + 1, random.nextLong());
    if (phase == Phase.CLAIMING) {
      renew(
          "%s knows of run %s of this node, of which this data directory, in its run %s, knows nothing: it was put back from a copy or emptied, or another process uses a copy of it"
              .formatted(peer.nodeId, known, before));
    }
    remember(history.with(run).with(known));
    claimAnew();
  }

  private void claimAnew() {
    for (Peer each : peers.values()) {
      each.accepted = false;
      each.dueMs = NEVER;
      each.laterHeardMs = NEVER;
    }
  }

  private void superseded(Peer peer, Run known) {
    superseded = true;
    effects.add(
        new Tell(
            "this node runs elsewhere too: %s was told of its run %s, this process is run %s: stop one of the two"
                .formatted(peer.nodeId, known, run)));
    renew("this node runs elsewhere too");
    remember(history.with(known));
  }

  /** Whether the later run is none that is alive: see the class. */
  private boolean isPast(long nowMs) {
    int answered = 0;
    for (Peer peer : peers.values()) {
      if (peer.laterHeardMs > nowMs - settings.silenceMs()) {
        return false;
      }
      if (peer.answeredMs >= nowMs - 2 * settings.watchMs()) {
        answered++;
      }
    }
    return isMajority(answered);
  }

  private void climbOverThePast() {
    superseded = false;
    wentBack = true;
    Run past = history.newest().orElseThrow();
    run = new Run(Math.max(past.number(), run.number()) + 1, random.nextLong());
    effects.add(
        new Tell(
            "this node runs nowhere else: nobody has heard of a later run for %d s, so that it was this node's own past; it goes on as run %s"
                .formatted(settings.silenceMs() / 1_000, run)));
    remember(history.with(run));
    claimAnew();
  }

  /**
   * Knows more runs from now on. Runs of other directories must not be on the disk before the
   * generation is that they cannot have had: the next start would not be refused.
   */
  private void remember(RunHistory next) {
    history = next;
    remembering = true;
    if (phase != Phase.RENEWING) {
      effects.add(new Remember(next));
    }
  }

  /** A history is durable. */
  public void remembered(RunHistory durable) {
    remembering &= !durable.equals(history);
  }

  /** No answer came. */
  public void silent(long nowMs, int member) {
    Peer peer = peers.get(member);
    if (peer != null) {
      peer.asked = false;
      peer.dueMs = nowMs + settings.retryMs();
    }
  }

  /** A member is of a release that keeps no record of runs. */
  public void keepsNothing(long nowMs, int member) {
    Peer peer = peers.get(member);
    if (peer != null) {
      peer.asked = false;
      peer.keepsNothing = true;
      peer.dueMs = nowMs + settings.watchMs();
    }
  }

  /** Takes another generation than a given one, which cannot go on. */
  public List<Effect> renew(int worn, String why) {
    if (phase == Phase.ESTABLISHED && generation == worn) {
      renew(why);
    }
    return take();
  }

  private void renew(String why) {
    if (phase != Phase.RENEWING) {
      phase = Phase.RENEWING;
      renewalReason = why;
      renewAtMs = NEVER;
    }
  }

  /** Another generation is durable. */
  public List<Effect> renewed(int taken) {
    renewing = false;
    generation = taken;
    if (remembering) {
      effects.add(new Remember(history));
    }
    establish();
    return take();
  }

  /** The generation could not be made durable: that is tried again. */
  public void renewalFailed(long nowMs) {
    renewing = false;
    renewAtMs = nowMs + settings.retryMs();
  }

  private void establish() {
    phase = Phase.ESTABLISHED;
    effects.add(new Establish());
  }

  private List<Effect> take() {
    List<Effect> taken = List.copyOf(effects);
    effects.clear();
    return taken;
  }
}

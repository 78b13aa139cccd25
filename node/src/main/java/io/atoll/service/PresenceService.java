package io.atoll.service;

import io.atoll.env.Loop;
import io.atoll.env.NodeEnv;
import io.atoll.env.Timers;
import io.atoll.membership.AnswerDetector;
import io.atoll.membership.Answering;
import io.atoll.membership.ClockOffsets;
import io.atoll.membership.ClockWatch;
import io.atoll.membership.PresenceProtocol;
import io.atoll.membership.PresenceProtocol.Ping;
import io.atoll.membership.PresenceProtocol.Pong;
import io.atoll.peer.NotServed;
import io.atoll.peer.PeerServices;
import io.atoll.peer.Peers;
import io.atoll.replication.ClockHealth;
import io.atoll.ring.Member;
import io.atoll.ring.Topology;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Asks peers over their links whether they answer and what time they have, and publishes what it
 * finds: who answers on the {@link LivenessView}, by way of gossip, and whether this node's clock
 * is fit to give times to writes. Lives on loop 0.
 */
public final class PresenceService implements GossipService.Listener, PeerSight, ClockHealth {
  /** How often peers are looked at; also the longest that a clock that was set goes unnoticed. */
  private static final long TICK_MS = 100;

  /** After so long the answer to one question is not waited for any more. */
  private static final long PATIENCE_MS = 3_000;

  private final NodeEnv env;
  private final Loop loop;
  private final Member self;
  private final PublishedTopology published;
  private final BooleanSupplier stopping;
  private final Consumer<String> report;
  private final AnswerDetector detector;
  private final ClockOffsets clocks = new ClockOffsets();
  private final ClockWatch watch;
  private final Map<Integer, Long> answersSeen = new TreeMap<>();
  private Links links;
  private Runnable changed;
  private Topology topology;
  private long changesSeen;
  private final AtomicInteger questions = new AtomicInteger();
  private Timers.Timer timer;

  /** The links to peers. */
  public interface Links {
    /** Those of loop 0. */
    Peers control();

    /** How many answers came from a member so far, on all loops. */
    long answersOf(int member);

    /** The member is known to live: links to it may connect at once, on all loops. */
    void returned(Member member);
  }

  /**
   * @param stopping whether this node stops, and answers so
   * @param report takes lines for a person
   */
  public PresenceService(
      NodeEnv env,
      AnswerDetector.Settings answers,
      ClockWatch.Settings clock,
      Member self,
      PublishedTopology published,
      BooleanSupplier stopping,
      Consumer<String> report) {
    this.env = env;
    this.loop = env.loops().get(0);
    this.self = self;
    this.published = published;
    this.stopping = stopping;
    this.report = report;
    this.detector = new AnswerDetector(answers);
    this.watch = new ClockWatch(self.nodeId(), clock);
  }

  /** Takes the questions of peers, on any loop. */
  public void register(PeerServices services) {
    services.serve(
        PresenceProtocol.PING,
        (ping, question) ->
            question.reply(new Pong(!stopping.getAsBoolean(), Math.max(0, env.clock().wallMs()))));
  }

  /**
   * Begins to ask.
   *
   * @param whenChanged told of every change of who answers
   */
  public void start(Links toPeers, Runnable whenChanged) {
    links = toPeers;
    changed = whenChanged;
    timer = loop.every(TICK_MS, this::tick);
    tick();
  }

  public void stop() {
    timer.cancel();
  }

  private void tick() {
    long now = env.clock().millis();
    adopt();
    detector.tick(now);
    for (int member : topology.members().keySet()) {
      long answers = member == self.number() ? 0 : links.answersOf(member);
      Long before = answersSeen.put(member, answers);
      if (before != null && before != answers) {
        detector.heard(member, now);
      }
    }
    for (int member : detector.due(now)) {
      ask(member, now);
    }
    watch.look(clocks, ownLeadMs(now), this::nodeId).forEach(report);
    publish();
  }

  private void adopt() {
    Topology newest = published.newest();
    if (newest.equals(topology)) {
      return;
    }
    topology = newest;
    Map<Integer, Boolean> near = new TreeMap<>();
    for (Member member : newest.members().values()) {
      if (member.number() != self.number()) {
        near.put(member.number(), member.dc().equals(self.dc()));
      }
    }
    detector.setPeers(near);
    clocks.retain(near.keySet());
    answersSeen.keySet().retainAll(near.keySet());
  }

  private void publish() {
    if (detector.changes() != changesSeen) {
      changesSeen = detector.changes();
      changed.run();
    }
  }

  private String nodeId(int member) {
    Member known = topology.members().get(member);
    return known == null ? String.valueOf(member) : known.nodeId();
  }

  private long ownLeadMs(long nowMs) {
    return env.clock().wallMs() - nowMs;
  }

  private void ask(int member, long now) {
    if (detector.of(member) == Answering.SILENT) {
      // Nobody else tries while it is silent, so that this one attempt now and then is all.
      links.returned(topology.members().get(member));
    }
    detector.asked(member, now);
    Question question = new Question(member, now);
    question.begin(
        links.control().call(member, PresenceProtocol.PING, Ping.PING, PATIENCE_MS, question));
  }

  /** One question to one peer. */
  private final class Question implements Peers.Listener<Pong> {
    private final int member;
    private final long askedMs;
    private Peers.Call call;

    Question(int member, long askedMs) {
      this.member = member;
      this.askedMs = askedMs;
    }

    /**
     * @param sent null when it did not leave
     */
    void begin(Peers.Call sent) {
      call = sent;
      if (sent != null) {
        questions.incrementAndGet();
      }
    }

    @Override
    public void replied(Pong pong) {
      call.close();
      questions.decrementAndGet();
      long now = env.clock().millis();
      clocks.note(member, pong.wallMs(), askedMs, now);
      if (pong.serving()) {
        answered(now);
      } else {
        detector.declined(member, now);
        publish();
      }
    }

    /** An older release does not know the question, and answers. */
    @Override
    public void notServed(NotServed why) {
      questions.decrementAndGet();
      answered(env.clock().millis());
    }

    private void answered(long now) {
      if (detector.answered(member, askedMs, now)) {
        links.returned(topology.members().get(member));
      }
      publish();
    }

    @Override
    public void broken() {
      questions.decrementAndGet();
    }
  }

  /** Questions that wait for an answer; from any thread. */
  public int questions() {
    return questions.get();
  }

  @Override
  public void returned(Member member) {
    links.returned(member);
    detector.askSoon(member.number());
  }

  @Override
  public void left(Member member) {
    detector.declined(member.number(), env.clock().millis());
    publish();
  }

  @Override
  public Answering answering(int member) {
    return member == self.number() ? Answering.ANSWERS : detector.of(member);
  }

  @Override
  public long clockAheadMs(int member) {
    if (member == self.number()) {
      return 0;
    }
    return clocks.isKnown(member)
        ? clocks.aheadMs(member, ownLeadMs(env.clock().millis()))
        : NodeStatus.UNKNOWN_CLOCK;
  }

  @Override
  public String fault() {
    return watch.fault();
  }

  /** How far this node's clock is ahead of most others; from any thread. */
  public double clockAheadSeconds() {
    return watch.ownAheadMs() / 1e3;
  }
}

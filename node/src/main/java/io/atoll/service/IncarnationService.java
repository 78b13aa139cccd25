package io.atoll.service;

import io.atoll.consensus.VoteMemory;
import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.env.NodeEnv;
import io.atoll.env.Timers;
import io.atoll.env.Worker;
import io.atoll.incarnation.Claim;
import io.atoll.incarnation.ClaimAnswer;
import io.atoll.incarnation.Claimant;
import io.atoll.incarnation.Effect;
import io.atoll.incarnation.IncarnationProtocol;
import io.atoll.incarnation.IncarnationSettings;
import io.atoll.incarnation.RunHistory;
import io.atoll.peer.NotServed;
import io.atoll.peer.PeerServices;
import io.atoll.peer.Peers;
import io.atoll.replication.LiveMembers;
import io.atoll.ring.Member;
import io.atoll.storage.StorageEngine;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Sees to it that no incarnation of this node is ever used twice: claims its run with the other
 * members, and publishes the incarnation when it may be used. Gives the {@link Claimant} its disk,
 * its links and its time. Lives on loop 0; counters may be read from any thread.
 */
public final class IncarnationService {
  private static final long TICK_MS = 50;
  private static final long ASK_TIMEOUT_MS = 2_000;
  private static final long RETRY_MS = 1_000;

  private final NodeEnv env;
  private final Loop loop;
  private final StorageEngine engine;
  private final Incarnation incarnation;
  private final Worker worker;
  private final RunRecords records;
  private final ClaimWitness witness;
  private final LiveMembers liveness;
  private final Consumer<String> report;
  private final Claimant claimant;
  private Peers peers;
  private Timers.Timer ticks;
  private boolean failing;
  private final TopologyService votes;
  private RunHistory newestHistory;
  private boolean forgotVotes;
  private boolean wentBack;
  private volatile long renewals;
  private volatile boolean newest;
  private volatile boolean elsewhere;

  /** A run that has begun on the disk. */
  public static final class Start {
    private final RunRecords records;
    private final RunRecords.Begun begun;

    private Start(RunRecords records, RunRecords.Begun begun) {
      this.records = records;
      this.begun = begun;
    }
  }

  /**
   * Begins the next run of a data directory, durably. Blocking: on the worker of the service.
   *
   * @param topologyIsMissing whether the directory has no state of the topology
   */
  public static Start begin(NodeEnv env, boolean topologyIsMissing) throws IOException {
    RunRecords records = new RunRecords(env.disk());
    return new Start(records, records.begin(env.entropy(), topologyIsMissing));
  }

  /**
   * @param worker writes its files
   * @param incarnation where it publishes what it finds
   * @param report takes one line for a person
   */
  public IncarnationService(
      NodeEnv env,
      IncarnationSettings settings,
      Worker worker,
      StorageEngine engine,
      Start start,
      TopologyService topologyLog,
      Member self,
      LiveMembers liveness,
      Incarnation incarnation,
      Consumer<String> report) {
    this.env = env;
    this.loop = env.loops().get(0);
    this.engine = engine;
    this.incarnation = incarnation;
    this.worker = worker;
    this.records = start.records;
    this.liveness = liveness;
    this.votes = topologyLog;
    this.newestHistory = start.begun.history();
    this.forgotVotes = records.forgotVotes();
    this.report = report;
    this.witness = new ClaimWitness(loop, worker, records, start.begun.ledger(), report, now());
    Map<Integer, String> others = new TreeMap<>();
    topologyLog.newest().members().forEach((number, member) -> others.put(number, member.nodeId()));
    others.remove(self.number());
    this.claimant =
        new Claimant(
            start.begun.history(),
            engine.generation(),
            start.begun.doubt(),
            others,
            settings,
            env.entropy(),
            now());
    if (!start.begun.ledgerLost().isEmpty()) {
      report.accept(
          start.begun.ledgerLost()
              + ": what other nodes told this one of their runs is forgotten, and will be told"
              + " again");
    }
    incarnation.renewedBy((worn, why) -> loop.execute(() -> carryOut(claimant.renew(worn, why))));
  }

  /** Takes the calls of the {@link IncarnationProtocol}, on any loop. */
  public void register(PeerServices services, Loop home) {
    services.serve(
        IncarnationProtocol.CLAIM,
        (claim, question) ->
            loop.execute(
                () ->
                    witness.claimed(
                        question.asker(),
                        claim,
                        answer -> home.execute(() -> question.reply(answer)))));
  }

  /** Begins to claim: soon the node may make write events. */
  public void start(Peers toOthers) {
    peers = toOthers;
    tick();
    ticks = loop.every(TICK_MS, this::tick);
  }

  /** Claims no longer. */
  public void stop() {
    ticks.cancel();
  }

  private void tick() {
    witness.tick(now());
    carryOut(claimant.tick(now(), incarnation.wanted(), liveness::alive));
  }

  private void carryOut(List<Effect> effects) {
    noteLostVotes();
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Ask ask -> ask(ask);
        case Effect.Remember remember -> remember(remember.history());
        case Effect.Renew renew -> renew(renew.why());
        case Effect.Establish established -> incarnation.publish(engine.generation());
        case Effect.Tell tell -> report.accept(tell.line());
      }
    }
    newest = claimant.isNewest();
    elsewhere = claimant.isSuperseded();
    tellWhatVotesAreWorth();
  }

  /** What a later run of this node voted, alive or past, this one does not know. */
  private void noteLostVotes() {
    forgotVotes |= claimant.isSuperseded();
    if (claimant.wentBack() && !wentBack) {
      wentBack = true;
      forgotVotes = true;
      report.accept(
          "has forgotten how it voted on the topology, and asks the other voters before it votes"
              + " again");
    }
  }

  private void tellWhatVotesAreWorth() {
    if (claimant.isSuperseded() || !claimant.isJudged()) {
      votes.remembers(VoteMemory.UNKNOWN);
    } else if (!forgotVotes) {
      votes.remembers(VoteMemory.WHOLE);
    } else {
      votes.remembers(VoteMemory.LOST);
      if (votes.remembersAll()) {
        forgotVotes = false;
        remember(newestHistory);
      }
    }
  }

  private void ask(Effect.Ask ask) {
    Asking asking = new Asking(ask.member(), ask.claim());
    asking.call =
        peers.call(ask.member(), IncarnationProtocol.CLAIM, ask.claim(), ASK_TIMEOUT_MS, asking);
    if (asking.call == null) {
      claimant.silent(now(), ask.member());
    }
  }

  /** One claim on its way. */
  private final class Asking implements Peers.Listener<ClaimAnswer> {
    private final int member;
    private final Claim claim;
    private Peers.Call call;

    Asking(int member, Claim claim) {
      this.member = member;
      this.claim = claim;
    }

    @Override
    public void replied(ClaimAnswer answer) {
      call.close();
      carryOut(claimant.answered(now(), member, claim, answer));
      tick();
    }

    @Override
    public void broken() {
      claimant.silent(now(), member);
    }

    @Override
    public void notServed(NotServed why) {
      claimant.keepsNothing(now(), member);
    }
  }

  private void remember(RunHistory history) {
    newestHistory = history;
    boolean forgot = forgotVotes;
    worker.execute(
        () -> {
          try {
            records.write(history, forgot);
            loop.execute(() -> claimant.remembered(history));
          } catch (Throwable thrown) {
            IOException refused = FatalError.asFailure(thrown);
            loop.execute(
                () -> {
                  failed("the runs of this node cannot be written: " + refused.getMessage());
                  loop.after(RETRY_MS, () -> remember(newestHistory));
                });
          }
        });
  }

  private void renew(String why) {
    int drawn = StorageEngine.drawGeneration(env.entropy());
    engine
        .renew(drawn)
        .onComplete(
            done -> {
              failing = false;
              if (!why.isEmpty()) {
                renewals++;
                report.accept("takes the new incarnation %d: %s".formatted(drawn, why));
              }
              carryOut(claimant.renewed(drawn));
            },
            refused -> {
              failed(
                  "no new incarnation can be taken, and until one is this node makes no writes of its own: %s"
                      .formatted(refused.getMessage()));
              claimant.renewalFailed(now());
            });
  }

  private void failed(String what) {
    if (!failing) {
      failing = true;
      report.accept(what);
    }
  }

  private long now() {
    return env.clock().millis();
  }

  /** How many new incarnations this node took since it started. */
  public long renewals() {
    return renewals;
  }

  /** Whether a majority of the others has confirmed that this data directory is the newest. */
  public boolean isNewest() {
    return newest;
  }

  /** Whether another process runs as this node, as far as is known. */
  public boolean runsElsewhere() {
    return elsewhere;
  }
}

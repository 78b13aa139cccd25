package io.atoll.service;

import io.atoll.env.Loop;
import io.atoll.env.NodeEnv;
import io.atoll.env.Timers;
import io.atoll.hints.HintReport;
import io.atoll.peer.PeerServices;
import io.atoll.peer.Peers;
import io.atoll.repair.ExchangeTurns;
import io.atoll.repair.NotComparedException;
import io.atoll.repair.PartnerStatus;
import io.atoll.repair.RepairControl;
import io.atoll.repair.RepairFilter;
import io.atoll.repair.RepairReport;
import io.atoll.repair.RepairRun;
import io.atoll.repair.RepairSettings;
import io.atoll.repair.RepairStats;
import io.atoll.repair.RepairTree;
import io.atoll.repair.RepairTurns;
import io.atoll.repair.Throttle;
import io.atoll.replication.LiveMembers;
import io.atoll.replication.LocalReplicas;
import io.atoll.replication.TopologyFeed;
import io.atoll.resilience.ByteBudget;
import io.atoll.ring.Keyspace;
import io.atoll.storage.StorageEngine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Keeps a node's replicas the same as those of the others: compares them all the time, a pair of
 * nodes after the other, brings what differs both ways, and answers others that do so. What it
 * begins, it drives on loop 0; what is asked of it, it answers on each loop.
 */
public final class AntiEntropy implements RepairControl {
  private static final long TICK_MS = 250;

  private final NodeEnv env;
  private final RepairSettings settings;
  private final int self;
  private final StorageEngine engine;
  private final SketchedShards sketched;
  private final LiveMembers liveness;
  private final Supplier<Future<HintReport>> hints;
  private final Consumer<String> report;
  private final RepairStats stats = new RepairStats();
  private final ExchangeTurns turns;
  private final RepairTrees trees;
  private TopologyFeed topology;

  /** Null where nothing is compared. */
  private RepairDriver driver;

  private Timers.Timer timer;
  private volatile boolean paused;
  private volatile long startedMs;

  /**
   * @param self this node, by its number
   * @param hints what is to be brought to whom, on loop 0
   * @param report takes lines for a person
   */
  public AntiEntropy(
      NodeEnv env,
      RepairSettings settings,
      int self,
      StorageEngine engine,
      SketchedShards sketched,
      LiveMembers liveness,
      Supplier<Future<HintReport>> hints,
      Consumer<String> report) {
    this.env = env;
    this.settings = settings;
    this.self = self;
    this.engine = engine;
    this.sketched = sketched;
    this.liveness = liveness;
    this.hints = hints;
    this.report = report;
    this.turns = new ExchangeTurns(self);
    this.trees = new RepairTrees(self, env.clock());
  }

  /** Joins it to a loop; before anything is served there. */
  public void join(
      Loop loop,
      PeerServices services,
      TopologyFeed feed,
      LocalReplicas local,
      Peers peers,
      ByteBudget memory) {
    if (!sketched.isOn()) {
      return;
    }
    NodeSketches own = new NodeSketches(self, loop, feed, engine, sketched, env.clock(), stats);
    KeySummaries summaries =
        new KeySummaries(
            loop, engine, env.clock(), sketched.key(), token -> feed.newest().partitionOf(token));
    own.register(services);
    trees.join(loop, feed, own, sketched.key(), peers);
    new ExchangeAnswerer(self, feed, local, summaries, memory, env.clock(), turns, stats)
        .register(services);
    if (loop.equals(loop0())) {
      Throttle throttle = new Throttle(settings.bytesPerSecond());
      StateExchange.Doors exchange =
          new StateExchange.Doors(summaries, local, feed, peers, env.clock(), loop, throttle);
      topology = feed;
      driver =
          new RepairDriver(
              new RepairSession.Doors(
                  self, own, sketched.key(), peers, env.clock(), turns, exchange),
              liveness,
              hints,
              new RepairTurns(settings.everyMs(), this::jitter),
              () -> paused,
              stats);
    }
  }

  private long jitter(long most) {
    return Math.floorMod(env.entropy().nextLong(), most + 1);
  }

  private Loop loop0() {
    return env.loops().get(0);
  }

  /** Begins to compare; on loop 0. */
  public void start() {
    if (driver == null) {
      return;
    }
    startedMs = env.clock().wallMs();
    sketched.serve(engine);
    int partitions = topology.newest().partitions();
    if (partitions == sketched.arcs()) {
      timer = loop0().every(TICK_MS, driver::tick);
    } else {
      report.accept(
          "replicas are not compared: partitions is %d and the ring has %d: set it to that"
              .formatted(sketched.arcs(), partitions));
    }
  }

  /** Ends what goes on; on loop 0. */
  public void stop() {
    sketched.stop(engine);
    if (timer != null) {
      timer.cancel();
      driver.stop();
    }
  }

  /** The sketches of what the node holds, for those who check them. */
  public SketchedShards sketches() {
    return sketched;
  }

  /** What it did; from any thread. */
  public RepairStats stats() {
    return stats;
  }

  /** How this node stood with each of the others when that changed last; from any thread. */
  public List<PartnerStatus> shown() {
    return driver == null ? List.of() : driver.shown();
  }

  /**
   * How long ago the latest moment is as of which this node was known to be in step with each of
   * the others; from any thread.
   *
   * @return milliseconds, counted from the start of the node where there is no such moment yet
   */
  public long behindMs() {
    long nowMs = env.clock().wallMs();
    long since = shown().isEmpty() ? nowMs : Long.MAX_VALUE;
    for (PartnerStatus each : shown()) {
      since = Math.min(since, Math.max(each.inStepAsOfMs(), startedMs));
    }
    return Math.max(0, nowMs - since);
  }

  @Override
  public Future<RepairReport> report(Loop home) {
    Promise<RepairReport> answer = Promise.promise();
    unknownArcs(
        unknown -> {
          RepairReport now =
              new RepairReport(
                  env.clock().wallMs(),
                  sketched.isOn() ? settings : settings.off(),
                  paused,
                  driver == null ? 0 : driver.arcs(),
                  unknown,
                  driver == null ? List.of() : driver.partners());
          home.execute(() -> answer.complete(now));
        });
    return answer.future();
  }

  /** How many arcs are unknown in all shards, on loop 0. */
  private void unknownArcs(Consumer<Integer> answer) {
    int shards = sketched.isOn() ? engine.shardCount() : 0;
    int[] sum = {0, shards};
    if (shards == 0) {
      loop0().execute(() -> answer.accept(0));
    }
    for (int i = 0; i < shards; i++) {
      SketchedShard shard = sketched.shard(i);
      engine
          .loopOf(i)
          .execute(
              () -> {
                int unknown = shard.unknownArcs();
                loop0()
                    .execute(
                        () -> {
                          sum[0] += unknown;
                          if (--sum[1] == 0) {
                            answer.accept(sum[0]);
                          }
                        });
              });
    }
  }

  @Override
  public Future<RepairRun> begin(RepairFilter filter, Loop home) {
    Promise<RepairRun> answer = Promise.promise();
    loop0()
        .execute(
            () -> {
              if (timer == null) {
                home.execute(() -> answer.fail(new NotComparedException(notComparedBecause())));
              } else {
                RepairRun run = driver.begin(filter);
                home.execute(() -> answer.complete(run));
              }
            });
    return answer.future();
  }

  private String notComparedBecause() {
    return sketched.isOn()
        ? "partitions of this node is %d and not as many as the ring has: set it to that"
            .formatted(sketched.arcs())
        : "anti-entropy is off on this node: by repair.on, or as it speaks an older"
            + " protocolVersion";
  }

  @Override
  public Future<RepairTree> tree(Keyspace keyspace, Integer member, Loop home) {
    return trees.tree(keyspace, member, home);
  }

  @Override
  public Future<RepairRun> run(long id, Loop home) {
    Promise<RepairRun> answer = Promise.promise();
    loop0()
        .execute(
            () -> {
              RepairRun run = driver == null ? null : driver.run(id);
              home.execute(() -> answer.complete(run));
            });
    return answer.future();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
  }
}

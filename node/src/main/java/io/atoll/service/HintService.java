package io.atoll.service;

import io.atoll.env.Loop;
import io.atoll.env.NodeEnv;
import io.atoll.hints.HintBounds;
import io.atoll.hints.HintReport;
import io.atoll.hints.HintSettings;
import io.atoll.hints.HintStats;
import io.atoll.hints.TargetStatus;
import io.atoll.peer.PeerServices;
import io.atoll.peer.Peers;
import io.atoll.replication.LiveMembers;
import io.atoll.replication.LocalReplicas;
import io.atoll.replication.MissedWrites;
import io.atoll.replication.TopologyFeed;
import io.atoll.resilience.ByteBudget;
import io.atoll.ring.Keyspace;
import io.atoll.storage.StorageEngine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongToIntFunction;

/**
 * Hinted handoff of one node: remembers, in the shard of each key, which replicas lack what was
 * written, and brings it to them. May be called on any thread, once it is put together.
 */
public final class HintService implements MissedWrites {
  private final NodeEnv env;
  private final HintSettings settings;
  private final StorageEngine engine;
  private final LiveMembers liveness;
  private final LongToIntFunction partitionOf;
  private final HintBounds bounds;
  private final HintStats stats = new HintStats();
  private final HintPauses pauses = new HintPauses();
  private final List<ShardHints> shards = new ArrayList<>();

  /**
   * @param partitionOf the partition of a token
   */
  public HintService(
      NodeEnv env,
      HintSettings settings,
      StorageEngine engine,
      LiveMembers liveness,
      LongToIntFunction partitionOf) {
    this.env = env;
    this.settings = settings;
    this.engine = engine;
    this.liveness = liveness;
    this.partitionOf = partitionOf;
    this.bounds = new HintBounds(settings);
    for (int i = 0; i < engine.shardCount(); i++) {
      shards.add(null);
    }
  }

  /** Joins it to a loop and to the shards that live there. */
  public void join(
      Loop loop,
      PeerServices services,
      TopologyFeed topology,
      LocalReplicas local,
      Peers peers,
      ByteBudget memory) {
    new HintReceiver(topology, local, env.clock(), memory, stats).register(services);
    for (int i = 0; i < shards.size(); i++) {
      if (engine.loopOf(i).equals(loop)) {
        HintCourier.Doors doors =
            new HintCourier.Doors(engine.shard(i), topology, liveness, peers, env.clock(), stats);
        shards.set(
            i, new ShardHints(loop, doors, bounds, env.entropy().nextLong(), pauses::isPaused));
      }
    }
  }

  /** Begins to deliver. */
  public void start() {
    if (settings.on()) {
      for (int i = 0; i < shards.size(); i++) {
        engine.loopOf(i).execute(shards.get(i)::start);
      }
    }
  }

  public void stop() {
    for (int i = 0; i < shards.size(); i++) {
      engine.loopOf(i).execute(shards.get(i)::stop);
    }
  }

  /** Never within the call, which may come from the midst of a change of the shard. */
  @Override
  public void missed(Keyspace keyspace, long token, byte[] key, int member) {
    if (!settings.on()) {
      return;
    }
    try {
      int number = engine.shardOf(partitionOf.applyAsInt(token));
      ShardHints shard = shards.get(number);
      engine.loopOf(number).execute(() -> shard.missed(member, keyspace.id(), token, key));
    } catch (RuntimeException defect) {
      stats.count(HintStats.Counter.FAILED_WRITES);
      throw defect;
    }
  }

  /**
   * Completes when the shards have taken all that was told until now.
   *
   * @param home the loop on which it completes
   */
  public Future<Void> taken(Loop home) {
    Promise<Void> all = Promise.promise();
    int[] left = {shards.size()};
    for (int i = 0; i < shards.size(); i++) {
      engine
          .loopOf(i)
          .execute(
              () ->
                  home.execute(
                      () -> {
                        if (--left[0] == 0) {
                          all.complete();
                        }
                      }));
    }
    return all.future();
  }

  /** How many hints there are and how many there may be; from any thread. */
  public HintBounds bounds() {
    return bounds;
  }

  public HintStats stats() {
    return stats;
  }

  /**
   * What there is to bring to whom.
   *
   * @param home the loop on which it completes
   */
  public Future<HintReport> report(Loop home) {
    Promise<HintReport> all = Promise.promise();
    TreeMap<Integer, TargetStatus> byMember = new TreeMap<>();
    int[] left = {shards.size()};
    for (int i = 0; i < shards.size(); i++) {
      ShardHints shard = shards.get(i);
      engine
          .loopOf(i)
          .execute(
              () -> {
                List<TargetStatus> ofShard = shard.status();
                home.execute(
                    () -> {
                      ofShard.forEach(
                          each -> byMember.merge(each.member(), each, TargetStatus::plus));
                      if (--left[0] == 0) {
                        all.complete(report(List.copyOf(byMember.values())));
                      }
                    });
              });
    }
    return all.future();
  }

  private HintReport report(List<TargetStatus> targets) {
    return new HintReport(
        env.clock().wallMs(),
        bounds.count(),
        bounds.bytes(),
        bounds.dirtyArcs(),
        settings,
        targets);
  }

  /** Delivers nothing to anybody, until told otherwise or the next start. */
  public void pause() {
    pauses.pauseAll();
  }

  /** Delivers nothing to a member. */
  public void pause(int member) {
    pauses.pause(member);
  }

  /** Delivers to everybody again. */
  public void resume() {
    pauses.resumeAll();
  }

  /**
   * Delivers to a member again.
   *
   * @param members all there are
   */
  public void resume(int member, Set<Integer> members) {
    pauses.resume(member, new HashSet<>(members));
  }
}

package io.atoll.chaos.workload;

import io.atoll.causal.Siblings;
import io.atoll.chaos.world.Stage;
import io.atoll.hints.HintFormat;
import io.atoll.hints.HintSpace;
import io.atoll.node.Node;
import io.atoll.ring.Member;
import io.atoll.sim.Scheduler;
import io.atoll.storage.ScanRange;
import io.atoll.storage.StorageEngine;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageShard;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * An operator who takes snapshots of nodes, moves what they have in memory into tables and looks
 * through what they hold, while they work. What a scan shows must be in order and readable; any of
 * it may be refused by a disk that fails, and by nothing else.
 */
public final class StorageKeeper implements Workload {
  private static final long PAUSE_NANOS = 1_500_000_000L;

  /** Of each node: they stay until the run ends. */
  private static final int MOST_SNAPSHOTS = 6;

  private final Stage stage;
  private final RandomGenerator random;
  private final Scheduler.Life life = Stage.life("storage keeper");
  private final List<String> mistakes = new ArrayList<>();
  private int snapshots;
  private int scanned;
  private boolean stopped;

  public StorageKeeper(Stage stage) {
    this.stage = stage;
    this.random = stage.random();
  }

  @Override
  public void start() {
    stage.cluster().scheduler().after(random.nextLong(PAUSE_NANOS), life, this::next);
  }

  @Override
  public void stop() {
    stopped = true;
  }

  private void next() {
    if (stopped) {
      return;
    }
    List<Member> members = stage.members();
    String nodeId = members.get(random.nextInt(members.size())).nodeId();
    Node node = stage.cluster().node(nodeId);
    if (node != null) {
      act(nodeId, node.storage());
    }
    start();
  }

  private void act(String nodeId, StorageEngine storage) {
    int shard = random.nextInt(storage.shardCount());
    switch (random.nextInt(4)) {
      case 0 -> snapshot(nodeId, storage);
      case 1 ->
          storage
              .loopOf(shard)
              .execute(() -> storage.shard(shard).flush().onFailure(why -> refused(nodeId, why)));
      default -> storage.loopOf(shard).execute(() -> scan(nodeId, storage.shard(shard)));
    }
  }

  private void snapshot(String nodeId, StorageEngine storage) {
    if (snapshots < MOST_SNAPSHOTS) {
      String name = "snapshot-" + ++snapshots;
      storage
          .snapshot(name)
          .onSuccess(done -> stage.say("%s of %s is there".formatted(name, nodeId)))
          .onFailure(why -> refused(nodeId, why));
    }
  }

  private void scan(String nodeId, StorageShard shard) {
    for (int keyspaceId : shard.keyspaces()) {
      Order order = new Order(nodeId, keyspaceId);
      shard.scan(ScanRange.all(keyspaceId), order::visit).onFailure(why -> refused(nodeId, why));
    }
  }

  private void refused(String nodeId, Throwable why) {
    if (why instanceof StorageException) {
      stage.say("the storage of %s refuses: %s".formatted(nodeId, why.getMessage()));
    } else {
      mistakes.add("the storage of %s failed: %s".formatted(nodeId, why));
    }
  }

  /** One scan. */
  private final class Order {
    private final String nodeId;
    private final int keyspaceId;
    private StorageKey last;

    Order(String nodeId, int keyspaceId) {
      this.nodeId = nodeId;
      this.keyspaceId = keyspaceId;
    }

    boolean visit(long token, byte[] key, byte[] value) {
      StorageKey now = new StorageKey(keyspaceId, token, key.clone());
      if (last != null && last.compareTo(now) >= 0) {
        mistakes.add("a scan of %s showed %s after %s".formatted(nodeId, now, last));
      }
      last = now;
      if (HintSpace.isOne(keyspaceId)) {
        HintFormat.sinceMs(value.clone());
      } else {
        Siblings.decode(value.clone());
      }
      scanned++;
      return true;
    }
  }

  @Override
  public void exam(Consumer<String> broken) {
    mistakes.forEach(broken);
  }

  @Override
  public String summary() {
    return "%d snapshots, %d entries scanned".formatted(snapshots, scanned);
  }
}

package io.atoll.storage.commit;

import io.atoll.env.FatalError;
import io.atoll.env.Loop;
import io.atoll.storage.StorageException;
import io.atoll.storage.log.LogPosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The way from the log's worker back to the loops: sorts the writes of a batch by the loop of their
 * shard, and posts one task to each loop that had a part in it, or is to be told all the same.
 * Belongs to the worker.
 */
final class LoopReports {
  private final List<Loop> loops;
  private final WriteList[] written;
  private final WriteList[] voided;

  /** The shards of each loop; set once, before the first write. */
  private List<List<CommitShard>> shardsOfLoops = List.of();

  LoopReports(List<Loop> loops) {
    this.loops = loops;
    this.written = new WriteList[loops.size()];
    this.voided = new WriteList[loops.size()];
    Arrays.setAll(written, i -> new WriteList());
    Arrays.setAll(voided, i -> new WriteList());
  }

  /** Names the shards, in ascending order. */
  void attach(List<? extends CommitShard> shards) {
    List<List<CommitShard>> byLoop = new ArrayList<>();
    for (int i = 0; i < loops.size(); i++) {
      int loop = i;
      byLoop.add(
          shards.stream()
              .filter(shard -> loopIndex(shard) == loop)
              .map(CommitShard.class::cast)
              .toList());
    }
    shardsOfLoops = List.copyOf(byLoop);
  }

  /**
   * A frame is begun: what one before it has left here, because its end could not be reported, must
   * not be acknowledged with it.
   */
  void begin() {
    for (int i = 0; i < written.length; i++) {
      if (!written[i].isEmpty()) {
        written[i].take().forEach(voided[i]::add);
      }
    }
  }

  /** A write is in the frame that is being made. */
  void addWritten(PendingWrite write) {
    written[loopIndex(write.shard)].add(write);
  }

  /** A write will not be in any frame. */
  void addVoided(PendingWrite write) {
    voided[loopIndex(write.shard)].add(write);
  }

  /**
   * The log has what was written.
   *
   * @param alsoTold a shard that is told though its loop may have no part in it; -1: none
   */
  void committed(LogPosition end, int alsoTold) {
    int alsoLoop = alsoTold < 0 ? -1 : alsoTold % loops.size();
    for (int i = 0; i < written.length; i++) {
      if (!written[i].isEmpty() || i == alsoLoop) {
        WriteList writes = written[i].take();
        List<CommitShard> shards = shardsOfLoops.get(i);
        loops.get(i).execute(() -> promote(writes, shards, end));
      }
    }
  }

  /** Tells all loops that the log failed, and with it what was to be written. */
  void failed(int newEpoch, StorageException cause) {
    for (int i = 0; i < loops.size(); i++) {
      List<CommitShard> shards = shardsOfLoops.get(i);
      WriteList failed = written[i].take();
      loops
          .get(i)
          .execute(
              () -> {
                shards.forEach(shard -> shard.logFailed(newEpoch, cause));
                discard(failed, cause);
              });
    }
  }

  /** Returns what was voided. */
  void refuse(StorageException cause) {
    for (int i = 0; i < voided.length; i++) {
      if (!voided[i].isEmpty()) {
        WriteList writes = voided[i].take();
        loops.get(i).execute(() -> discard(writes, cause));
      }
    }
  }

  /**
   * Tells all loops that the log takes writes again.
   *
   * @param end where it ends: what was promoted and then lost from the log stands in the new
   *     segment now
   */
  void recovered(int epoch, LogPosition end) {
    for (int i = 0; i < loops.size(); i++) {
      List<CommitShard> shards = shardsOfLoops.get(i);
      loops
          .get(i)
          .execute(
              () -> {
                shards.forEach(shard -> shard.committedTo(end));
                shards.forEach(shard -> shard.logRecovered(epoch));
              });
    }
  }

  /**
   * Memory that has not got what the log has would sooner or later have the log forget it: there is
   * no going on from that.
   */
  private static void promote(WriteList writes, List<CommitShard> shards, LogPosition end) {
    try {
      writes.forEach(write -> write.shard.promote(write));
      for (CommitShard shard : shards) {
        shard.committedTo(end);
      }
    } catch (Throwable e) {
      FatalError.passOn(e);
      throw new FatalError("what the log has could not be put into memory", e);
    }
    writes.forEach(PendingWrite::succeed);
  }

  private static void discard(WriteList writes, StorageException cause) {
    try {
      writes.forEach(write -> write.shard.discard(write));
    } finally {
      writes.forEach(write -> write.fail(cause));
    }
  }

  private int loopIndex(CommitShard shard) {
    return shard.number() % loops.size();
  }
}

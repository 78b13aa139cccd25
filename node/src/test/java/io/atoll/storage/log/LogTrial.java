package io.atoll.storage.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.ring.TokenRange;
import io.atoll.sim.SimCrash;
import io.atoll.sim.SimDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A log on a simulated disk with shards that count: each entry of a shard has the next number, so
 * that what a recovery shows must be a prefix in order. Tables are remembered beside the disk, as
 * if always durable.
 */
final class LogTrial {
  static final int SHARDS = 3;
  static final long DIRECTORY_ID = 0x5eed;

  final SimDisk disk;
  private final RandomGenerator random;
  private final long segmentBytes;
  LogWriter writer;
  LogRecovery.Recovered recovered;

  /** Per shard, the number that was written last, synced last, and put into a table last. */
  private final int[] written = new int[SHARDS];

  private final int[] synced = new int[SHARDS];
  private final int[] inTables = new int[SHARDS];
  private final LogPosition[] flushed = new LogPosition[SHARDS];

  /** Per shard and number, the attempts to write it, the last of them the one that succeeded. */
  private final List<List<List<Integer>>> attempts = new ArrayList<>();

  private int attempt;
  private LogPosition covered = LogPosition.ORIGIN;
  private LogPosition cleanEnd;
  private boolean isNew = true;

  LogTrial(long segmentBytes, RandomGenerator random) {
    this.disk = new SimDisk("disk");
    this.segmentBytes = segmentBytes;
    this.random = random;
    Arrays.fill(flushed, LogPosition.ORIGIN);
    for (int i = 0; i < SHARDS; i++) {
      attempts.add(new ArrayList<>());
    }
  }

  /** Recovers and checks what is found. */
  void open() throws IOException {
    int[] found = inTables.clone();
    LogRecovery.Visitor visitor =
        new LogRecovery.Visitor() {
          @Override
          public void put(
              int shard, int keyspaceId, long token, byte[] key, long before, byte[] value) {
            int number = (int) token;
            assertThat(before).isIn(weight(number), StateWeight.UNKNOWN);
            assertThat(number).as("in order").isBetween(1, found[shard] + 1);
            int attemptFound = ByteBuffer.wrap(value).getInt();
            List<Integer> tried = attempts.get(shard).get(number - 1);
            if (number <= synced[shard]) {
              assertThat(attemptFound).isEqualTo(tried.getLast());
            }
            assertThat(tried).contains(attemptFound);
            tried.remove((Integer) attemptFound);
            tried.add(attemptFound);
            found[shard] = Math.max(found[shard], number);
          }

          @Override
          public void remove(int shard, int keyspaceId, long token, byte[] key, long before) {
            throw new AssertionError("never written");
          }

          @Override
          public void dropRange(int shard, int keyspaceId, TokenRange tokens) {
            throw new AssertionError("never written");
          }

          @Override
          public void frameEnd(LogPosition end) {
            covered = end;
          }
        };
    recovered =
        new LogRecovery(disk, DIRECTORY_ID, List.of(flushed), true, visitor)
            .recover(isNew, cleanEnd, segmentBytes);
    writer = recovered.writer();
    isNew = false;
    cleanEnd = null;
    for (int shard = 0; shard < SHARDS; shard++) {
      assertThat(found[shard]).as("shard %d", shard).isGreaterThanOrEqualTo(synced[shard]);
      written[shard] = found[shard];
      synced[shard] = found[shard];
    }
  }

  private static long weight(int number) {
    return number % 3 == 0 ? StateWeight.UNKNOWN : number;
  }

  /** Appends a frame; a failure makes the next segment begin, as often as it takes. */
  void append(boolean sync) {
    FrameBuffer frame = new FrameBuffer(0);
    int[] next = written.clone();
    for (int entries = random.nextInt(1, 4); entries > 0; entries--) {
      int shard = random.nextInt(5) == 0 ? 0 : random.nextInt(SHARDS);
      next[shard]++;
      List<List<Integer>> numbers = attempts.get(shard);
      while (numbers.size() < next[shard]) {
        numbers.add(new ArrayList<>());
      }
      numbers.get(next[shard] - 1).add(++attempt);
      byte[] value = ByteBuffer.allocate(random.nextInt(4, 60)).putInt(attempt).array();
      EntryCodec.put(frame, shard, 1, next[shard], new byte[] {1}, weight(next[shard]), value);
    }
    try {
      writer.append(frame, sync);
      System.arraycopy(next, 0, written, 0, SHARDS);
      covered = writer.end();
    } catch (IOException e) {
      restore();
    }
    noteSynced();
  }

  void sync() {
    try {
      writer.sync();
    } catch (IOException e) {
      restore();
    }
    noteSynced();
  }

  /** Puts what a shard has into a table. */
  void flush(int shard) {
    inTables[shard] = written[shard];
    synced[shard] = written[shard];
    flushed[shard] = covered;
    writer.flushed(shard, covered);
  }

  void close() throws IOException {
    writer.sync();
    cleanEnd = writer.end();
    writer.close();
  }

  /** Power is lost and comes back. */
  void powerLoss() {
    disk.crash(random);
    disk.script(null);
  }

  void kill() {
    disk.kill();
    disk.script(null);
  }

  /** Runs something in which the node may die; whether it did not. */
  boolean survives(Step step) throws IOException {
    try {
      step.run();
      return true;
    } catch (SimCrash died) {
      return false;
    }
  }

  /** What may die. */
  interface Step {
    void run() throws IOException;
  }

  private void restore() {
    for (int tries = 0; !writer.isWritable(); tries++) {
      assertThat(tries).isLessThan(5);
      try {
        writer.startSegment();
      } catch (IOException again) {
        // the next try
      }
    }
    covered = writer.end();
  }

  private void noteSynced() {
    if (!writer.isUnsynced()) {
      System.arraycopy(written, 0, synced, 0, SHARDS);
    }
  }
}

package io.atoll.chaos.sabotage;

import static io.atoll.chaos.sabotage.Promised.ACKNOWLEDGED_IS_DURABLE;
import static io.atoll.chaos.sabotage.Promised.ACKNOWLEDGED_LIVES;
import static io.atoll.chaos.sabotage.Promised.IT_WORKS;

import java.util.List;

/** The commit log, and what waits for it. */
final class LogSabotages {
  private static final String STORAGE = "node/src/main/java/io/atoll/storage/";
  private static final String COMMIT = STORAGE + "commit/GroupCommit.java";
  private static final String HEALTH = STORAGE + "commit/LogHealth.java";
  private static final String WRITER = STORAGE + "log/LogWriter.java";
  private static final String RECOVERY = STORAGE + "log/LogRecovery.java";
  private static final String LEDGER = STORAGE + "log/SegmentLedger.java";
  private static final String SHARD = STORAGE + "shard/LsmShard.java";

  static final List<Sabotage> ALL =
      List.of(
          new Sabotage(
              "the-log-is-not-synced",
              ACKNOWLEDGED_IS_DURABLE,
              WRITER,
              "private void synced(long upTo) throws IOException { file.sync();",
              "private void synced(long upTo) throws IOException {"),
          new Sabotage(
              "every-other-batch-is-not-synced",
              ACKNOWLEDGED_IS_DURABLE,
              COMMIT,
              "boolean sync = buffered < writes;",
              "boolean sync = buffered < writes && (log.end().offset() & 8) == 0;"),
          new Sabotage(
              "writes-are-told-before-the-log-has-them",
              ACKNOWLEDGED_IS_DURABLE,
              COMMIT,
              "log.append(frame, sync);",
              "reports.committed(log.end(), -1); log.append(frame, sync);"),
          new Sabotage(
              "writes-of-a-failed-batch-are-told-durable",
              ACKNOWLEDGED_IS_DURABLE,
              COMMIT,
              "} catch (Throwable e) { logFailed(e); voidWaiting(); }"
                  + " reports.refuse(health.lastFailure());",
              "} catch (Throwable e) { reports.committed(log.end(), -1); logFailed(e);"
                  + " voidWaiting(); } reports.refuse(health.lastFailure());"),
          new Sabotage(
              "a-log-that-failed-is-never-tried-again",
              IT_WORKS,
              COMMIT,
              "if (closing) { return; } boolean recovered = false;",
              "if (closing || queue.length() >= 0) { return; } boolean recovered = false;"),
          new Sabotage(
              "writes-from-before-a-failure-of-the-log-are-written-after-it",
              ACKNOWLEDGED_LIVES,
              HEALTH,
              "StorageException failed(Throwable cause) { epoch++;",
              "StorageException failed(Throwable cause) {"),
          new Sabotage(
              "the-name-of-a-new-segment-is-not-synced",
              ACKNOWLEDGED_IS_DURABLE,
              WRITER,
              "created.sync(); disk.syncDirectory(SegmentHeader.DIRECTORY);",
              "created.sync();"),
          new Sabotage(
              "segments-that-are-still-needed-are-recycled",
              ACKNOWLEDGED_LIVES,
              LEDGER,
              "if (end > 0 && !isFlushed) { return shard; }",
              "if (end > 0 && !isFlushed && shard == 0) { return shard; }"),
          new Sabotage(
              "a-segment-pins-no-shard-but-that-of-its-last-frame",
              ACKNOWLEDGED_LIVES,
              LEDGER,
              "segments.getLast().lastEnds[shard] = frameEndOffset;",
              "java.util.Arrays.fill(segments.getLast().lastEnds, 0);"
                  + " segments.getLast().lastEnds[shard] = frameEndOffset;"),
          new Sabotage(
              "the-last-frame-of-the-log-is-not-replayed",
              ACKNOWLEDGED_LIVES,
              RECOVERY,
              "sealed |= show(segment, offset, payload); synced = segment.syncedOffset(offset);"
                  + " offset += length;",
              "if (segment.payload(offset + length) != null) { sealed |= show(segment, offset,"
                  + " segment.payload(offset)); } synced = segment.syncedOffset(offset); offset +="
                  + " length;"),
          new Sabotage(
              "inner-segments-are-replayed-but-for-their-last-frame",
              ACKNOWLEDGED_LIVES,
              RECOVERY,
              "if (next <= end) { show(segment, offset, payload); }",
              "if (next < end) { show(segment, offset, payload); }"),
          new Sabotage(
              "replay-compares-offsets-without-their-segments",
              ACKNOWLEDGED_LIVES,
              RECOVERY,
              "return end.compareTo(flushed.get(shard)) > 0;",
              "return end.offset() > flushed.get(shard).offset();"),
          new Sabotage(
              "what-a-start-keeps-of-the-log-is-not-made-durable",
              ACKNOWLEDGED_LIVES,
              RECOVERY,
              "copyInPlace(file, end.synced, end.offset); file.sync();",
              "copyInPlace(file, end.synced, end.offset);"),
          new Sabotage(
              "changes-do-not-see-what-waits-for-the-disk",
              ACKNOWLEDGED_LIVES,
              SHARD,
              "if (newest != null) { return apply(key, durability, change, newest.value); }",
              ""),
          new Sabotage(
              "a-change-that-waited-for-a-block-does-not-see-what-came-meanwhile",
              ACKNOWLEDGED_LIVES,
              SHARD,
              "byte[] before = newest == null ? durable : newest.value;",
              "byte[] before = durable;"),
          new Sabotage(
              "an-unchanged-state-does-not-wait-for-the-disk",
              ACKNOWLEDGED_IS_DURABLE,
              SHARD,
              "return newest == null ? Future.succeededFuture(after) : newest.future();",
              "return Future.succeededFuture(after);"));

  private LogSabotages() {}
}
